/**
 * Runs one built function on this machine, as the cloud does, against an emulator of WeChat.
 *
 *   npm run -s invoke -- <function> [--event JSON | --event-file FILE] [--json] [--caller NAME] [--openid ID] …
 *
 * Prints the request that WeChat received, the result as a table and the time taken; with --json the function's result
 * and nothing else on stdout. The function is built first when its sources are newer.
 * Exit code: 0 a result (10011, "no data", included), 1 an error, 2 wrong usage.
 */
import { Command, InvalidArgumentError, Option } from 'commander'
import { NO_DATA } from '../shared/errors'
import { type Emulator, startEmulator } from './emulator/server'
import { ensureBuilt } from './lib/build/build'
import type { CloudFunction } from './lib/functions'
import { EXAMPLE_EVENTS } from './lib/exampleEvents'
import { parseFunctionName } from './lib/options'
import { CALLER_NAMES, type CallerName, CALLERS } from './lib/run/callers'
import { configuredFunction } from './lib/run/configuredFunction'
import type { Caller } from './lib/run/platform'
import { formatTable, toPrintable } from './lib/printTable'
import { explainInvocation, type FunctionRun, runFunction } from './lib/run/runFunction'
import { runProgram } from './lib/runProgram'
import { parseJson, readTextFile } from './lib/textFile'

interface InvokeOptions {
  event?: unknown
  eventFile?: unknown
  json: boolean
  caller: CallerName
  openid?: string
  source?: string
  env: Record<string, string>
  endpoint?: string
}

const program = new Command('invoke')
  .description('Run one built function on this machine, as the cloud does, against an emulator of WeChat.')
  .usage('-- <function> [options]')
  .argument('<function>', 'the function to run, by its name in cloudbaserc.json', parseFunctionName)
  .option('--event <json>', "the event, as the data of wx.cloud.callFunction (default: WeChat's own example)", text =>
    asOption(() => parseEvent(text, 'the event')),
  )
  .option('--event-file <file>', 'a file that holds the event', file =>
    asOption(() => parseEvent(readTextFile(file), file)),
  )
  .option('--json', "print the function's result as JSON and nothing else", false)
  .addOption(new Option('--caller <name>', 'call as this caller, see below').choices(CALLER_NAMES).default('console'))
  .option('--openid <id>', 'the OPENID of the caller; alone it means a user of the mini program')
  .option('--source <source>', 'the SOURCE that the platform reports, for example wx_client or wx_trigger')
  .option('--env <KEY=VALUE>', "set one of the function's environment variables (repeatable)", collectVariable, {})
  .option('--endpoint <url>', 'use this running emulator (default: one of its own)')
  .addHelpText(
    'after',
    `
Examples:
  npm run -s invoke -- conversion
  npm run -s invoke -- overview --openid oNOBODY --source wx_client --env STATS_ALLOWED_OPENIDS=oSOMEBODY
  npm run -s invoke -- conversion --event '{"beginDate":"2021-02-25","endDate":"2021-02-26","condition":{"envId":"wedcvfr","activityId":"21ded5cb6001691405171ba161c603d1"}}'
  npm run -s invoke -- overview --caller web_anonymous

Callers:
${CALLER_NAMES.map(name => `  ${name.padEnd(23)}${CALLERS[name].about}`).join('\n')}

Exit code: 0 a result (10011, "no data", included), 1 an error, 2 wrong usage.`,
  )
  .action(invoke)

async function invoke(name: string, options: InvokeOptions): Promise<void> {
  refuseTwoEvents(options)
  const event = chooseEvent(name, await ensureBuilt(), options)
  const emulator = options.endpoint === undefined ? await startEmulator() : undefined
  try {
    const endpoint = options.endpoint ?? emulator?.url ?? ''
    const settings = { ...configuredFunction(name), endpoint, environment: options.env }
    const run = await runFunction(settings, event, toCaller(options))
    process.stderr.write(run.stdout + run.stderr)
    process.exitCode = options.json ? printJson(run) : printForPeople(run, emulator)
  } finally {
    await emulator?.close()
  }
}

function refuseTwoEvents({ event, eventFile }: InvokeOptions): void {
  if (event !== undefined && eventFile !== undefined)
    program.error('give --event or --event-file, not both', { exitCode: 2 })
}

function chooseEvent(name: string, functions: readonly CloudFunction[], { event, eventFile }: InvokeOptions): unknown {
  if (event !== undefined) return event
  if (eventFile !== undefined) return eventFile
  const built = functions.find(each => each.name === name)
  return built === undefined ? {} : EXAMPLE_EVENTS[built.kind]
}

function toCaller({ caller, openid, source }: InvokeOptions): Caller {
  return {
    ...CALLERS[caller].caller,
    ...(openid === undefined ? {} : { openid }),
    ...(source === undefined ? {} : { source }),
  }
}

function printJson(run: FunctionRun): number {
  if (run.outcome !== 'returned') {
    process.stderr.write(`${explainInvocation(run)}\n`)
    return 1
  }
  process.stdout.write(`${run.json}\n`)
  return exitCodeOf(run.result)
}

function printForPeople(run: FunctionRun, emulator: Emulator | undefined): number {
  for (const { body } of emulator?.requests ?? [])
    console.log(`WeChat received\n${JSON.stringify(body, undefined, 2)}\n`)
  if (run.outcome !== 'returned') {
    console.log(explainInvocation(run))
    return 1
  }
  const table = toPrintable(run.result)
  if (table !== undefined) console.log(formatTable(table))
  console.log(JSON.stringify(summary(run.result), undefined, 2))
  console.log(`${Math.round(run.ms)} ms`)
  return exitCodeOf(run.result)
}

/** What is left of a result beside its table. */
function summary(result: unknown): unknown {
  if (typeof result !== 'object' || result === null) return result
  const inTable = ['dataColumn', 'dataValue', 'columns', 'rows']
  return Object.fromEntries(Object.entries(result).filter(([key]) => !inTable.includes(key)))
}

function exitCodeOf(result: unknown): number {
  const errCode = typeof result === 'object' && result !== null && 'errCode' in result ? result.errCode : undefined
  return errCode === 0 || errCode === NO_DATA ? 0 : 1
}

function parseEvent(text: string, name: string): unknown {
  try {
    return parseJson(text, name)
  } catch (error) {
    // PowerShell and cmd take the double quotes out of an argument.
    const hint = text.includes('"')
      ? ''
      : '; it has no double quotes: a shell may have taken them out (--event-file takes a file)'
    throw new Error(`${messageOf(error)}${hint}`, { cause: error })
  }
}

/** What is wrong with the value of an option is wrong usage. */
function asOption<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error))
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function collectVariable(text: string, variables: Record<string, string>): Record<string, string> {
  const [, key, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? []
  if (key === undefined || value === undefined) throw new InvalidArgumentError('Expected KEY=VALUE.')
  return { ...variables, [key]: value }
}

void runProgram(program)
