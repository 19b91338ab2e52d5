import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../../scripts/lib/root'

/** How a script ended and what it printed. */
export interface ScriptRun {
  exitCode: number
  stdout: string
  stderr: string
}

/** Runs `scripts/<name>.ts` in a process of its own, as npm does but for the process that tsx puts between. */
export function runScript(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ScriptRun> {
  const command = ['--require', require.resolve('tsx/cjs'), join(ROOT, 'scripts', `${name}.ts`), ...args]
  return new Promise(resolve => {
    const child = execFile(
      process.execPath,
      command,
      { cwd: ROOT, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout, stderr) => resolve({ exitCode: child.exitCode ?? -1, stdout, stderr }),
    )
    child.stdin?.end()
  })
}
