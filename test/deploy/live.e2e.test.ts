/** From a deploy to a call that answers: the tcb CLI against the stand-in of the cloud, WeChat's HTTP API in the emulator. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { DEMO_APPID, DEMO_APPSECRET } from '../../scripts/emulator/httpsCall'
import { type Emulator, startEmulator } from '../../scripts/emulator/server'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { functionNames } from '../../scripts/lib/functions'
import { type CloudApi, ENV_ID, startCloudApi } from './cloudApi'
import { makeProject, type Project, type ProjectRun } from './project'

const TIMEOUT_MS = 240_000
const ENV = `ENV_ID=${ENV_ID}\nSTATS_ALLOWED_OPENIDS=oFirst\n`
const CREDENTIALS = `WX_APPID=${DEMO_APPID}\nWX_APPSECRET=${DEMO_APPSECRET}\n`

/** What is deployed in the second emulator, which WeChat calls: none of it is this build. */
const DEPLOYED = {
  overview: "exports.main = async () => ({ errCode: 0, errMsg: 'ok', dataColumn: [], dataValue: [], totalNum: 0 })",
  overviewByChannel: "exports.main = async () => ({ errCode: -604101, errMsg: 'overviewByChannel:fail -604101' })",
  realtime: 'exports.main = () => new Promise(() => setInterval(() => undefined, 1000))',
}

let cloud: CloudApi
let project: Project
let emulator: Emulator
let broken: Emulator
let folder = ''
beforeAll(async () => {
  await ensureBuilt()
  folder = mkdtempSync(join(tmpdir(), 'live-'))
  for (const [name, code] of Object.entries(DEPLOYED)) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'index.js'), code)
  }
  cloud = await startCloudApi()
  project = makeProject({ env: ENV + CREDENTIALS })
  emulator = await startEmulator({ invokeLimitMs: 60_000 })
  broken = await startEmulator({ functionsFolder: folder })
}, TIMEOUT_MS)
afterAll(async () => {
  project.remove()
  rmSync(folder, { recursive: true })
  await Promise.all([cloud.close(), emulator.close(), broken.close()])
})

describe('a deploy with credentials of WeChat', () => {
  let run: ProjectRun
  beforeAll(async () => (run = await project.run('deploy', ['--base-url', emulator.url], cloud)), TIMEOUT_MS)

  it('ends with a call to each function, and says that it answers', () => {
    const lines = run.stdout.trimEnd().split('\n')

    expect(lines).toEqual([
      ...functionNames().map(name => `deployed ${name} in ${ENV_ID}`),
      ...functionNames().map(name => expect.stringContaining(`answers  ${name} in ${ENV_ID}: it answers`) as unknown),
    ])
    expect(run.exitCode).toBe(0)
  })

  it('asks no host but those of the cloud, and shows no secret', () => {
    expect(cloud.surprises).toEqual([])
    expect(run.stdout + run.stderr).not.toContain(DEMO_APPSECRET)
  })
})

describe('npm run doctor -- --live', () => {
  it(
    'is ok when all four answer with the code of this build',
    async () => {
      const { exitCode, stdout } = await project.run('doctor', ['--live', '--base-url', emulator.url], cloud)

      for (const name of functionNames())
        expect(stdout).toMatch(new RegExp(`^ok +live ${name}: it answers: 10011`, 'm'))
      expect(stdout).not.toContain('not compared')
      expect(exitCode).toBe(0)
    },
    TIMEOUT_MS,
  )

  it(
    'tells apart what is old, has no permission, is not there, and times out at 5 s',
    async () => {
      const overview = cloud.functions.get('overview')
      if (overview !== undefined)
        cloud.functions.set('overview', {
          ...overview,
          zip: Buffer.from(zipSync({ 'index.js': Buffer.from('old'), 'config.json': Buffer.from('{}') })),
        })

      const { exitCode, stdout } = await project.run('doctor', ['--live', '--base-url', broken.url], cloud)

      expect(stdout).toMatch(
        /^WRONG +live overview: old or other code answers: it does not have the code of this build .*: npm run deploy -- -e shop-1a2b3c$/m,
      )
      expect(stdout).toMatch(
        /^WRONG +live overviewByChannel: its permission is not registered \(-604101\): .*10 minutes/m,
      )
      expect(stdout).toMatch(
        /^WRONG +live conversion: there is no function conversion in the environment shop-1a2b3c: /m,
      )
      expect(stdout).toMatch(
        /^WRONG +live realtime: it timed out: no answer in 5 s, and WeChat's HTTP API waits no longer: /m,
      )
      expect(exitCode).toBe(1)
    },
    TIMEOUT_MS,
  )

  it(
    'says what is missing without credentials',
    async () => {
      writeFileSync(join(project.folder, '.env'), ENV)

      const { exitCode, stdout } = await project.run('doctor', ['--live', '--base-url', emulator.url], cloud)

      expect(stdout).toMatch(/^WRONG +live: the functions cannot be called: set WX_ACCESS_TOKEN, /m)
      expect(exitCode).toBe(1)
    },
    TIMEOUT_MS,
  )
})
