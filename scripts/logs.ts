/**
 * Shows the last lines of a deployed function's log, with the login of the tcb CLI.
 *
 *   npm run -s logs -- <function> [-e ENV_ID] [--last 60m] [--lines 20]
 *
 * Prints the lines, oldest first; or says on stderr why there are none. Changes nothing.
 * Exit code: 0 the log was read (an empty one included), 1 it could not be, 2 wrong usage.
 */
import { Command, InvalidArgumentError, Option } from 'commander'
import { DAY_SECONDS } from '../shared/constants'
import { openCloud } from './lib/cloud/openCloud'
import { environmentId, readVariables } from './lib/cloud/settings'
import { interruptible, unlessInterrupted } from './lib/interrupt'
import { parseFunctionName, parseId, parsePositiveNumber } from './lib/options'
import { toPlainText } from './lib/plainText'
import { ROOT } from './lib/root'
import { exitNow, refuse, runProgram } from './lib/runProgram'
import { say } from './lib/say'
import { withProgressMessage } from './lib/progressMessage'
import { MAX_LINES, searchLogs } from './logs/searchLogs'

interface LogsOptions {
  envId?: string
  /** Seconds. */
  last: number
  lines: number
}

const program = new Command('logs')
  .description("Show the last lines of a deployed function's log.")
  .usage('-- <function> [options]')
  .argument('<function>', 'the function, by its name in cloudbaserc.json', parseFunctionName)
  .option('-e, --env-id <id>', 'the cloud environment (default: ENV_ID of the environment or .env)', parseId)
  .addOption(new Option('--last <time>', 'how far back: 30m, 12h, 7d').argParser(parseDuration).default(3600, '60m'))
  .option('--lines <n>', `how many lines, ${MAX_LINES} at most`, parseLines, 20)
  .addHelpText('after', '\nExit code: 0 the log was read, 1 it could not be, 2 wrong usage.')
  .action((name: string, options: LogsOptions) =>
    interruptible(signal => unlessInterrupted(logs(name, options, signal), signal)).finally(exitNow),
  )

async function logs(name: string, { envId, last, lines }: LogsOptions, signal: AbortSignal): Promise<void> {
  const variables = readVariables(ROOT, { ...process.env, ...(envId === undefined ? {} : { ENV_ID: envId }) })
  const environment = environmentId(variables)
  if (environment === '') refuse(program, 'give -e, or put ENV_ID into .env')
  const cloud = await openCloud({ envId: environment, project: ROOT, variables, signal, say })
  const to = Math.floor(Date.now() / 1000)
  const search = searchLogs(cloud, { name, from: to - last, to, lines })
  const found = await withProgressMessage(`reading the log of ${name} in ${environment}`, search)
  for (const line of found) console.log(toPlainText(line))
  if (found.length === 0)
    say(
      `${name} wrote nothing in ${environment} in this time: a line comes about a minute after the call; look further back with --last`,
    )
}

const SECONDS_PER = { m: 60, h: 3600, d: DAY_SECONDS } as const

function parseDuration(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? []
  if (count === undefined || (unit !== 'm' && unit !== 'h' && unit !== 'd'))
    throw new InvalidArgumentError('Expected minutes, hours or days, such as 30m, 12h, 7d.')
  return Number(count) * SECONDS_PER[unit]
}

function parseLines(text: string): number {
  const lines = parsePositiveNumber(text)
  if (lines > MAX_LINES) throw new InvalidArgumentError(`Expected ${MAX_LINES} at most.`)
  return lines
}

void runProgram(program)
