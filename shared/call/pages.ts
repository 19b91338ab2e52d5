import type { ConversionRequest, DataRow, OverviewRequest, StatisticsTable } from '../api'
import { INVALID_PARAM, NO_DATA, RESULT_TOO_LARGE, StatisticsError, SYSTEM_ERROR, toStatisticsError } from '../errors'
import { isRecord } from '../isRecord'

/** The requests that have pages. */
export type PagedRequest = OverviewRequest | ConversionRequest

/** Reads one page; retries are its own business. */
export type ReadPage = (request: PagedRequest) => Promise<StatisticsTable>

export interface AllPagesOptions {
  /** As many bytes as the rows may have as JSON. @default no limit */
  limitBytes?: number
  /** As many pages as may be read. @default no limit */
  maxPages?: number
  /** Called after each page with the rows read so far and the rows in all. */
  onProgress?: (rows: number, totalNum: number) => void
}

/** Enough to hide WeChat's answering time, few enough for its limit of concurrent requests. */
const PAGES_AT_ONCE = 8
/** How often a table is read when WeChat's count of its rows changes meanwhile. */
const MAX_READINGS = 3

/**
 * Every page of a request as one table, in WeChat's order, `pageLimit` rows a page and several pages at a time. A page
 * that is shorter than asked for is read to its end, so WeChat may give less than `pageLimit`; after a last page that is
 * full the next one is asked for, so `totalNum` may count the rows of its page only. When `totalNum` changes between pages
 * rows may have moved from one to another: the table is then read anew.
 *
 * @throws StatisticsError -604001 as soon as the rows pass `limitBytes`; -501007 after the first page when there are more than
 * `maxPages`, or -604001 when a larger `pageLimit` would not help; -601001 when the table cannot be read completely: fewer or more
 * rows than WeChat counts, other columns on a later page, a row on two pages, or a count that changed in every reading; else
 * as `readPage`, with how many rows were read
 */
