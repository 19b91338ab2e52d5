import type { ConversionRequest, DataRow, OverviewRequest, StatisticsTable } from '../api'
import { NO_DATA, RESULT_TOO_LARGE, StatisticsError, SYSTEM_ERROR, toStatisticsError } from '../errors'

/** The requests that have pages. */
export type PagedRequest = OverviewRequest | ConversionRequest

/** Reads one page; repeating what passes is its own business. */
export type ReadPage = (request: PagedRequest) => Promise<StatisticsTable>

export interface AllPagesOptions {
  /** As many bytes as the rows may have as JSON. @default no limit */
  limitBytes?: number
  /** Called after each page with the rows read so far and the rows in all. */
  onProgress?: (rows: number, totalNum: number) => void
}

/** Enough to hide WeChat's answering time, few enough for its limit of concurrent requests. */
const PAGES_AT_ONCE = 8
/** How often a table is read when WeChat's count of its rows changes meanwhile. */
const MOST_READINGS = 3

/**
 * Every page of a request as one table, in WeChat's order, `pageLimit` rows a page and several pages at a time. A page
 * that is shorter than asked for is read to its end, so WeChat may give less than `pageLimit`. When `totalNum` changes
 * between pages rows may have moved from one to another: the table is then read anew.
 *
 * @throws StatisticsError -604001 as soon as the rows pass `limitBytes`; -601001 when the table cannot be had whole: fewer
 * or more rows than WeChat counts, a row on two pages, or a count that changed in every reading; else as `readPage`
 */
export async function readAllPages(
  readPage: ReadPage,
  request: PagedRequest,
  options: AllPagesOptions = {},
): Promise<StatisticsTable> {
  const counts: number[] = []
  for (let reading = 1; reading <= MOST_READINGS; reading++) {
    const table = await readOnce(readPage, request, options)
    if ('dataValue' in table) return table
    counts.push(table.from, table.to)
  }
  throw inconsistent(`it changes while it is read (totalNum was ${counts.join(', ')})`)
}

/** `totalNum` was one number on the first page and another on a later one. */
interface Changed {
  from: number
  to: number
}

async function readOnce(
  readPage: ReadPage,
  request: PagedRequest,
  { limitBytes = Infinity, onProgress }: AllPagesOptions,
): Promise<StatisticsTable | Changed> {
  const first = await readPage(request)
  const totalNum = totalOf(first)
  const so = { rows: 0, bytes: 0, changes: [] as Changed[] }

  function take(page: StatisticsTable): DataRow[] {
    so.rows += page.dataValue.length
    so.bytes += Buffer.byteLength(JSON.stringify(page.dataValue))
    if (so.bytes > limitBytes)
      throw new StatisticsError(RESULT_TOO_LARGE, `${so.rows} of ${totalNum} rows have ${so.bytes} bytes as JSON`)
    if (totalOf(page) !== totalNum) so.changes.push({ from: totalNum, to: totalOf(page) })
    onProgress?.(so.rows, totalNum)
    return page.dataValue
  }

  async function readRange({ offset, count }: Range): Promise<DataRow[]> {
    const rows: DataRow[] = []
    while (rows.length < count && so.changes.length === 0) {
      const pageOffset = request.pageOffset + offset + rows.length
      const page = await pageOrNothing(readPage, { ...request, pageOffset, pageLimit: count - rows.length })
      if (page === undefined || page.dataValue.length === 0)
        throw inconsistent(`WeChat counts ${totalNum} rows and has none from row ${pageOffset} on`)
      for (const row of take(page)) rows.push(row)
    }
    return rows
  }

  const firstRows = take(first)
  if (firstRows.length === 0 && totalNum > 0) throw inconsistent(`WeChat counts ${totalNum} rows and gave none`)
  const pages = await inOrder(rangesFrom(firstRows.length, totalNum), PAGES_AT_ONCE, readRange)
  const [changed] = so.changes
  if (changed !== undefined) return changed
  checkRows([firstRows, ...pages], totalNum)
  return { ...first, dataValue: [firstRows, ...pages].flat() }
}

function totalOf({ totalNum }: StatisticsTable): number {
  if (Number.isSafeInteger(totalNum) && totalNum >= 0) return totalNum
  throw inconsistent(`totalNum is ${JSON.stringify(totalNum)}, expected a whole number`)
}

interface Range {
  offset: number
  count: number
}

/** What is left after the first page, in pages of its size: made as they are read, for totalNum may be anything. */
function* rangesFrom(pageRows: number, totalNum: number): Generator<Range> {
  for (let offset = pageRows; offset < totalNum; offset += pageRows)
    yield { offset, count: Math.min(pageRows, totalNum - offset) }
}

async function pageOrNothing(readPage: ReadPage, request: PagedRequest): Promise<StatisticsTable | undefined> {
  try {
    return await readPage(request)
  } catch (thrown) {
    if (toStatisticsError(thrown).errCode === NO_DATA) return undefined
    throw thrown
  }
}

/** A row that stands on two pages was moved while they were read, and another one was missed. */
function checkRows(pages: readonly DataRow[][], totalNum: number): void {
  const pageOf = new Map<string, number>()
  pages.forEach((page, index) => {
    for (const row of page.map(each => JSON.stringify(each))) {
      const before = pageOf.get(row) ?? index
      if (before !== index) throw inconsistent(`pages ${before + 1} and ${index + 1} hold the same row ${row}`)
      pageOf.set(row, index)
    }
  })
  const rows = pages.flat().length
  if (rows !== totalNum) throw inconsistent(`WeChat counts ${totalNum} rows and gave ${rows}`)
}

/** The results of `work` in the items' order, `atOnce` of them under way at a time; the first failure starts no more. */
async function inOrder<T, R>(items: Generator<T>, atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let started = 0
  // Workers share the generator: one that throws closes it, and the others find nothing more in it.
  async function worker(): Promise<void> {
    for (const item of items) {
      const at = started++
      results[at] = await work(item)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}

function inconsistent(what: string): StatisticsError {
  return new StatisticsError(SYSTEM_ERROR, `the table is not consistent: ${what}`)
}
