import type { Failure, Openapi, StatisticsRequest, StatisticsTable } from './api'
import { checkAccess, isOpenToEveryone } from './access'
import { type ChartResult, emptyChart, toChart } from './chart'
import { API_NOT_FOUND, NO_DATA, StatisticsError, toFailure } from './errors'
import { type Format, type FunctionName, parseEvent, type Queries } from './event'
import { getStatistics } from './getStatistics'
import { deadlineOf, repeat } from './retry'
import { type RowsTable, toRows } from './rows'

/** The part of wx-server-sdk that the functions use; handed in, so that this folder runs without the SDK. */
export interface Sdk {
  // wx-server-sdk's declarations give `env` a string and DYNAMIC_CURRENT_ENV a symbol; its own page joins the two.
  init(config: { env?: string }): void
  readonly DYNAMIC_CURRENT_ENV: symbol
  getWXContext(): { ENV?: string | number }
  /** Optional, because the SDK's declarations know no API by name (`Record<string, any>`). */
  readonly openapi: Partial<Openapi>
}

/** What a caller gets: a table, rows, a chart, or a failure; for 10011 a failure and an empty table in one. */
export type Reply = Table | Failure | (Failure & EmptyTable)
type Table = StatisticsTable | RowsTable | ChartResult
type EmptyTable =
  | Pick<StatisticsTable, 'dataColumn' | 'dataValue' | 'totalNum'>
  | Pick<RowsTable, 'columns' | 'rows' | 'totalNum'>
  | Pick<ChartResult, 'option' | 'totalNum'>

/**
 * Makes the `exports.main` of a cloud function: reads the event, calls WeChat with the request that `toRequest` builds
 * from it, and shapes the answer. `main` always resolves: failures come as `{ errCode, errMsg }`.
 *
 * @param cloud wx-server-sdk
 * @param toRequest the documented request, from what the event holds
 */
export function serve<N extends FunctionName>(
  name: N,
  cloud: Sdk,
  toRequest: (query: Queries[N]) => StatisticsRequest,
): (event: unknown, context?: unknown) => Promise<Reply> {
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string })
  if (isOpenToEveryone(process.env)) console.error(`${name}: STATS_ALLOWED_OPENIDS is *: every user may read`)
  return async (event, context) => {
    const deadlineMs = deadlineOf(context, Date.now())
    let asked: { format: Format; request: StatisticsRequest } | undefined
    try {
      checkAccess(wxContextOf(cloud), event, process.env)
      const query = parseEvent(name, event, currentEnvId(cloud))
      asked = { format: query.format, request: toRequest(query) }
      const { format, request } = asked
      const table = await repeat(() => getStatistics(openapiOf(cloud), request), deadlineMs)
      return shape(format, request, table)
    } catch (thrown) {
      const failure = toFailure(name, thrown)
      if (failure.errCode !== NO_DATA || asked === undefined) return failure
      return { ...failure, ...emptyTable(asked.format, asked.request) }
    }
  }
}

/** Who calls. Whatever keeps the SDK from telling it makes it unknown, and nobody unknown is let in. */
function wxContextOf(cloud: Sdk): unknown {
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

/** DYNAMIC_CURRENT_ENV is a symbol, which the SDK would drop from a condition without a word: the id has to be a string. */
function currentEnvId(cloud: Sdk): string | undefined {
  const id = cloud.getWXContext().ENV ?? process.env['TCB_ENV'] ?? process.env['SCF_NAMESPACE']
  return id === undefined || id === '' ? undefined : String(id)
}

function shape(format: Format, request: StatisticsRequest, table: StatisticsTable): Table {
  switch (format) {
    case 'table':
      return table
    case 'rows':
      return toRows(table)
    case 'chart':
      return toChart(request, table)
  }
}

function emptyTable(format: Format, request: StatisticsRequest): EmptyTable {
  switch (format) {
    case 'table':
      return { dataColumn: [], dataValue: [], totalNum: 0 }
    case 'rows':
      return { columns: [], rows: [], totalNum: 0 }
    case 'chart':
      return { option: emptyChart(request.action), totalNum: 0 }
  }
}
