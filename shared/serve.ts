import type { Failure, Openapi, StatisticsRequest, StatisticsTable } from './api'
import { API_NOT_FOUND, NO_DATA, StatisticsError, toFailure } from './errors'
import { type Format, type FunctionName, parseEvent, type Queries } from './event'
import { getStatistics } from './getStatistics'
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

/** What a caller gets: a table, rows, or a failure; for 10011 a failure and an empty table in one. */
export type Reply = StatisticsTable | RowsTable | Failure | (Failure & EmptyTable)
type EmptyTable =
  Pick<StatisticsTable, 'dataColumn' | 'dataValue' | 'totalNum'> | Pick<RowsTable, 'columns' | 'rows' | 'totalNum'>

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
  return async event => {
    let format: Format = 'table'
    try {
      const query = parseEvent(name, event, currentEnvId(cloud))
      format = query.format
      const table = await getStatistics(openapiOf(cloud), toRequest(query))
      return format === 'rows' ? toRows(table) : table
    } catch (thrown) {
      const failure = toFailure(name, thrown)
      return failure.errCode === NO_DATA ? { ...failure, ...emptyTable(format) } : failure
    }
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

function emptyTable(format: Format): EmptyTable {
  return format === 'rows' ? { columns: [], rows: [], totalNum: 0 } : { dataColumn: [], dataValue: [], totalNum: 0 }
}
