import type { StatisticsTable } from '../../../shared/api'
import { StatisticsError } from '../../../shared/errors'
import { type PagedRequest, readAllPages, type ReadPage } from '../../../shared/call/pages'
import { conversionRequest, conversionTable } from '../../support/documented'
import { rejection } from '../../support/wechatServer'

const [column] = conversionTable.dataColumn
const dataColumn = column === undefined ? [] : [column]

function page(rows: readonly string[], totalNum: number): StatisticsTable {
  return { ...conversionTable, dataColumn, dataValue: rows.map(row => ({ dataValue: [row] })), totalNum }
}

/** A table in WeChat's place, which gives what a request asks for and `most` rows at most. */
function tableOf(rows: readonly string[], most = Infinity): ReadPage & { asked: PagedRequest[] } {
  const asked: PagedRequest[] = []
  const readPage: ReadPage = request => {
    asked.push(request)
    const { pageOffset, pageLimit } = request
    return Promise.resolve(page(rows.slice(pageOffset, pageOffset + Math.min(pageLimit, most)), rows.length))
  }
  return Object.assign(readPage, { asked })
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `row ${index}`)
const rowsOf = (table: StatisticsTable): unknown[] => table.dataValue.map(({ dataValue }) => dataValue[0])
const by = (pageLimit: number): PagedRequest => ({ ...conversionRequest, pageLimit })

describe('readAllPages', () => {
  it('gives every row once, in order, whatever page is answered first', async () => {
    const slowFirst: ReadPage = async request => {
      for (let turns = 30 - request.pageOffset; turns > 0; turns--) await Promise.resolve()
      return page(names(23).slice(request.pageOffset, request.pageOffset + request.pageLimit), 23)
    }

    const table = await readAllPages(slowFirst, by(5))

    expect(rowsOf(table)).toStrictEqual(names(23))
    expect(table).toMatchObject({ totalNum: 23, errCode: 0, dataColumn })
  })

  it('asks for one page when there is one', async () => {
    const readPage = tableOf(names(4))

    await readAllPages(readPage, by(5))

    expect(readPage.asked).toStrictEqual([by(5)])
  })

  it('asks for no row beyond totalNum', async () => {
    const readPage = tableOf(names(12))

    await readAllPages(readPage, by(5))

    expect(readPage.asked.map(({ pageOffset, pageLimit }) => [pageOffset, pageLimit])).toStrictEqual([
      [0, 5],
      [5, 5],
      [10, 2],
    ])
  })

  it('asks for eight pages at a time and no more', async () => {
    let underWay = 0
    let most = 0
    const readPage: ReadPage = async request => {
      most = Math.max(most, ++underWay)
      await new Promise(resolve => setImmediate(resolve))
      underWay--
      return tableOf(names(30))(request)
    }

    await readAllPages(readPage, by(1))

    expect(most).toBe(8)
  })

  it('goes on where a page ended when WeChat gives less than pageLimit', async () => {
    const table = await readAllPages(tableOf(names(10), 3), by(1000))

    expect(rowsOf(table)).toStrictEqual(names(10))
  })

  it('reads the rest of a page that came short in the middle', async () => {
    const whole = tableOf(names(9))
    let cut = false
    const readPage: ReadPage = async request => {
      const table = await whole(request)
      if (request.pageOffset !== 3 || cut) return table
      cut = true
      return { ...table, dataValue: table.dataValue.slice(0, 1) }
    }

    expect(rowsOf(await readAllPages(readPage, by(3)))).toStrictEqual(names(9))
  })

  it.each([
    ['grows', 7, 8],
    ['shrinks', 8, 7],
  ])('reads the table anew when its totalNum %s meanwhile', async (_, before, after) => {
    let calls = 0
    const readPage: ReadPage = request => tableOf(names(++calls === 1 ? before : after))(request)

    const table = await readAllPages(readPage, by(2))

    expect(rowsOf(table)).toStrictEqual(names(after))
    expect(table.totalNum).toBe(after)
  })

  it('takes no rows of a page that was read while the count changed', async () => {
    const readPage: ReadPage = ({ pageOffset }) =>
      Promise.resolve(page(names(pageOffset + 5).slice(pageOffset), 5 + pageOffset))

    const thrown = await rejection(readAllPages(readPage, by(5)))

    expect(thrown).toMatchObject({
      errCode: -601001,
      message: expect.stringContaining('totalNum was 5, 10') as unknown,
    })
  })

  it('gives a table that is empty', async () => {
    await expect(readAllPages(tableOf([]), by(5))).resolves.toMatchObject({ dataValue: [], totalNum: 0 })
  })

  it.each([
    ['none there', names(10), [0, 5, 10]],
    ['no data there', names(5), [0, 5]],
  ])('asks on after a last page that is full, and is done when WeChat has %s', async (_, rows, offsets) => {
    const whole = tableOf(rows)
    const readPage: ReadPage = request =>
      request.pageOffset === 5 && rows.length === 5
        ? Promise.reject(new StatisticsError(10011, 'no data')).finally(() => whole.asked.push(request))
        : whole(request)

    const table = await readAllPages(readPage, by(5))

    expect(rowsOf(table)).toStrictEqual(rows)
    expect(whole.asked.map(({ pageOffset }) => pageOffset)).toStrictEqual(offsets)
  })

  it.each([12, 10, 5])('gives all of %d rows when totalNum counts those of its page only', async count => {
    const readPage: ReadPage = ({ pageOffset, pageLimit }) => {
      const rows = names(count).slice(pageOffset, pageOffset + pageLimit)
      return Promise.resolve(page(rows, rows.length))
    }

    const table = await readAllPages(readPage, by(5))

    expect(rowsOf(table)).toStrictEqual(names(count))
    expect(table.totalNum).toBe(count)
  })

  it('reads the table anew when it has grown by the time that a full last page is asked on', async () => {
    let calls = 0
    const readPage: ReadPage = request => tableOf(names(++calls === 1 ? 5 : 7))(request)

    expect(rowsOf(await readAllPages(readPage, by(5)))).toStrictEqual(names(7))
  })

  it.each([
    ['there is no key column', 'h5_open_uercnt', ['5', '5'], ['5', '7']],
    ['the key repeats within a page, and is none', 'channel_id', ['qq', 'qq'], ['qq', 'qq']],
  ])('lets equal rows stand on two pages where %s', async (_, colId, one, two) => {
    const readPage: ReadPage = ({ pageOffset }) =>
      Promise.resolve({
        ...page(pageOffset === 0 ? one : pageOffset === 2 ? two : [], 4),
        dataColumn: [{ colId, colName: colId, colDataType: '0' }],
      })

    expect(rowsOf(await readAllPages(readPage, by(2)))).toStrictEqual([...one, ...two])
  })

  it('tells its progress', async () => {
    const told: [number, number][] = []

    await readAllPages(tableOf(names(5)), by(2), { onProgress: (rows, total) => told.push([rows, total]) })

    expect(told).toStrictEqual([
      [2, 5],
      [4, 5],
      [5, 5],
    ])
  })
})

