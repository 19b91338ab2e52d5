import { type Command, CommanderError } from 'commander'
import { messageOf } from '../../shared/messageOf'
import { Interrupted } from './interrupt'
import { findSwallowed } from './npmOptions'
import { toPlainText } from './plainText'
import { say } from './say'

/**
 * Runs a command-line program to its end: exit code 2 for wrong usage, 1 with one line on stderr for anything thrown,
 * else what the program set in `process.exitCode`. The process is left to end by itself, so that output is flushed; when
 * nobody reads its output any more (`… | head`), it ends at once and says nothing.
 */
export async function runProgram(program: Command, argv: readonly string[] = process.argv): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', endQuietly)
    // What is piped may be data; what is said on stderr is for people.
    if (stream.isTTY || stream === process.stderr) keepPlain(stream)
  }
  const swallowed = findSwallowed(program.options, process.env)
  if (swallowed !== undefined) {
    const script = process.env['npm_lifecycle_event'] ?? program.name()
    const flags = swallowed.flags.replace(/^-\w, /, '')
    process.stderr.write(
      `${program.name()}: npm took ${flags} for an option of its own; put -- before it: npm run ${script} -- ${flags}\n`,
    )
    process.exitCode = 2
    return
  }
  try {
    await program.exitOverride().parseAsync(argv)
  } catch (error) {
    if (error instanceof CommanderError) {
      // --help and --version come here too, with 0
      process.exitCode = error.exitCode === 0 ? 0 : 2
      return
    }
    say(`${program.name()}: ${messageOf(error)}`)
    process.exitCode = 1
    // What it was doing may not be to be stopped otherwise.
    if (error instanceof Interrupted) exitNow()
  }
}

/** Ends a program for wrong usage that only its action can see. */
export function refuse(program: Command, problem: string): never {
  return program.error(`error: ${problem}`, { exitCode: 2 })
}

/** Ends the process, with the exit code that was set, when what was written is out: for what cannot be told to stop. */
export function exitNow(): void {
  process.stdout.write('', () => process.exit())
}

/** Nothing that a text of WeChat's or the cloud's holds steers the terminal. No command colours or moves anything itself. */
function keepPlain(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (...all: unknown[]) => boolean // all of its overloads
  Reflect.set(stream, 'write', (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? toPlainText(chunk) : chunk, ...rest),
  )
}

function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit()
}
