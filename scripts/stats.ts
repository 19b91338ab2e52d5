/**
 * Shows the statistics of an SMS activity, straight from WeChat over HTTPS: no function has to be deployed.
 *
 *   npm run -s stats -- <statistics> --activity ID --yesterday [--format csv --out FILE] …
 *
 * Credentials come from the environment or from .env (see --help), never from an option. With --demo an emulator of
 * WeChat answers, and none are needed. Prints a table, JSON or CSV; what is not the result goes to stderr.
 * Exit code: 0 a result ("no data" included), 1 an error, 2 wrong usage.
 */
import { Argument, Command, Option } from 'commander'
import type { ActType, StatisticsRequest, StatisticsTable } from '../shared/api'
import { ACT_TYPES, CMS_CHANNEL_ID, STEP_SIZES, type StepSize } from '../shared/constants'
import { type StepOptions, type StepWindow, stepSizeFor, sumSteps, withBeijingTime } from '../shared/answer/steps'
import { CODES, NO_DATA, toStatisticsError } from '../shared/errors'
import type { FunctionKind } from '../shared/call/event'
import { getStatistics } from '../shared/call/getStatistics'
import { readAllPages } from '../shared/call/pages'
import { CallBudget } from '../shared/call/retry'
import { httpsOpenapi } from '../shared/https/httpsOpenapi'
import type { Credentials } from '../shared/https/wechatClient'
import { WECHAT_API } from '../shared/https/wechatHttps'
import { messageOf } from '../shared/messageOf'
import { environmentId, readVariables, type Variables } from './lib/cloud/settings'
import { DOCUMENTED, LIVELY } from './emulator/builtInCampaigns'
import { DEMO_ACCESS_TOKEN } from './emulator/httpsCall'
import type * as emulating from './emulator/server'
import { FUNCTION_KINDS } from './lib/functionKinds'
import { parseBaseUrl, parseFile, parseId } from './lib/options'
import { ROOT } from './lib/root'
import { refuse, runProgram } from './lib/runProgram'
import { sayAs } from './lib/say'
import { withProgressMessage } from './lib/progressMessage'
import { type ChosenCredentials, chooseCredentials, CREDENTIALS_HELP } from './lib/wechat/credentials'
import { explainError } from './lib/wechat/explainError'
import { proxyFetch } from './lib/wechat/proxyFetch'
import { reportingRetries } from './lib/wechat/retryWithProgress'
import type { Header } from '../shared/figures/csv'
import { type Format, FORMATS, render } from './stats/render'
import { buildRequest } from './stats/request'
import { chooseWindow, type WindowOptions } from './stats/window'
import { writeFileWhole } from './stats/writeFile'

interface StatsOptions extends WindowOptions {
  activity: string
  envId?: string
  channel?: string
  act?: ActType
  all?: true
  step?: StepSize
  format: Format
  header: Header
  out?: string
  demo?: true
  baseUrl: string
}

const program = new Command('stats')
  .description('Show the statistics of an SMS activity, straight from WeChat over HTTPS.')
  .usage('-- <statistics> --activity ID <date range> [options]')
  .addArgument(new Argument('<statistics>', 'what to show').choices(FUNCTION_KINDS))
  .requiredOption('--activity <id>', 'the SMS activity, as the CMS shows it', parseId)
  .option('--env-id <id>', 'the cloud environment that sent the SMS (default: ENV_ID)', parseId)
  .option('--yesterday', 'date range: the whole day before today, in Beijing time')
  .option('--last <n>d', 'date range: the last n whole days up to yesterday, for example 7d')
  .option('--today', 'date range: today from 00:00; only realtime has data for it')
  .option('--begin <date>', 'date range: from this day or moment in Beijing time, or Unix seconds')
  .option('--end <date>', 'date range: until this moment; a day without a time means its 00:00')
  .option('--channel <id>', `conversion and realtime: the channel (default: ${CMS_CHANNEL_ID})`, parseId)
  .addOption(new Option('--act <type>', 'realtime: opens of the H5 page, or jumps').choices(ACT_TYPES))
  .addOption(
    new Option('--step <step>', 'realtime: sums of five minutes, Beijing hours or Beijing days').choices(STEP_SIZES),
  )
  .option('--all', 'read every page, not the first 1000 rows only')
  .addOption(new Option('--format <format>', 'the output format').choices(FORMATS).default('table'))
  .addOption(new Option('--header <header>', 'the columns in CSV').choices(['name', 'id']).default('name'))
  .option('--out <file>', 'write to a file instead of stdout, completely or not at all', parseFile)
  .option('--demo', 'ask an emulator of WeChat: no account, no credentials')
  .addOption(
    new Option('--base-url <url>', "another domain of WeChat's")
      .argParser(parseBaseUrl)
      .default(WECHAT_API)
      .conflicts('demo'),
  )
  .addHelpText(
    'after',
    `
${CREDENTIALS_HELP}

Examples:
  npm run -s stats -- overview --activity ID --yesterday
  npm run -s stats -- overviewByChannel --activity ID --last 7d --format csv --out channels.csv
  npm run -s stats -- realtime --activity ID --today --act h5
  npm run -s stats -- realtime --activity ID --last 7d --act wxapp --step 1h --format csv --out jumps.csv
  npm run -s stats -- conversion --demo --activity ${DOCUMENTED.activityId} --begin 2021-02-25 --end 2021-02-26
  npm run -s stats -- overviewByChannel --demo --activity ${LIVELY.activityId} --last 7d

Exit code: 0 a result ("no data", 10011, included: an empty one), 1 an error, 2 wrong usage.`,
  )
  .action(stats)