describe('readAllPages fails with -601001', () => {
  const inconsistent: [string, ReadPage, string][] = [
    [
      'a totalNum that changes in every reading',
      growing(),
      'it changes while it is read (totalNum was 5, 6, 8, 9, 12, 13)',
    ],
    [
      'rows that are counted and not there',
      request => Promise.resolve(request.pageOffset < 2 ? page(['a', 'b'], 4) : page([], 4)),
      'WeChat counts 4 rows and has none from row 2 on',
    ],
    [
      'a page of rows that WeChat says has no data',
      request =>
        request.pageOffset < 2
          ? Promise.resolve(page(['a', 'b'], 4))
          : Promise.reject(new StatisticsError(10011, 'no data')),
      'has none from row 2 on',
    ],
    ['no rows where some are counted', () => Promise.resolve(page([], 3)), 'WeChat counts 3 rows and gave none'],
    ['more rows than are counted', () => Promise.resolve(page(['a', 'b'], 1)), 'WeChat counts 1 rows and gave 2'],
    [
      'a longer page than was asked for',
      request => Promise.resolve(page(names(request.pageOffset + 2).slice(-2), 3)),
      'WeChat counts 3 rows and gave 4',
    ],
    [
      'a row that stands on two pages',
      request => Promise.resolve(page(request.pageOffset === 0 ? ['a', 'b'] : ['b', 'c'], 4)),
      'pages 1 and 2 hold the same row',
    ],
    [
      'a row that stands on two pages, each of which counts its own rows',
      ({ pageOffset }) => {
        const rows = [['a', 'b'], ['b', 'c'], ['d']][pageOffset / 2] ?? []
        return Promise.resolve(page(rows, rows.length))
      },
      'pages 1 and 2 hold the same row',
    ],
    [
      'a row that stands on two pages, its counts changed',
      request =>
        Promise.resolve({
          ...page([], 4),
          dataColumn: ['channel_id', 'h5_open_uercnt'].map(colId => ({ colId, colName: colId, colDataType: '0' })),
          dataValue: request.pageOffset === 0 ? pairs(['qq', '1'], ['zhihu', '2']) : pairs(['zhihu', '3'], ['-', '4']),
        }),
      'pages 1 and 2 hold the same row ["zhihu"]',
    ],
    [
      'a page with other columns than the first',
      request => {
        const given = page(names(4).slice(request.pageOffset, request.pageOffset + 2), 4)
        return Promise.resolve(
          request.pageOffset === 0 ? given : { ...given, dataColumn: [...dataColumn, ...dataColumn] },
        )
      },
      'a page has other columns than the first one',
    ],
    [
      'rows after the last one that is counted',
      request => Promise.resolve(page([`row ${request.pageOffset}`, `row ${request.pageOffset + 1}`], 4)),
      'WeChat counts 4 rows and has more',
    ],
    [
      'a totalNum that is no number',
      () => Promise.resolve({ ...page(['a'], 1), totalNum: NaN }),
      'totalNum is null, expected a whole number',
    ],
  ]

  it.each(inconsistent)('for %s', async (_, readPage, message) => {
    const thrown = await rejection(readAllPages(readPage, by(2)))

    expect(thrown).toMatchObject({ errCode: -601001, message: expect.stringContaining(message) as unknown })
  })

  it('before it asks for more, when a gateway gives the first page again and again', async () => {
    let calls = 0
    const alwaysTheFirst: ReadPage = () => {
      calls++
      return Promise.resolve(page(['a', 'b'], 4))
    }

    await rejection(readAllPages(alwaysTheFirst, by(2)))

    expect(calls).toBe(2)
  })

  function pairs(...rows: [string, string][]): StatisticsTable['dataValue'] {
    return rows.map(dataValue => ({ dataValue }))
  }

  function growing(): ReadPage {
    let totalNum = 4
    return request => Promise.resolve(page([`row ${request.pageOffset}`, `row ${request.pageOffset + 1}`], ++totalNum))
  }
})

