/** Deploys that are stopped half way, and two that run at once. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readdirSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { ensureBuilt } from '../../scripts/lib/build/build'
import type { CloudFaults } from './cloudActions'
import { ENV_ID, startCloudApi } from './cloudApi'
import { makeProject, type ProjectRun } from './project'

const TIMEOUT_MS = 240_000

beforeAll(() => ensureBuilt(), TIMEOUT_MS)

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
  const project = makeProject()
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
    project.remove()
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

it(
  'A deploy whose function met a limit on requests is repeated for that function once, by itself',
  async () => {
    const cloud = await startCloudApi({
      functionErrors: { 'CreateFunction realtime': { Code: 'RequestLimitExceeded', Message: 'too many', times: 1 } },
    })
    const project = makeProject()

    const { stdout, stderr, exitCode } = await project.run('deploy', ['overview', 'realtime'], cloud)

    expect(stderr).toContain(`the cloud of ${ENV_ID} limits the number of requests: realtime once more in 10 s\n`)
    expect(stdout).toBe(`deployed overview in ${ENV_ID}\ndeployed realtime in ${ENV_ID}\n`)
    expect(exitCode).toBe(0)
    expect(cloud.actions.filter(action => action === 'CreateFunction')).toHaveLength(3)
    project.remove()
    await cloud.close()
  },
  TIMEOUT_MS,
)

it(
  'Two deploys of two checkouts at once each put their own code into their own environment',
  async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'shared-'))
    // Whether the two meet in time is chance; whether they would meet in one folder is not.
    const seen = new Set<string | null>()
    const watcher = watch(temporary, (_, name) => seen.add(name))
    const deployOne = async (mark: string): Promise<{ run: ProjectRun; code: string }> => {
      const cloud = await startCloudApi()
      const project = makeProject({ temporary })
      appendFileSync(join(project.folder, 'functions/overview/index.ts'), `\nexport const mark = '${mark}'\n`)
      try {
        const run = await project.run('deploy', ['overview'], cloud)
        const { 'index.js': code } = unzipSync(cloud.functions.get('overview')?.zip ?? new Uint8Array())
        return { run, code: Buffer.from(code ?? []).toString() }
      } finally {
        project.remove()
        await cloud.close()
      }
    }

    const [first, second] = await Promise.all([deployOne('the first checkout'), deployOne('the second checkout')])

    watcher.close()
    for (const { run } of [first, second])
      expect(run).toMatchObject({ exitCode: 0, stdout: `deployed overview in ${ENV_ID}\n` })
    expect(first?.code).toContain('the first checkout')
    expect(second?.code).toContain('the second checkout')
    expect([...seen].filter(name => name?.startsWith('tcb-'))).toHaveLength(2)
    expect([...seen].filter(name => name?.includes('cloudbase_temp'))).toEqual([])
    expect(readdirSync(temporary).filter(name => name.startsWith('tcb-'))).toEqual([])
    rmSync(temporary, { recursive: true })
  },
  TIMEOUT_MS,
)
