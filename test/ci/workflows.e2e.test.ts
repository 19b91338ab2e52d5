/** The workflows of .github/workflows: what they say, and their commands, run against the stand-ins. */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { parse } from 'yaml'
import { DEMO_APPID, DEMO_APPSECRET } from '../../scripts/emulator/httpsCall'
import { type Emulator, startEmulator } from '../../scripts/emulator/server'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { functionNames } from '../../scripts/lib/functions'
import { ROOT } from '../../scripts/lib/root'
import { type CloudApi, ENV_ID, SECRET_ID, SECRET_KEY, startCloudApi } from '../deploy/cloudApi'
import { makeProject, type Project } from '../deploy/project'

const TIMEOUT_MS = 300_000
const FOLDER = join(ROOT, '.github/workflows')

const Step = v.strictObject({
  name: v.optional(v.string()),
  if: v.optional(v.string()),
  uses: v.optional(v.string()),
  with: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
  run: v.optional(v.string()),
  env: v.optional(v.record(v.string(), v.string()), {}),
})
const Workflow = v.looseObject({
  permissions: v.record(v.string(), v.string()),
  on: v.record(v.string(), v.unknown()),
  jobs: v.record(v.string(), v.looseObject({ steps: v.array(Step), strategy: v.optional(v.unknown()) })),
})
type Step = v.InferOutput<typeof Step>

function read(name: string): { text: string; workflow: v.InferOutput<typeof Workflow>; steps: Step[] } {
  const text = readFileSync(join(FOLDER, name), 'utf8')
  const workflow = v.parse(Workflow, parse(text))
  return { text, workflow, steps: Object.values(workflow.jobs).flatMap(({ steps }) => steps) }
}

function commandsOf(name: string): string[] {
  return read(name).steps.flatMap(({ run }) => run ?? [])
}

describe.each(readdirSync(FOLDER))('%s', file => {
  it('may read the code and nothing else', () => {
    expect(read(file).workflow.permissions).toStrictEqual({ contents: 'read' })
    expect(read(file).text.match(/permissions:/g)).toHaveLength(1)
  })

  it('uses actions by the full hash of a commit, with the version beside it', () => {
    const used = read(file).text.match(/uses: .*/g) ?? []

    expect(used.length).toBeGreaterThan(0)
    for (const line of used) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('leaves no token of GitHub in the checkout', () => {
    const checkout = read(file).steps.find(({ uses }) => uses?.startsWith('actions/checkout@'))

    expect(checkout?.with).toMatchObject({ 'persist-credentials': false })
  })

  it('puts no expression into a command: what it brings would be run', () => {
    for (const command of commandsOf(file)) expect(command).not.toContain('${{')
  })
})

describe('ci.yml', () => {
  it('is the gate that .ci/run is', () => {
    const gate = readFileSync(join(ROOT, '.ci/run'), 'utf8').match(/^npm .*/gm)

    expect(commandsOf('ci.yml')).toStrictEqual(gate)
  })

  it('runs on every Node.js that is supported', () => {
    expect(Object.values(read('ci.yml').workflow.jobs).map(({ strategy }) => strategy)).toMatchObject([
      { matrix: { node: [18, 20, 22] } },
    ])
  })

  it(
    'runs commands that there are',
    async () => {
      // npm test is what runs this; npm ci would take the packages away from under it.
      expect((await inShell('npm ci --dry-run --ignore-scripts --offline', ROOT)).exitCode).toBe(0)
      expect((await inShell('npm run -s demo', ROOT)).exitCode).toBe(0)
      expect(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))).toHaveProperty('scripts.test')
    },
    TIMEOUT_MS,
  )
})

describe('deploy.yml', () => {
  let emulator: Emulator
  let cloud: CloudApi
  let project: Project
  const runs: { command: string; exitCode: number; output: string }[] = []

  beforeAll(async () => {
    await ensureBuilt()
    emulator = await startEmulator({ invokeLimitMs: 60_000 })
    cloud = await startCloudApi({}, emulator.url)
    project = makeProject({ secretId: null })
    rmSync(join(project.folder, '.env'))
    for (const { run, env } of read('deploy.yml').steps) {
      if (run === undefined || run === 'npm ci') continue
      const { exitCode, output } = await inShell(run, project.folder, {
        ...Object.fromEntries(Object.entries(env).map(([key, value]) => [key, evaluate(value)])),
        HOME: project.home,
        http_proxy: cloud.proxyUrl,
        NODE_EXTRA_CA_CERTS: cloud.caFile,
      })
      runs.push({ command: run, exitCode, output })
    }
  }, TIMEOUT_MS)
  afterAll(async () => {
    project.remove()
    await Promise.all([cloud.close(), emulator.close()])
  })

  it('logs in, deploys, calls what was deployed, and logs out, each with exit code 0', () => {
    expect(runs.map(({ command, exitCode }) => [command.split(' --api')[0], exitCode])).toStrictEqual([
      ['npx tcb login', 0],
      ['npm run deploy', 0],
      ['npm run -s doctor -- --live', 0],
      ['npx tcb logout', 0],
    ])
  })

  it('deploys all four, and each answers', () => {
    const [, deploy, doctor] = runs

    for (const name of functionNames()) {
      expect(deploy?.output).toContain(`deployed ${name} in ${ENV_ID}`)
      expect(doctor?.output).toMatch(new RegExp(`^ok +live ${name}: it answers`, 'm'))
    }
    expect([...cloud.functions.keys()].sort()).toStrictEqual(functionNames().sort())
  })

  it('shows no secret', () => {
    const output = runs.map(run => run.output).join('\n')

    for (const secret of Object.values(SECRETS)) expect(output).not.toContain(secret)
  })
})

/** What stands in the settings of the repository. */
const SECRETS: Readonly<Record<string, string>> = {
  'secrets.TENCENT_SECRET_ID': SECRET_ID,
  'secrets.TENCENT_SECRET_KEY': SECRET_KEY,
  'secrets.STATS_ALLOWED_OPENIDS': 'oFirst',
  'secrets.WX_APPSECRET': DEMO_APPSECRET,
}
const SETTINGS = { ...SECRETS, 'secrets.WX_APPID': DEMO_APPID, 'vars.ENV_ID': ENV_ID }

/** A value of `env`, as GitHub fills it in. */
function evaluate(value: string): string {
  return value.replace(/\$\{\{\s*([\w.]+)\s*\}\}/g, (_, name: string) => {
    const found = new Map(Object.entries(SETTINGS)).get(name)
    if (found === undefined) throw new Error(`${name} is not among the settings that deploy.yml names`)
    return found
  })
}

/** A command as GitHub's runner runs it; nothing of this process's environment reaches it but PATH. */
function inShell(
  command: string,
  cwd: string,
  env: Record<string, string> = {},
): Promise<{ exitCode: number; output: string }> {
  return new Promise(resolve => {
    const child = execFile(
      'bash',
      ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', command],
      { cwd, env: { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: 'true', ...env } },
      (_error, stdout, stderr) => resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr }),
    )
    child.stdin?.end()
  })
}
