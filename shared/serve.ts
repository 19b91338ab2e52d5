import type { Openapi, Requests, StatisticsRequest, StatisticsTable } from './api'
import { checkAccess, isOpenToEveryone, withTokenAdvice } from './call/access'
import { type Call, environmentIdOf } from './call/caller'
import { emptyChart, toChart } from './answer/chart'
import type { Answers, EmptyAnswers, Format, Reply } from './events'
import { RESULT_LIMIT_BYTES } from './constants'
import { API_NOT_FOUND, NO_DATA, RESULT_TOO_LARGE, StatisticsError, toFailure } from './errors'
import { isRecord } from './isRecord'
import { type FunctionKind, parseEvent, type Queries } from './call/event'
import { getStatistics } from './call/getStatistics'
import { describeUnexpected, logInvocation } from './call/log'
import { readAllPages } from './call/pages'
import { deadlineOf, repeat } from './call/retry'
import { toRows } from './answer/rows'

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

  async function answer(name: string, call: Call, deadlineMs: number, course: Course): Promise<Reply> {
    try {
      checkAccess(call)
      const query = parseEvent(kind, call.event, environmentIdOf(call))
      const asked = { format: query.format, request: toRequest(query), all: wantsAll(query) }
      course.asked = asked
      const table = await read(cloud, asked, deadlineMs, course)
      const reply = withinLimit(shape(asked, table))
      course.rows = table.dataValue.length
      return reply
    } catch (thrown) {
      course.unexpected = describeUnexpected(thrown)
      const failure = toFailure(name, withTokenAdvice(thrown, call))
      if (failure.errCode !== NO_DATA || course.asked === undefined) return failure
      return { ...failure, ...emptyTable(course.asked) }
    }
  }

  return async (event, context) => {
    const startedMs = Date.now()
    const course: Course = { tries: 0, rows: 0 }
    const name = deployedName(context) ?? kind
    const call = { wxContext: wxContextOf(cloud), event, context, environment: process.env }
    const reply = await answer(name, call, deadlineOf(context, startedMs), course)
    logInvocation({
      function: name,
      action: course.asked?.request.action,
      activity: course.asked?.request.condition.activityId,
      rows: course.rows,
      tries: course.tries,
      ms: Date.now() - startedMs,
      errCode: reply.errCode,
      error: course.unexpected,
    })
    return reply
  }
}

/** What an event asked for, once it was read. */
interface Asked {
  format: Format
  request: StatisticsRequest
  all: boolean
}

/** What is known of an invocation while it runs, for its log line. */
interface Course {
  asked?: Asked
  tries: number
  rows: number
  unexpected?: string | undefined
}

function wantsAll(query: Queries[FunctionKind]): boolean {
  return 'all' in query && query.all
}

function read(cloud: Sdk, { request, all }: Asked, deadlineMs: number, course: Course): Promise<StatisticsTable> {
  const readPage = (page: StatisticsRequest): Promise<StatisticsTable> =>
    repeat(() => {
      course.tries += 1
      return getStatistics(openapiOf(cloud), page)
    }, deadlineMs)
  // Realtime has no pages, and its events know no `all`.
  if (!all || request.action === 'smsMarketingRealTimeData') return readPage(request)
  return readAllPages(readPage, request, { limitBytes: RESULT_LIMIT_BYTES })
}

/** What is larger the platform would refuse, without a word on what to do. */
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

function openapiOf(cloud: Sdk): Openapi {
  const { cloudbase } = cloud.openapi
  if (cloudbase === undefined) throw new StatisticsError(API_NOT_FOUND, 'wx-server-sdk has no cloudbase.getStatistics')
  return { cloudbase }
}

function shape({ format, request }: Asked, table: StatisticsTable): Table {
  switch (format) {
    case 'table':
      return table
    case 'rows':
      return toRows(table)
    case 'chart':
      return toChart(request, table)
  }
}

function emptyTable({ format, request }: Asked): EmptyTable {
  switch (format) {
    case 'table':
      return { dataColumn: [], dataValue: [], totalNum: 0 }
    case 'rows':
      return { columns: [], rows: [], totalNum: 0 }
    case 'chart':
      return { option: emptyChart(request.action), totalNum: 0 }
  }
}