describe('readAllPages stops', () => {
  it('with -604001 before the rows pass the limit, and reads no further', async () => {
    const readPage = tableOf(names(1000))

    const thrown = await rejection(readAllPages(readPage, by(1), { limitBytes: 500 }))

    expect(thrown).toMatchObject({ errCode: -604001, message: expect.stringContaining('of 1000 rows') as unknown })
    expect(readPage.asked.length).toBeLessThan(40)
  })

  it('at the limit though totalNum is beyond all reason', async () => {
    const readPage: ReadPage = request => Promise.resolve(page([`row ${request.pageOffset}`], Number.MAX_SAFE_INTEGER))

    const thrown = await rejection(readAllPages(readPage, by(1), { limitBytes: 10_000 }))

    expect(thrown).toMatchObject({ errCode: -604001 })
  })

  it('with the failure of a page, and reads no further', async () => {
    let calls = 0
    const readPage: ReadPage = request =>
      ++calls === 5
        ? Promise.reject(new StatisticsError(-604101, 'no permission'))
        : Promise.resolve(page([`row ${request.pageOffset}`], 1000))

    const thrown = await rejection(readAllPages(readPage, by(1)))

    expect(thrown).toMatchObject({ errCode: -604101 })
    expect(calls).toBeLessThan(40)
  })

  it('with the failure of a page, and says how far it came', async () => {
    const readPage: ReadPage = request =>
      request.pageOffset < 4
        ? tableOf(names(1000))(request)
        : Promise.reject(new StatisticsError(-604102, 'the time was up', { advice: 'ask for less' }))

    const thrown = await rejection(readAllPages(readPage, by(2)))

    expect(thrown).toMatchObject({
      errCode: -604102,
      message: expect.stringMatching(/^[24] of 1000 rows were read, then the time was up$/) as unknown,
      advice: 'ask for less',
    })
  })
})

describe('readAllPages refuses more pages than may be read, after the first one', () => {
  async function refusalOf(rows: number, limits: { pageLimit: number; most?: number; limitBytes?: number }) {
    const readPage = tableOf(names(rows), limits.most)
    const { pageLimit, limitBytes = Infinity } = limits
    const thrown = await rejection(readAllPages(readPage, by(pageLimit), { maxPages: 100, limitBytes }))
    expect(readPage.asked).toHaveLength(1)
    return thrown
  }

  it('and names the pageLimit that would do', async () => {
    expect(await refusalOf(10_001, { pageLimit: 1, limitBytes: 1_000_000 })).toMatchObject({
      errCode: -501007,
      message:
        '10001 rows at 1 a page are more than 100 pages, the most that one event reads: expected a pageLimit of 101 or more, or a shorter date range',
    })
  })

  it('and the date range, where all of its rows would be too large', async () => {
    expect(await refusalOf(100_000, { pageLimit: 1, limitBytes: 1_300_000 })).toMatchObject({
      errCode: -604001,
      message: expect.stringMatching(/have some 2\d{6} bytes as JSON$/) as unknown,
      advice: expect.stringMatching(/^choose a shorter date range \(about 1\d hours\), or read/) as unknown,
    })
  })

  it('and the date range, where WeChat gives no larger page', async () => {
    expect(await refusalOf(20_000, { pageLimit: 1000, most: 100 })).toMatchObject({
      errCode: -604001,
      message: expect.stringContaining('WeChat gives no larger page') as unknown,
      advice: 'choose a shorter date range (about 12 hours)',
    })
  })

  it('and reads just as many', async () => {
    const table = await readAllPages(tableOf(names(1000)), by(10), { maxPages: 100 })

    expect(table.totalNum).toBe(1000)
  })

  it('and pages that a totalNum does not count', async () => {
    const readPage: ReadPage = ({ pageOffset }) => Promise.resolve(page([`row ${pageOffset}`], 1))

    expect(await rejection(readAllPages(readPage, by(1), { maxPages: 100 }))).toMatchObject({ errCode: -501007 })
  })
})
