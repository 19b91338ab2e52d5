import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CloudApi, ENV_ID, SECRET_ID, SECRET_KEY } from './cloudApi'
import { ROOT } from '../../scripts/lib/root'

/** What a build is made of, and the build. */
const PARTS = [
  'cloudbaserc.json',
  'package-lock.json',
  'functions',
  'shared',
  'package.json',
  'tsconfig.json',
  'scripts',
  'dist/functions',
  'dist/.build.json',
]

/** Where tsx keeps what it has compiled, so that not every run compiles all anew. */
const COMPILED = `tsx-${process.geteuid?.() ?? ''}`

/** How a script ended and what it printed. */
export interface ProjectRun {
  exitCode: number | null
  stdout: string
  stderr: string
}

type Reachable = Pick<CloudApi, 'proxyUrl' | 'caFile'>

export interface ProjectSettings {
  /** What `.env` holds. @default ENV_ID and one OPENID */
  env?: string
  /** The SecretId that `tcb login` left behind; `null` when nobody is logged in. */
  secretId?: string | null
}

export interface ProjectOptions extends ProjectSettings {
  /** The temporary folder of what runs here. @default one of its own */
  temporary?: string
}

/**
 * A copy of the package, built, with a home of its own: what a developer has after `npm run build`. A copy's scripts are
 * compiled anew, so that those who need other settings only are faster with `reset`.
 */
export interface Project {
  folder: string
  home: string
  temporary: string
  /** Runs `scripts/<script>.ts` here. The cloud is the only thing that it can reach. */
  run(script: string, args?: readonly string[], cloud?: Reachable): Promise<ProjectRun>
  /** Makes `.env` and the home anew. */
  reset(settings?: ProjectSettings): void
  /** What the project's temporary folder holds. */
  leftBehind(): string[]
  start(script: string, args: readonly string[], cloud: Reachable): { child: ChildProcess; ended: Promise<ProjectRun> }
  remove(): void
}

export function makeProject(options: ProjectOptions = {}): Project {
  const folder = mkdtempSync(join(tmpdir(), 'project-'))
  const home = join(folder, '.home')
  const temporary = options.temporary ?? join(folder, '.tmp')
  for (const name of PARTS) cpSync(join(ROOT, name), join(folder, name), { recursive: true, preserveTimestamps: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  if (options.temporary === undefined) {
    mkdirSync(temporary)
    mkdirSync(join(tmpdir(), COMPILED), { recursive: true })
    symlinkSync(join(tmpdir(), COMPILED), join(temporary, COMPILED))
  }

  const reset: Project['reset'] = ({ env = defaultEnv(), secretId = SECRET_ID } = {}) => {
    writeFileSync(join(folder, '.env'), env)
    rmSync(home, { recursive: true, force: true })
    mkdirSync(join(home, '.config/.cloudbase'), { recursive: true })
    if (secretId === null) return
    const login = { credential: { secretId, secretKey: SECRET_KEY } }
    writeFileSync(join(home, '.config/.cloudbase/auth.json'), JSON.stringify(login))
  }
  reset(options)

  const start: Project['start'] = (script, args, cloud) => {
    const child = spawn(
      process.execPath,
      ['--require', require.resolve('tsx/cjs'), join(folder, 'scripts', `${script}.ts`), ...args],
      { cwd: folder, env: environment(home, temporary, cloud), stdio: ['ignore', 'pipe', 'pipe'] },
    )
    return { child, ended: toRun(child) }
  }
  return {
    folder,
    home,
    temporary,
    start,
    reset,
    leftBehind: () => readdirSync(temporary).filter(name => name !== COMPILED),
    run: async (script, args = [], cloud = NOWHERE) => start(script, args, cloud).ended,
    remove: () => rmSync(folder, { recursive: true, maxRetries: 3 }),
  }
}

function defaultEnv(): string {
  return `ENV_ID=${ENV_ID}\nSTATS_ALLOWED_OPENIDS=oFirst\n`
}

/** Port 9 answers nobody. */
const NOWHERE: Reachable = { proxyUrl: 'http://127.0.0.1:9', caFile: '' }

function environment(home: string, temporary: string, { proxyUrl, caFile }: Reachable): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: home,
    TMPDIR: temporary,
    http_proxy: proxyUrl,
    NODE_EXTRA_CA_CERTS: caFile,
  }
}

function toRun(child: ChildProcess): Promise<ProjectRun> {
  const run: ProjectRun = { exitCode: null, stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (run.stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (run.stderr += text))
  return new Promise(resolve => child.on('close', exitCode => resolve({ ...run, exitCode })))
}
