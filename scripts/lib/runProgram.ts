import { type Command, CommanderError } from 'commander'

/**
 * Runs a command-line program to its end: exit code 2 for wrong usage, 1 with one line on stderr for anything thrown,
 * else what the program set in `process.exitCode`. The process is left to end by itself, so that output is flushed.
 */
export async function runProgram(program: Command, argv: readonly string[] = process.argv): Promise<void> {
  try {
    await program.exitOverride().parseAsync(argv)
  } catch (error) {
    if (error instanceof CommanderError) {
      // --help and --version come here too, with 0
      process.exitCode = error.exitCode === 0 ? 0 : 2
      return
    }
    process.stderr.write(`${program.name()}: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