const say = sayAs(program.name())

async function stats(name: FunctionKind, options: StatsOptions): Promise<void> {
  const now = Math.floor(Date.now() / 1000)
  const variables = readVariables(ROOT, process.env)
  const request = usable(
    buildRequest(name, {
      ...options,
      ...usable(chooseWindow(options, now)),
      activityId: options.activity,
      envId: options.envId ?? defaultEnvId(options, variables),
    }),
  )
  if (options.step !== undefined) checkStep(request, { now, step: options.step })
  const reading = options.demo
    ? readFromEmulator(name, request, options)
    : read(name, request, options, usable(withDemoHint(chooseCredentials(variables))), options.baseUrl)
  const given = await withProgressMessage('reading', reading)
  const table = request.action === 'smsMarketingRealTimeData' ? withTimes(given, request, now, options.step) : given
  const text = render(table, options.format, options.header)
  if (options.out === undefined) process.stdout.write(text)
  else {
    writeFileWhole(options.out, text)
    const rows = table.dataValue.length
    say(`wrote ${rows} ${rows === 1 ? 'row' : 'rows'} to ${options.out}`)
  }
}

/** Realtime has its times in words beside the Unix seconds, whatever the format. */
function withTimes(table: StatisticsTable, window: StepWindow, now: number, step?: StepSize): StatisticsTable {
  return step === undefined ? withBeijingTime(table) : sumSteps(table, window, { now, step })
}

/** Before WeChat is called for what cannot be shown. */
function checkStep(window: StepWindow, options: StepOptions): void {
  try {
    stepSizeFor(window, options)
  } catch (thrown) {
    refuse(program, `--${messageOf(thrown)}`)
  }
}

/** With --demo the environment is known from the activity; a real one in .env is not the emulator's. */
function defaultEnvId({ demo, activity }: StatsOptions, variables: Variables): string {
  const builtIn = [DOCUMENTED, LIVELY].find(({ activityId }) => activityId === activity)
  const envId = demo ? builtIn?.envId : environmentId(variables)
  if (envId !== undefined && envId !== '') return envId
  return refuse(
    program,
    demo
      ? `the emulator has no activity ${activity}: give --activity ${DOCUMENTED.activityId} or --activity ${LIVELY.activityId}`
      : 'give --env-id, or set ENV_ID in the environment or in .env',
  )
}

async function readFromEmulator(
  name: FunctionKind,
  request: StatisticsRequest,
  options: StatsOptions,
): Promise<StatisticsTable> {
  // Loaded when it is asked for: most runs ask WeChat itself.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import() that is kept as it is does not run in Jest
  const { startEmulator } = require('./emulator/server') as typeof emulating
  const emulator = await startEmulator()
  try {
    return await read(name, request, options, { accessToken: DEMO_ACCESS_TOKEN }, emulator.url)
  } finally {
    await emulator.close()
  }
}

async function read(
  name: FunctionKind,
  request: StatisticsRequest,
  { all }: StatsOptions,
  credentials: Credentials,
  baseUrl: string,
): Promise<StatisticsTable> {
  const { ms, maxCalls } = all ? ALL_PAGES : ONE_PAGE
  const calls = new CallBudget({ deadlineMs: Date.now() + ms, maxCalls })
  const openapi = httpsOpenapi({ credentials, baseUrl, fetch: proxyFetch(process.env), signal: calls.signal })
  const readPage: ReadPage = page => calls.call(reportingRetries(() => getStatistics(openapi, page), say))
  try {
    return await (all ? readAll(readPage, request) : readOnePage(readPage, request))
  } catch (thrown) {
    if (toStatisticsError(thrown).errCode !== NO_DATA) throw new Error(`${name}:fail ${explainError(thrown)}`)
    say(`no data (${NO_DATA}): ${CODES[NO_DATA].advice}`)
    return { dataColumn: [], dataValue: [], totalNum: 0, errMsg: '', errCode: 0 }
  } finally {
    calls.end()
  }
}

/** How long the calls may take, retries included, and how many they may be: --all is enough for a million rows. */
const ONE_PAGE = { ms: 60_000, maxCalls: 5 } as const
const ALL_PAGES = { ms: 10 * 60_000, maxCalls: 1100 } as const

type ReadPage = (request: StatisticsRequest) => Promise<StatisticsTable>

function readAll(readPage: ReadPage, request: StatisticsRequest): Promise<StatisticsTable> {
  if (request.action === 'smsMarketingRealTimeData') return readPage(request)
  const onProgress = (rows: number, total: number): void => {
    if (total > request.pageLimit) say(`read ${rows} of ${total} rows`)
  }
  return readAllPages(readPage, request, { onProgress })
}

async function readOnePage(readPage: ReadPage, request: StatisticsRequest): Promise<StatisticsTable> {
  const table = await readPage(request)
  const shown = table.dataValue.length
  if (table.totalNum > shown && request.action !== 'smsMarketingRealTimeData')
    say(`these are the first ${shown} of ${table.totalNum} rows; --all reads the rest`)
  return table
}

/** Whoever has no credentials may want to look all the same. */
function withDemoHint(chosen: ChosenCredentials): ChosenCredentials {
  return 'problem' in chosen ? { problem: `${chosen.problem}; or look at --demo` } : chosen
}

function usable<T extends object>(value: T | { problem: string }): T {
  return 'problem' in value ? refuse(program, value.problem) : value
}

void runProgram(program)
