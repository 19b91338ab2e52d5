import { execFile } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import type { FunctionKind } from '../../shared/call/event'
import { readFunctions } from '../lib/build/readFunctions'
import { ROOT } from '../lib/root'

/**
 * Installs a version of wx-server-sdk into .cache/sdk/, if it is not there, and bundles the functions beside it, the SDK
 * left outside: they find that version.
 *
 * @returns the folder of the function that serves a kind
 */
export async function prepareSdk(
  version: string,
  say: (progress: string) => void,
): Promise<(kind: FunctionKind) => string> {
  const folder = join(ROOT, '.cache/sdk', version)
  if (!existsSync(join(folder, 'node_modules/wx-server-sdk/package.json'))) {
    say(`${version}: installing …`)
    await install(version, folder)
  }
  await build({
    entryPoints: Object.fromEntries(
      readFunctions(ROOT).map(({ name, kind }) => [`${kind}/index`, join(ROOT, 'functions', name, 'index.ts')]),
    ),
    outdir: join(folder, 'functions'),
    absWorkingDir: ROOT,
    bundle: true,
    external: ['wx-server-sdk'],
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    logLevel: 'silent', // what is wrong is thrown
  })
  return kind => join(folder, 'functions', kind)
}

async function install(version: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const options = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder]
  const [command, ...first] = npmCommand()
  await promisify(execFile)(command, [...first, 'install', ...options, `wx-server-sdk@${version}`], { cwd: folder })
}

/** npm itself, run by Node: `npm` of Windows is a batch file, which Node does not start without a shell. */
function npmCommand(): [string, ...string[]] {
  const cli = process.env['npm_execpath']
  return cli === undefined ? ['npm'] : [process.execPath, cli]
}

/**
 * How a version is led to the emulator. Those before 2.6 know no variable for it, but go through a proxy where one is set;
 * in the runtime of WeChat DevTools (WX_LOCAL_SCF) they do so over plain HTTP.
 */
export function environmentFor(version: string, endpoint: string): Record<string, string> {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const byVariable = major > 2 || (major === 2 && minor >= 6)
  return byVariable ? {} : { http_proxy: endpoint, TENCENTCLOUD_RUNENV: 'WX_LOCAL_SCF' }
}