export async function readAllPages(
  readPage: ReadPage,
  request: PagedRequest,
  options: AllPagesOptions = {},
): Promise<StatisticsTable> {
  const counts: number[] = []
  for (let reading = 1; reading <= MAX_READINGS; reading++) {
    const first = await readPage(request)
    const table = await new TableReading(readPage, request, options, first).readRest()
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

/** Rows of a table, counted from its first page. */
interface Range {
  offset: number
  count: number
}

/** A table that is read once, from its first page on. */
class TableReading {
  private readonly totalNum: number
  private readonly header: string
  private rows = 0
  private bytes = 0
  private changed: Changed | undefined

  constructor(
    private readonly readPage: ReadPage,
    private readonly request: PagedRequest,
    private readonly options: AllPagesOptions,
    private readonly first: StatisticsTable,
  ) {
    this.totalNum = totalOf(first)
    this.header = JSON.stringify(first.dataColumn)
  }

  async readRest(): Promise<StatisticsTable | Changed> {
    const firstRows = this.take(this.first)
    if (firstRows.length === 0 && this.totalNum > 0)
      throw inconsistent(`WeChat counts ${this.totalNum} rows and gave none`)
    this.checkPageCount(this.totalNum)
    const ranges = rangesFrom(firstRows.length, this.totalNum)
    const pages = [firstRows, ...(await inOrder(ranges, PAGES_AT_ONCE, range => this.readRange(range)))]
    if (this.changed !== undefined) return this.changed
    if (this.rows !== this.totalNum) throw inconsistent(`WeChat counts ${this.totalNum} rows and gave ${this.rows}`)
    checkRowsDiffer(pages, this.first.dataColumn)
    if (this.isLastPageFull()) pages.push(...(await this.readBeyond()))
    if (this.changed !== undefined) return this.changed
    checkRowsDiffer(pages, this.first.dataColumn)
    return { ...this.first, dataValue: pages.flat(), totalNum: this.rows }
  }

  private async readRange({ offset, count }: Range): Promise<DataRow[]> {
    const rows: DataRow[] = []
    while (rows.length < count && this.changed === undefined) {
      const from = offset + rows.length
      const page = await this.readFrom(from, count - rows.length)
      if (page === undefined) throw inconsistent(`WeChat counts ${this.totalNum} rows and has none from row ${from} on`)
      if (totalOf(page) !== this.totalNum) this.changed ??= { from: this.totalNum, to: totalOf(page) }
      for (const row of this.take(page)) rows.push(row)
    }
    return rows
  }

  /** The pages after the last one that `totalNum` knows of: none, unless it counts the rows of its own page. */
  private async readBeyond(): Promise<DataRow[][]> {
    const { pageLimit } = this.request
    const pages: DataRow[][] = []
    for (let counted = pageLimit; counted === pageLimit && this.changed === undefined;) {
      const page = await this.readFrom(this.rows, pageLimit)
      if (page === undefined) break
      counted = totalOf(page)
      const countsItsPage = this.totalNum === pageLimit && counted === page.dataValue.length
      if (!countsItsPage && counted === this.totalNum)
        throw inconsistent(`WeChat counts ${this.totalNum} rows and has more`)
      if (!countsItsPage) this.changed = { from: this.totalNum, to: counted }
      pages.push(this.take(page))
      this.checkPageCount(this.rows)
    }
    return pages
  }

  /** A page from a row of the table on; `undefined` where WeChat has no more. */
  private async readFrom(row: number, count: number): Promise<StatisticsTable | undefined> {
    const pageOffset = this.request.pageOffset + row
    try {
      const page = await this.readPage({ ...this.request, pageOffset, pageLimit: count })
      return page.dataValue.length === 0 ? undefined : page
    } catch (thrown) {
      const { errCode, message, advice, retryable, cause } = toStatisticsError(thrown)
      if (errCode === NO_DATA) return undefined
      const read = `${this.rows} of ${this.totalNum} rows were read, then ${message}`
      throw new StatisticsError(errCode, read, { advice, retryable, cause })
    }
  }

  private take({ dataColumn, dataValue }: StatisticsTable): DataRow[] {
    const { limitBytes = Infinity, onProgress } = this.options
    this.rows += dataValue.length
    this.bytes += bytesOf(dataValue)
    const ofAll = `${this.rows} of ${this.totalNum} rows`
    if (this.bytes > limitBytes)
      throw new StatisticsError(RESULT_TOO_LARGE, `${ofAll} have ${this.bytes} bytes as JSON`)
    if (JSON.stringify(dataColumn) !== this.header) throw inconsistent('a page has other columns than the first one')
    onProgress?.(this.rows, Math.max(this.rows, this.totalNum))
    return dataValue
  }

  private isLastPageFull(): boolean {
    const { pageLimit } = this.request
    return this.first.dataValue.length === pageLimit && this.totalNum % pageLimit === 0
  }

  /** Refuses more pages than may be read, with what would do: a larger page, or a shorter date range. */
  private checkPageCount(rows: number): void {
    const { maxPages = Infinity, limitBytes = Infinity } = this.options
    const pageRows = this.first.dataValue.length
    if (rows === 0 || rows <= pageRows * maxPages) return
    const counted = `${rows} rows at ${pageRows} a page are more than ${maxPages} pages, the most that one event reads`
    const bytes = Math.ceil((bytesOf(this.first.dataValue) / pageRows) * rows)
    if (bytes > limitBytes)
      throw new StatisticsError(RESULT_TOO_LARGE, `${counted}, and have some ${bytes} bytes as JSON`, {
        advice: `choose ${this.shorterWindow(limitBytes / bytes)}, or read the table in parts with pageOffset and pageLimit`,
      })
    if (pageRows < this.request.pageLimit)
      throw new StatisticsError(RESULT_TOO_LARGE, `${counted}; WeChat gives no larger page`, {
        advice: `choose ${this.shorterWindow((pageRows * maxPages) / rows)}`,
      })
    const pageLimit = Math.ceil(rows / maxPages)
    throw new StatisticsError(
      INVALID_PARAM,
      `${counted}: expected a pageLimit of ${pageLimit} or more, or a shorter date range`,
    )
  }

  private shorterWindow(share: number): string {
    const { beginDate, endDate } = this.request
    const hours = Math.max(1, Math.floor(((endDate - beginDate) * share) / 3600))
    return `a shorter date range (about ${hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`})`
  }
}

function totalOf({ totalNum }: StatisticsTable): number {
  if (Number.isSafeInteger(totalNum) && totalNum >= 0) return totalNum
  throw inconsistent(`totalNum is ${JSON.stringify(totalNum)}, expected a whole number`)
}

function bytesOf(rows: readonly DataRow[]): number {
  return Buffer.byteLength(JSON.stringify(rows))
}

/** What is left after the first page, in pages of its size: made as they are read, for totalNum may be anything. */
function* rangesFrom(pageRows: number, totalNum: number): Generator<Range> {
  for (let offset = pageRows; offset < totalNum; offset += pageRows)
    yield { offset, count: Math.min(pageRows, totalNum - offset) }
}

/** Columns that tell rows apart: what is counted, and when. */
const KEY_COLUMN = /(?:^|_)(?:id|appid|time|date|day)$/

/**
 * A row that stands on two pages was moved while they were read, and another one was missed. Rows are told apart by their
 * key columns, not by their counts: those of a moved row may differ, and those of two rows may be equal. Keys that repeat
 * within a page tell nothing apart.
 */
function checkRowsDiffer(pages: readonly unknown[][], columns: readonly unknown[]): void {
  const isKey = (column: unknown): boolean => isRecord(column) && KEY_COLUMN.test(String(column['colId']))
  const keyAt = columns.flatMap((column, at) => (isKey(column) ? [at] : []))
  if (keyAt.length === 0 || pages.length === 1) return
  const keysOf = (page: readonly unknown[]): string[] =>
    page.map(row => JSON.stringify(keyAt.map(at => cellOf(row, at))))
  const keys = pages.map(keysOf)
  if (keys.some(ofPage => new Set(ofPage).size < ofPage.length)) return
  const pageOf = new Map<string, number>()
  keys.forEach((ofPage, index) => {
    for (const key of ofPage) {
      const before = pageOf.get(key)
      if (before !== undefined) throw inconsistent(`pages ${before + 1} and ${index + 1} hold the same row ${key}`)
      pageOf.set(key, index)
    }
  })
}

/** A row is what WeChat sent, whatever its type says. */
function cellOf(row: unknown, at: number): unknown {
  const values = isRecord(row) ? row['dataValue'] : undefined
  return Array.isArray(values) ? (values[at] as unknown) : undefined
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
