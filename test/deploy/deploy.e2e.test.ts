import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { type Emulator, startEmulator } from '../../scripts/emulator/server'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { functionNames } from '../../scripts/lib/functions'
import { runFunction } from '../../scripts/lib/run/runFunction'
import { type CloudApi, ENV_ID, startCloudApi } from './cloudApi'
import { makeProject, type Project, type ProjectRun } from './project'

const TIMEOUT_MS = 180_000

let cloud: CloudApi
let project: Project
beforeAll(async () => {
  await ensureBuilt()
  cloud = await startCloudApi()
  project = makeProject()
}, TIMEOUT_MS)
afterAll(async () => {
  project.remove()
  await cloud.close()
})

function variablesOf(name: string) {
  return cloud.functions.get(name)?.Environment.Variables
}

describe('a first deploy', () => {
  let run: ProjectRun
  beforeAll(async () => {
    rmSync(join(project.folder, 'dist/functions/conversion'), { recursive: true })
    run = await project.run('deploy', [], cloud)
  }, TIMEOUT_MS)

  it('builds first what of the build is missing', () => {
    expect(run.stderr).toContain('building the functions …')
  })

  it('ends with 0 and says of each function that it is deployed', () => {
    expect(run.stdout).toBe(
      functionNames()
        .map(name => `deployed ${name} in ${ENV_ID}\n`)
        .join(''),
    )
    expect(run.exitCode).toBe(0)
  })

  it('shows the checks and what the CLI prints', () => {
    expect(run.stderr).toContain('ok      config.json: asks for cloudbase.getStatistics')
    expect(run.stderr).toContain('Successfully deployed 4 function(s)')
  })

  it.each(functionNames())('creates %s with the settings of cloudbaserc.json', name => {
    expect(cloud.functions.get(name)).toMatchObject({
      Runtime: 'Nodejs18.15',
      Timeout: 20,
      MemorySize: 256,
      Handler: 'index.main',
      InstallDependency: 'FALSE',
      Status: 'Active',
      Environment: { Variables: [{ Key: 'STATS_ALLOWED_OPENIDS', Value: 'oFirst' }] },
    })
  })

  it('asks no host but those of the cloud', () => {
    expect(cloud.surprises).toEqual([])
  })
})

describe('what was deployed', () => {
  let emulator: Emulator
  let folder = ''
  beforeAll(async () => {
    emulator = await startEmulator()
    folder = mkdtempSync(join(tmpdir(), 'deployed-'))
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    await emulator.close()
  })

  const condition = { envId: 'wedcvfr', activityId: '21ded5cb6001691405171ba161c603d1' }
  const event = { beginDate: '2021-02-25', endDate: '2021-02-26', condition }

  it.each(functionNames())(
    'runs alone, unpacked in an empty folder: %s',
    async name => {
      const alone = join(folder, name)
      unpack(cloud.functions.get(name)?.zip ?? Buffer.alloc(0), alone)
      const settings = { name, folder: alone, endpoint: emulator.url, envId: ENV_ID }
      const asked = name === 'realtime' ? { ...event, condition: { ...condition, actType: 'h5' } } : event

      const run = await runFunction(settings, asked)

      expect(run).toMatchObject({ outcome: 'returned', result: { errCode: 0 } })
    },
    TIMEOUT_MS,
  )

  it('holds the code and the permission file, and no dotfile', () => {
    const zips = [...cloud.functions.values()].map(({ zip }) => Object.keys(unzipSync(zip)))

    for (const files of zips) {
      expect(files).toEqual(expect.arrayContaining(['index.js', 'config.json']))
      expect(files.filter(file => file.startsWith('.'))).toEqual([])
    }
  })
})

describe('a redeploy', () => {
  let run: ProjectRun
  beforeAll(async () => {
    const source = join(project.folder, 'functions/overview/index.ts')
    writeFileSync(source, `${readFileSync(source, 'utf8')}\nexport const changed = 'the new code'\n`)
    // In quotes blanks stay.
    writeFileSync(join(project.folder, '.env'), `ENV_ID=' ${ENV_ID} '\nSTATS_ALLOWED_OPENIDS=oFirst,oSecond # two\n`)
    run = await project.run('deploy', ['--', 'overview'], cloud)
  }, TIMEOUT_MS)

  it('ends with 0 and names just the functions that were asked for', () => {
    expect(run.stdout).toBe(`deployed overview in ${ENV_ID}\n`)
    expect(run.exitCode).toBe(0)
  })

  it('brings the new code', () => {
    const { 'index.js': code = new Uint8Array() } = unzipSync(cloud.functions.get('overview')?.zip ?? Buffer.alloc(0))

    expect(Buffer.from(code).toString()).toContain('the new code')
  })

  it('brings the new variables, and leaves those of the other functions', () => {
    expect(variablesOf('overview')).toEqual([{ Key: 'STATS_ALLOWED_OPENIDS', Value: 'oFirst,oSecond' }])
    expect(variablesOf('realtime')).toEqual([{ Key: 'STATS_ALLOWED_OPENIDS', Value: 'oFirst' }])
  })

  it('leaves nothing behind in the temporary folder', () => {
    expect(project.leftBehind()).toEqual([])
  })

  it('prints no values of variables', () => {
    expect(run.stdout + run.stderr).not.toContain('oSecond')
  })
})

describe('npm run doctor -- --remote', () => {
  let run: ProjectRun
  beforeAll(async () => (run = await project.run('doctor', ['--remote'], cloud)), TIMEOUT_MS)

  it('finds the function that is as it should be', () => {
    expect(run.stdout).toContain(
      `ok      deployed overview: active in ${ENV_ID}, this build, as cloudbaserc.json asks\n`,
    )
  })

  it('names the variable that differs, not its value, and ends with 1', () => {
    expect(run.stdout).toContain(
      `WRONG   deployed realtime: has another value in the variable STATS_ALLOWED_OPENIDS than is set here: deploy again: npm run deploy -- -e ${ENV_ID} realtime\n`,
    )
    expect(run.stdout + run.stderr).not.toContain('oFirst')
    expect(run.exitCode).toBe(1)
  })
})

function unpack(zip: Buffer, folder: string): void {
  for (const [file, bytes] of Object.entries(unzipSync(zip))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), bytes)
  }
}
