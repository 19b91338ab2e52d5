/**
 * Runs one built function on this machine, as the cloud does, against an emulator of WeChat; with --remote it calls the
 * deployed one, over WeChat's HTTP API.
 *
 *   npm run -s invoke -- <function> [--event JSON | --event-file FILE] [--json] [--caller NAME] [--openid ID] …
 *   npm run -s invoke -- <function> --remote [-e ENV_ID] [--event JSON | --event-file FILE] [--json]
 *
 * Prints the request that WeChat received (on this machine), the result as a table and the time taken; with --json the
 * function's result and nothing else on stdout. The function is built first when its sources are newer.
 * Exit code: 0 a result (10011, "no data", included), 1 an error, 2 wrong usage.
 */
import { Command, InvalidArgumentError, Option } from 'commander'
import { checkBaseUrl } from '../shared/https/wechatClient'
import { WECHAT_API } from '../shared/https/wechatHttps'
import { messageOf } from '../shared/messageOf'
import { startEmulator } from './emulator/server'
import { printResult } from './invoke/printResult'
import { ensureBuilt } from './lib/build/build'
import { readFunctions } from './lib/build/readFunctions'
import { environmentId, readVariables } from './lib/cloud/settings'
import { EXAMPLE_EVENTS } from './lib/exampleEvents'
import type { CloudFunction } from './lib/functions'
import { parseBaseUrl, parseFile, parseFunctionName, parseId } from './lib/options'
import { ROOT } from './lib/root'
import { CALLER_NAMES, type CallerName, CALLERS } from './lib/run/callers'
import { configuredFunction } from './lib/run/configuredFunction'
import type { Caller } from './lib/run/platform'
import { explainInvocation, runFunction } from './lib/run/runFunction'
import { refuse, runProgram } from './lib/runProgram'
import { sayAs } from './lib/say'
import { withProgressMessage } from './lib/progressMessage'
import { parseJson, readTextFile } from './lib/textFile'
import { CREDENTIALS_HELP } from './lib/wechat/credentials'
import { explainRemote, invokeRemote } from './lib/wechat/invokeRemote'
import { openWechat } from './lib/wechat/openWechat'

interface InvokeOptions {
  event?: unknown
  eventFile?: unknown
  json: boolean
  caller: CallerName
  openid?: string
  source?: string
  env: Record<string, string>
  endpoint?: string
  remote?: true
  envId?: string
  baseUrl: string
}

const program = new Command('invoke')
  .description(
    "Run one built function on this machine, as the cloud does, against an emulator of WeChat; or call the deployed one, over WeChat's HTTP API.",
  )
  .usage('-- <function> [options]')
  .argument('<function>', 'the function to run, by its name in cloudbaserc.json', parseFunctionName)
  .option('--event <json>', "the event, as the data of wx.cloud.callFunction (default: WeChat's own example)", text =>
    asOption(() => parseEvent(text, 'the event')),
  )
  .option('--event-file <file>', 'a file that holds the event', file =>
    asOption(() => parseEvent(readTextFile(parseFile(file)), file)),
  )
  .option('--json', "print the function's result as JSON and nothing else", false)
  .addOption(new Option('--caller <name>', 'call as this caller, see below').choices(CALLER_NAMES).default('console'))
  .option('--openid <id>', 'the OPENID of the caller; alone it means a user of the mini program', parseId)
  .option('--source <source>', 'the SOURCE that the platform reports, for example wx_client or wx_trigger')
  .addOption(
    new Option('--env <KEY=VALUE>', "set one of the function's environment variables (repeatable)")
      .argParser(collectVariable)
      .default({}, 'none'),
  )
  .option('--endpoint <url>', 'use this running emulator (default: one of its own)')
  .addOption(
    new Option('--remote', 'call the deployed function: WeChat waits 5 s for it').conflicts([
      'caller',
      'openid',
      'source',
      'env',
    ]),
  )
  .option(
    '-e, --env-id <id>',
    'the cloud environment (default with --remote: ENV_ID of the environment or .env)',
    parseId,
  )
  .option('--base-url <url>', "with --remote: another domain of WeChat's, or an emulator", parseBaseUrl, WECHAT_API)
  .addHelpText(
    'after',
    `
Examples:
  npm run -s invoke -- conversion
  npm run -s invoke -- overview --openid oNOBODY --source wx_client --env STATS_ALLOWED_OPENIDS=oSOMEBODY
  npm run -s invoke -- conversion --event '${JSON.stringify(EXAMPLE_EVENTS.overview)}'
  npm run -s invoke -- overview --caller web_anonymous
  npm run -s invoke -- conversion --remote -e my-env-1a2b3c --event-file event.json

Callers:
${CALLER_NAMES.map(name => `  ${name.padEnd(23)}${CALLERS[name].about}`).join('\n')}

${CREDENTIALS_HELP}

Exit code: 0 a result (10011, "no data", included), 1 an error, 2 wrong usage.`,
  )
  .action(invoke)

const say = sayAs(program.name())

async function invoke(name: string, options: InvokeOptions): Promise<void> {
  if (options.event !== undefined && options.eventFile !== undefined)
    refuse(program, 'give --event or --event-file, not both')
  process.exitCode = options.remote ? await invokeDeployed(name, options) : await invokeBuilt(name, options)
}

async function invokeDeployed(name: string, options: InvokeOptions): Promise<number> {
  const variables = readVariables(ROOT, process.env)
  const envId = environmentId(variables, options.envId)
  if (envId === '') refuse(program, '--remote needs -e, or ENV_ID in the environment or in .env')
  const { endpoint: baseUrl = options.baseUrl } = options
  const unsafe = whyUnsafe(baseUrl)
  if (unsafe !== undefined) refuse(program, `--endpoint: ${unsafe}`)
  const wechat = openWechat(variables, baseUrl)
  if ('problem' in wechat) return refuse(program, wechat.problem)
  const event = chooseEvent(name, readFunctions(ROOT), options)
  const invocation = await invokeRemote(wechat, { envId, name, event }, { say })
  const explanation = explainRemote(invocation, { envId, name })
  return printResult(invocation.outcome === 'returned' ? invocation : { explanation: explanation ?? '' }, options.json)
}

async function invokeBuilt(name: string, options: InvokeOptions): Promise<number> {
  const event = chooseEvent(name, await ensureBuilt(), options)
  const emulator = options.endpoint === undefined ? await startEmulator() : undefined
  try {
    const endpoint = options.endpoint ?? emulator?.url ?? ''
    const { envId, env: environment } = options
    const settings = { ...configuredFunction(name), endpoint, environment, ...(envId !== undefined && { envId }) }
    const run = await withProgressMessage(`running ${name}`, runFunction(settings, event, toCaller(options)))
    process.stderr.write(run.stdout + run.stderr)
    if (!options.json)
      for (const { body } of emulator?.requests ?? [])
        console.log(`WeChat received\n${JSON.stringify(body, undefined, 2)}\n`)
    return printResult(run.outcome === 'returned' ? run : { explanation: explainInvocation(run) ?? '' }, options.json)
  } finally {
    await emulator?.close()
  }
}

/** With --remote a token goes there. */
function whyUnsafe(baseUrl: string): string | undefined {
  try {
    checkBaseUrl(baseUrl)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
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

function collectVariable(text: string, variables: Record<string, string>): Record<string, string> {
  const [, key, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? []
  if (key === undefined || value === undefined) throw new InvalidArgumentError('Expected KEY=VALUE.')
  return { ...variables, [key]: value }
}

void runProgram(program)
