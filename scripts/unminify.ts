/**
 * Reads a stack out of a function's log, and prints it with the files and lines of the sources.
 *
 *   npm run -s unminify [-- <function>] < stack
 *
 * Takes lines of the log as they are, or the stack alone. The function has to be named only where a position is another
 * place in each of them and the line does not name it itself. The source maps are those of the last build here: build what
 * was deployed. Exit code: 0 printed, 1 there is no build, or it is not clear which function it is, 2 wrong usage.
 */
import { text } from 'node:stream/consumers'
import { Command } from 'commander'
import { outdatedFiles } from './lib/build/buildStamp'
import { parseFunctionName } from './lib/options'
import { ROOT } from './lib/root'
import { runProgram } from './lib/runProgram'
import { readSourceMaps, toOriginalPositions } from './unminify/originalPositions'

async function unminify(name: string | undefined): Promise<void> {
  const maps = readSourceMaps(ROOT)
  if (outdatedFiles(ROOT).length > 0)
    process.stderr.write('unminify: the sources have changed since the build: line numbers are those at build time\n')
  if (process.stdin.isTTY)
    process.stderr.write('unminify: paste the stack, then press Ctrl-D (Windows: Ctrl-Z, Enter)\n')
  const lines = (await text(process.stdin)).trimEnd().split('\n')
  console.log(lines.map(line => toOriginalPositions(line, maps, name)).join('\n'))
}

void runProgram(
  new Command('unminify')
    .description("Print a stack trace from a function's log with the files and lines of the sources.")
    .usage('-- [function] < stack')
    .argument('[function]', 'the function that it is from, by its name in cloudbaserc.json', parseFunctionName)
    .action(unminify),
)
