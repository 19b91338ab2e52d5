/** What asks the cloud and changes nothing: `doctor -- --remote` and `deploy -- --dry-run`, over functions in one state each. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { ensureBuilt } from '../../scripts/lib/build/build'
import type { CloudFunction } from './cloudActions'
import { type CloudApi, ENV_ID, SECRET_ID, SECRET_KEY, startCloudApi } from './cloudApi'
import { makeProject, type Project, type ProjectRun } from './project'

const TIMEOUT_MS = 120_000

let project: Project
beforeAll(async () => {
  await ensureBuilt()
  project = makeProject()
}, TIMEOUT_MS)
afterEach(() => project.reset())
afterAll(() => project.remove())

/** A function as a deploy of the project leaves it, but for `changes`; `files` go over its own. */
function deployed(
  name: string,
  changes: Partial<CloudFunction> = {},
  files: Record<string, string> = {},
): CloudFunction {
  const folder = join(project.folder, 'dist/functions', name)
  const built = readdirSync(folder).map(file => [file, readFileSync(join(folder, file))] as const)
  const over = Object.entries(files).map(([file, text]) => [file, Buffer.from(text)] as const)
  return {
    FunctionName: name,
    Runtime: 'Nodejs18.15',
    Timeout: 20,
    MemorySize: 256,
    Handler: 'index.main',
    InstallDependency: 'FALSE',
    Environment: { Variables: [{ Key: 'STATS_ALLOWED_OPENIDS', Value: 'oFirst' }] },
    Status: 'Active',
    zip: Buffer.from(zipSync(Object.fromEntries([...built, ...over]), { level: 1 })),
    ...changes,
  }
}

interface JsonCheck {
  name: string
  state: string
  detail?: string
  problem?: string
}

function put(cloud: CloudApi, ...functions: CloudFunction[]): void {
  for (const one of functions) cloud.functions.set(one.FunctionName, one)
}

describe('functions in four states', () => {
  let run: ProjectRun
  beforeAll(async () => {
    const cloud = await startCloudApi({
      errors: { ListFunctions: { Code: 'RequestLimitExceeded', Message: 'too many', times: 1 } },
      functionErrors: { 'GetFunction conversion': { Code: 'InternalError', Message: 'oops' } },
    })
    put(cloud, deployed('overview'), deployed('conversion'))
    put(cloud, deployed('overviewByChannel', { Handler: 'index.handler' }, { 'index.js': 'older' }))
    run = await project.run('doctor', ['--remote', '--json'], cloud)
    await cloud.close()
  }, TIMEOUT_MS)

  it('are told apart in one JSON object', () => {
    const report = JSON.parse(run.stdout) as { ok: boolean; environment: string; checks: JsonCheck[] }
    const lines = report.checks.slice(-4).map(({ name, state, detail, problem }) => [name, state, detail ?? problem])

    expect(report).toMatchObject({ ok: false, environment: ENV_ID })
    expect(lines).toEqual([
      ['deployed overview', 'ok', expect.stringContaining(`active in ${ENV_ID}`)],
      [
        'deployed overviewByChannel',
        'wrong',
        expect.stringMatching(
          /^has handler index\.handler, cloudbaserc\.json says index\.main: .*; it does not have the code of this build .*: its index\.js is another$/,
        ),
      ],
      [
        'deployed conversion',
        'wrong',
        expect.stringMatching(/^is listed, but could not be read: InternalError: .*oops/),
      ],
      ['deployed realtime', 'wrong', `is not there: deploy it: npm run deploy -- -e ${ENV_ID} realtime`],
    ])
    expect(run.exitCode).toBe(1)
  })

  it('are asked for once more when the cloud limits the number of requests', () => {
    expect(run.stderr).toContain('the cloud limits the number of requests: asking once more in 3 s\n')
  })
})

