import type { ConversionRequest, Openapi, OverviewRequest, StatisticsTable } from '../../shared/api'
import { NO_DATA, StatisticsError, SYSTEM_ERROR, toStatisticsError } from '../../shared/errors'
import { getStatistics } from '../../shared/getStatistics'

/** Called after each page but the only one: rows read so far, and rows in all. */
export type OnProgress = (read: number, total: number) => void

/**
 * Every page of a request, in order, as one table.
 *
 * @throws StatisticsError as getStatistics, and -601001 when there are fewer rows than WeChat counts
 */
export async function readAllPages(
  openapi: Openapi,
  request: OverviewRequest | ConversionRequest,
  onProgress: OnProgress,
): Promise<StatisticsTable> {
  const first = await getStatistics(openapi, request)
  const rows = [...first.dataValue]
  let total = first.totalNum
  while (rows.length < total) {
    onProgress(rows.length, total)
    // WeChat may give less than a page holds: what came says where the next one begins.
    const page = await readPage(openapi, { ...request, pageOffset: request.pageOffset + rows.length })
    if (page === undefined || page.dataValue.length === 0)
      throw new StatisticsError(SYSTEM_ERROR, `WeChat counts ${total} rows and gave ${rows.length}`)
    rows.push(...page.dataValue)
    total = page.totalNum
  }
  return { ...first, dataValue: rows, totalNum: total }
}

/** A page; `undefined` where WeChat has none. */
async function readPage(
  openapi: Openapi,
  request: OverviewRequest | ConversionRequest,
): Promise<StatisticsTable | undefined> {
  try {
    return await getStatistics(openapi, request)
  } catch (thrown) {
    if (toStatisticsError(thrown).errCode === NO_DATA) return undefined
    throw thrown
  }
}
