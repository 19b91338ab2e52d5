import type { Openapi, Requests, StatisticsRequest, StatisticsTable } from './api'
import { checkAccess, isOpenToEveryone, withTokenAdvice } from './call/access'
import { type Call, environmentIdOf } from './call/caller'
import { checkCredentials } from './call/credentials'
import { emptyChart, failureChart, toChart } from './answer/chart'
import type { Answers, Format } from './events'
import type { EmptyAnswers, Reply } from './replies'
import { MAX_PAGES, RESULT_LIMIT_BYTES, type StepSize } from './constants'
import { API_NOT_FOUND, NO_DATA, RESULT_TOO_LARGE, StatisticsError, toFailure } from './errors'
import { isRecord } from './isRecord'
import { type FunctionKind, parseEvent, type Queries } from './call/event'
import { getStatistics } from './call/getStatistics'
import { describeFailure, logInvocation } from './call/log'
import { readAllPages } from './call/pages'
import { CallBudget, deadlineOf } from './call/retry'
import { toRows } from './answer/rows'
import { stepSizeFor, sumSteps } from './answer/steps'

/** The part of wx-server-sdk that the functions use; handed in, so that this folder runs without the SDK. */
export interface Sdk {
  // wx-server-sdk's declarations give `env` a string and DYNAMIC_CURRENT_ENV a symbol; its own page joins the two.
  init(config: { env?: string }): void
  readonly DYNAMIC_CURRENT_ENV: symbol
  /** Who calls, and where; what of it is there depends on the caller. */
  getWXContext(): object
  /** Optional, because the SDK's declarations know no API by name (`Record<string, any>`). */
  readonly openapi: Partial<Openapi>
}

type Table = Answers[Format]
type EmptyTable = EmptyAnswers[Format]

/** A type with the keys that are expected and no others, at any depth: a key too much does not compile. */
type Exact<Expected, Given> = Given extends object
  ? { [K in keyof Given]: K extends keyof Expected ? Exact<Expected[K], Given[K]> : never }
  : Given

/**
 * Makes the `exports.main` of a cloud function: reads the event, calls WeChat with the request that `toRequest` builds
 * from it, shapes the answer, and logs one line. `main` always resolves: failures come as `{ errCode, errMsg }`.
 *
 * @param kind what is served; the build reads it here, so that a function may be deployed under any name
 * @param cloud wx-server-sdk
 * @param toRequest the documented request, from what the event holds
 */
export function serve<K extends FunctionKind, R extends Requests[K]>(
  kind: K,
  cloud: Sdk,
  toRequest: (query: Queries[K]) => R & Exact<Requests[K], R>,
): (event: unknown, context?: unknown) => Promise<Reply> {
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string })
  if (isOpenToEveryone(process.env)) console.error(`${kind}: STATS_ALLOWED_OPENIDS is *: every user may read`)

  async function answer(call: Call, startedMs: number, progress: Progress): Promise<Table> {
    const { source } = checkAccess(call)
    const { query: parsed, ignored } = parseEvent(kind, call.event, environmentIdOf(call))
    progress.ignored = ignored
    const query = { format: parsed.format, request: toRequest(parsed), all: wantsAll(parsed), step: stepOf(parsed) }
    progress.query = query
    checkStep(query, nowSeconds())
    const calls = new CallBudget({ deadlineMs: deadlineOf(call.context, startedMs, source) })
    progress.calls = calls
    try {
      const table = await readTable(openapiOf(cloud), query, calls)
      const shaped = withinLimit(shape(query, table, nowSeconds()))
      progress.rows = table.dataValue.length
      return shaped
    } finally {
      calls.end()
    }
  }

  return async (event, context) => {
    const startedMs = Date.now()
    const name = deployedName(context) ?? kind
    const call = { wxContext: wxContextOf(cloud), event, context, environment: process.env }
    const progress: Progress = { rows: 0, ignored: [] }
    let reply: Reply
    let failure: ReturnType<typeof describeFailure> = {}
    try {
      reply = await answer(call, startedMs, progress)
    } catch (thrown) {
      const told = withTokenAdvice(thrown, call)
      reply = toReply(name, told, progress.query, event)
      failure = describeFailure(told, reply, progress.query !== undefined)
    }
    logInvocation({
      function: name,
      action: progress.query?.request.action,
      activity: progress.query?.request.condition.activityId,
      rows: progress.rows,
      tries: progress.calls?.calls ?? 0,
      ms: Date.now() - startedMs,
      errCode: reply.errCode,
      ignored: progress.ignored,
      ...failure,
    })
    return reply
  }
}