describe('npm run deploy -- --dry-run', () => {
  const refused = [{ Key: 'FROM_CONSOLE', Value: 'its-password' }]
  const dryRun = async (...args: string[]): Promise<ProjectRun & { actions: string[]; functions: CloudFunction[] }> => {
    const cloud = await startCloudApi()
    put(cloud, deployed('overview'), deployed('conversion', { Environment: { Variables: refused } }))
    put(cloud, deployed('overviewByChannel', { Timeout: 3 }, { 'index.js': 'STATS_ALLOWED_OPENIDS' }))
    const run = await project.run('deploy', ['--dry-run', ...args], cloud)
    await cloud.close()
    return { ...run, actions: cloud.actions, functions: [...cloud.functions.values()] }
  }

  it(
    'says what would be created, changed and refused, in which environment, and changes nothing',
    async () => {
      const { stdout, exitCode, actions, functions } = await dryRun()

      expect(stdout.split('\n')).toEqual([
        `same     overview in ${ENV_ID}: it is this build with these settings already`,
        `change   overviewByChannel in ${ENV_ID}: its code, timeout 3 to 20`,
        expect.stringMatching(
          /^REFUSED {2}conversion in shop-1a2b3c: it would lose its value of FROM_CONSOLE, .*: npm run deploy -- --overwrite -e shop-1a2b3c conversion$/,
        ),
        `create   realtime in ${ENV_ID}`,
        '',
      ])
      expect(exitCode).toBe(1)
      expect(new Set(actions)).toEqual(
        new Set(['DescribeEnvInfo', 'ListFunctions', 'GetFunction', 'GetFunctionAddress']),
      )
      expect(functions.find(({ FunctionName }) => FunctionName === 'conversion')?.Environment.Variables).toEqual(
        refused,
      )
    },
    TIMEOUT_MS,
  )

  it(
    'says with --overwrite what would be erased; as JSON, too',
    async () => {
      const { stdout, exitCode } = await dryRun('--json', '--overwrite', 'conversion')

      expect(JSON.parse(stdout)).toEqual({
        ok: true,
        environment: ENV_ID,
        dryRun: true,
        functions: [
          {
            name: 'conversion',
            action: 'change',
            changes: ['the variable STATS_ALLOWED_OPENIDS'],
            erases: ['FROM_CONSOLE'],
          },
        ],
      })
      expect(stdout).not.toContain('its-password')
      expect(exitCode).toBe(0)
    },
    TIMEOUT_MS,
  )
})

it(
  'The keys of a login in the browser are renewed, and all is well; no key is printed',
  async () => {
    const keys = { tmpSecretId: 'AKIDold', tmpSecretKey: 'the-old-key', tmpToken: 'old-token', refreshToken: 'refresh' }
    const times = { tmpExpired: Date.now() - 1000, expired: Date.now() + 86_400_000 }
    writeFileSync(
      join(project.home, '.config/.cloudbase/auth.json'),
      JSON.stringify({ credential: { ...keys, ...times } }),
    )
    const cloud = await startCloudApi()
    put(cloud, ...['overview', 'overviewByChannel', 'conversion', 'realtime'].map(name => deployed(name)))

    const { stdout, stderr, exitCode } = await project.run('doctor', ['--remote'], cloud)

    expect(stdout).toMatch(/^ok +tcb login: in the browser$/m)
    expect(stdout).toMatch(/^ok +deployed realtime: /m)
    expect(stderr).toContain('the keys of the login in the browser have expired: tcb renews them')
    expect(exitCode).toBe(0)
    for (const secret of [SECRET_ID, SECRET_KEY, 'renewed-token', 'the-old-key', 'old-token'])
      expect(stdout + stderr).not.toContain(secret)
    await cloud.close()
  },
  TIMEOUT_MS,
)

it(
  'A cloud that cannot be reached is no cloud without functions',
  async () => {
    const cloud = await startCloudApi({ diesAt: 'DescribeEnvInfo' })

    const { stdout, exitCode } = await project.run('doctor', ['--remote'], cloud)

    expect(stdout).toMatch(/^WRONG +cloud shop-1a2b3c: it could not be asked: .*check the network \(and http_proxy\)/m)
    expect(stdout).not.toContain('is not there')
    expect(exitCode).toBe(1)
    await cloud.close()
  },
  TIMEOUT_MS,
)
