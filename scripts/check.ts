/**
 * Everything that `npm test` makes sure of before it runs tests: types, lint, format, no circles of imports, and a build.
 *
 *   npm run check
 *
 * They run side by side, as many as the machine has cores. Prints what each had to say, and how long it took.
 * Exit code: 0 all is well, 1 something is not.
 */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { text } from 'node:stream/consumers'
import { Command } from 'commander'
import { ROOT } from './lib/root'
import { runProgram } from './lib/runProgram'

/** Scripts of package.json, the longest first: side by side they take as long as half of them. */
const SCRIPTS = ['lint:code', 'typecheck', 'lint:format', 'build', 'lint:circles']

async function check(): Promise<void> {
  const waiting = [...SCRIPTS]
  const runNext = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await run(name)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, runNext))
}

/** What it wrote comes out when it has ended: two at once would be mixed. */
async function run(name: string): Promise<void> {
  const begin = performance.now()
  const child = spawn(`npm run -s ${name}`, { cwd: ROOT, shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('exit', resolve))
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited])
  const seconds = ((performance.now() - begin) / 1000).toFixed(1)
  process.stdout.write(`${exitCode === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n${stdout}${stderr}`)
  if (exitCode !== 0) process.exitCode = 1
}

void runProgram(
  new Command('check').description('Check types, lint, format and import cycles, then build.').action(check),
)