/** What is known of an invocation while it runs, for its log line. */
interface Progress {
  /** Absent until the caller is let in and the event is read. */
  query?: TableQuery
  calls?: CallBudget
  rows: number
  /** Keys of the event that mean nothing here. */
  ignored: string[]
}

/** What an event asks for, once it is read. */
interface TableQuery {
  format: Format
  request: StatisticsRequest
  all: boolean
  step: StepSize | undefined
}

function wantsAll(query: Queries[FunctionKind]): boolean {
  return 'all' in query && query.all
}

function stepOf(query: Queries[FunctionKind]): StepSize | undefined {
  return 'step' in query ? query.step : undefined
}

function readTable(openapi: Openapi, { request, all }: TableQuery, calls: CallBudget): Promise<StatisticsTable> {
  const readPage = (page: StatisticsRequest): Promise<StatisticsTable> => calls.call(() => getStatistics(openapi, page))
  // Realtime has no pages, and its events know no `all`.
  if (!all || request.action === 'smsMarketingRealTimeData') return readPage(request)
  return readAllPages(readPage, request, { limitBytes: RESULT_LIMIT_BYTES, maxPages: MAX_PAGES })
}

/** A failure; where a chart was asked for, with its words in Chinese to be drawn. */
function toReply(name: string, thrown: unknown, query: TableQuery | undefined, event: unknown): Reply {
  const failure = toFailure(name, thrown)
  if (failure.errCode === NO_DATA && query !== undefined) return { ...failure, ...emptyTable(query) }
  const isChart = isRecord(event) && event['format'] === 'chart'
  return isChart ? { ...failure, option: failureChart(failure) } : failure
}

/** The platform would refuse a larger result without saying what to do. */
function withinLimit(table: Table): Table {
  const bytes = Buffer.byteLength(JSON.stringify(table))
  if (bytes <= RESULT_LIMIT_BYTES) return table
  throw new StatisticsError(RESULT_TOO_LARGE, `the result has ${bytes} bytes as JSON, ${RESULT_LIMIT_BYTES} at most`)
}

/** What the function is called where it runs, as the platform's context says. */
function deployedName(context: unknown): string | undefined {
  const name = isRecord(context) ? context['function_name'] : undefined
  return typeof name === 'string' && name !== '' ? name : undefined
}

/** Who calls. Whatever keeps the SDK from telling it makes it unknown, and nobody unknown is let in. */
function wxContextOf(cloud: Sdk): object | undefined {
  try {
    return cloud.getWXContext()
  } catch {
    return undefined
  }
}

function openapiOf({ openapi }: Sdk): Openapi {
  const { cloudbase } = openapi
  if (cloudbase === undefined) throw new StatisticsError(API_NOT_FOUND, 'wx-server-sdk has no cloudbase.getStatistics')
  // The SDK's own is a function whose every property is callable; what stands in for it needs no credentials.
  if (typeof openapi === 'function') checkCredentials(process.env)
  return { cloudbase }
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** Before WeChat is called for what cannot be shown. */
function checkStep({ request, step }: TableQuery, now: number): void {
  if (step !== undefined) stepSizeFor(request, { now, step })
}

/** @param now Unix seconds */
function shape({ format, request, step }: TableQuery, table: StatisticsTable, now: number): Table {
  switch (format) {
    case 'table':
      return table
    case 'rows':
      return toRows(step === undefined ? table : sumSteps(table, request, { now, step }))
    case 'chart':
      return toChart(request, table, { now, step })
  }
}

function emptyTable({ format, request }: TableQuery): EmptyTable {
  switch (format) {
    case 'table':
      return { dataColumn: [], dataValue: [], totalNum: 0 }
    case 'rows':
      return { columns: [], rows: [], totalNum: 0 }
    case 'chart':
      return { option: emptyChart(request.action), totalNum: 0 }
  }
}
