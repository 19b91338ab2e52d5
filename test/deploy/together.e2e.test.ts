/** Deploys that are stopped half way, and two that run at once. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readdirSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { ensureBuilt } from '../../scripts/lib/build/build'
import type { CloudFaults } from './cloudActions'
import { type CloudApi, ENV_ID, startCloudApi } from './cloudApi'
import { makeProject, type Project, type ProjectRun } from './project'

const TIMEOUT_MS = 240_000

let project: Project
beforeAll(async () => {
  await ensureBuilt()
  project = makeProject()
}, TIMEOUT_MS)
afterAll(() => project.remove())

interface Stopped extends ProjectRun {
  /** From the signal to the end of the process. */
  milliseconds: number
  leftBehind: string[]
  /** The command lines of what still runs of it. */
  stillRunning: string[]
}

/** Stops a deploy as soon as its stderr says something. */
async function stopWhen(said: string, faults: CloudFaults, args: readonly string[] = []): Promise<Stopped> {
  const cloud = await startCloudApi(faults)
  const { child, ended } = project.start('deploy', args, cloud)
  let stopped = 0
  child.stderr?.on('data', (text: string) => {
    if (stopped !== 0 || !text.includes(said)) return
    stopped = Date.now()
    child.kill('SIGINT')
  })
  try {
    const run = await ended
    const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n')
    return {
      ...run,
      milliseconds: Date.now() - stopped,
      leftBehind: project.leftBehind(),
      stillRunning: processes.filter(line => line.includes(project.folder)),
    }
  } finally {
    await cloud.close()
  }
}

describe('a deploy that is stopped with Ctrl-C', () => {
  it(
    'while the CLI works ends within a second, the CLI with it, and says what stands',
    async () => {
      const stopped = await stopWhen('Cloud function deploying', { staysCreating: true }, ['overview', 'realtime'])

      expect(stopped.stdout).toBe(
        ['overview', 'realtime']
          .map(
            name =>
              `FAILED   ${name} in ${ENV_ID}: it was interrupted: it may be as before, new, or half done; see with: npm run doctor -- --remote -e ${ENV_ID}\n`,
          )
          .join(''),
      )
      expect(stopped).toMatchObject({ exitCode: 1, leftBehind: [], stillRunning: [] })
      expect(stopped.milliseconds).toBeLessThan(1000)
    },
    TIMEOUT_MS,
  )

  it(
    'while the cloud is silent ends within a second, and says that nothing was changed',
    async () => {
      const stopped = await stopWhen('asking the cloud what is in', { silentAt: 'ListFunctions' }, ['overview'])

      expect(stopped.stdout).toBe(`FAILED   overview in ${ENV_ID}: nothing was changed: it was interrupted\n`)
      expect(stopped).toMatchObject({ exitCode: 1, leftBehind: [], stillRunning: [] })
      expect(stopped.milliseconds).toBeLessThan(1000)
    },
    TIMEOUT_MS,
  )
})

/** A deploy, and the cloud that it met. */
interface Deployed {
  run: ProjectRun
  cloud: CloudApi
}

describe('deploys of three checkouts at once', () => {
  let limited: Deployed
  let marked: Deployed[]
  let temporary = ''
  // Whether they meet in time is chance; whether they would meet in one folder is not.
  const seen = new Set<string | null>()

  beforeAll(async () => {
    temporary = mkdtempSync(join(tmpdir(), 'shared-'))
    const watcher = watch(temporary, (_, name) => seen.add(name))
    ;[limited, ...marked] = await Promise.all([
      deploy(project, ['overview', 'realtime'], {
        functionErrors: { 'CreateFunction realtime': { Code: 'RequestLimitExceeded', Message: 'too many', times: 1 } },
      }),
      ...MARKS.map(mark => deployMarked(mark, temporary)),
    ])
    watcher.close()
  }, TIMEOUT_MS)
  afterAll(() => rmSync(temporary, { recursive: true }))

  it('retry a function that met a limit on requests once, by themselves', () => {
    const { stdout, stderr, exitCode } = limited.run

    expect(stderr).toContain(`the cloud of ${ENV_ID} limits the number of requests: realtime once more in 10 s\n`)
    expect(stdout).toBe(`deployed overview in ${ENV_ID}\ndeployed realtime in ${ENV_ID}\n`)
    expect(exitCode).toBe(0)
    expect(limited.cloud.actions.filter(action => action === 'CreateFunction')).toHaveLength(3)
  })

  it('each put their own code into their own environment', () => {
    expect(marked.map(({ run }) => run)).toMatchObject(
      MARKS.map(() => ({ exitCode: 0, stdout: `deployed overview in ${ENV_ID}\n` })),
    )
    expect(marked.map(({ cloud }) => MARKS.filter(mark => codeIn(cloud).includes(mark)))).toEqual(
      MARKS.map(mark => [mark]),
    )
    expect([...seen].filter(name => name?.startsWith('tcb-'))).toHaveLength(2)
    expect([...seen].filter(name => name?.includes('cloudbase_temp'))).toEqual([])
    expect(readdirSync(temporary).filter(name => name.startsWith('tcb-'))).toEqual([])
  })
})

const MARKS = ['the first checkout', 'the second checkout']

/** Deploys overview from a checkout in which it has a mark. */
async function deployMarked(mark: string, temporary: string): Promise<Deployed> {
  const checkout = makeProject({ temporary })
  appendFileSync(join(checkout.folder, 'functions/overview/index.ts'), `\nexport const mark = '${mark}'\n`)
  try {
    return await deploy(checkout, ['overview'])
  } finally {
    checkout.remove()
  }
}

async function deploy(checkout: Project, names: string[], faults: CloudFaults = {}): Promise<Deployed> {
  const cloud = await startCloudApi(faults)
  try {
    return { run: await checkout.run('deploy', names, cloud), cloud }
  } finally {
    await cloud.close()
  }
}

function codeIn(cloud: CloudApi): string {
  const { 'index.js': code } = unzipSync(cloud.functions.get('overview')?.zip ?? new Uint8Array())
  return Buffer.from(code ?? []).toString()
}
