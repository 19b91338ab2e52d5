import * as fc from 'fast-check'
import * as echarts from 'echarts'
import type { StatisticsRequest, StatisticsTable } from '../../../shared/api'
import {
  channelsChart,
  type ChartOption,
  conversionChart,
  emptyChart,
  formatCount,
  formatRate,
  overviewChart,
  realtimeChart,
  realtimeRateChart,
  toChart,
} from '../../../shared/answer/chart'
import {
  conversionRequest,
  conversionTable,
  overviewByChannelRequest,
  overviewRequest,
  realtimeRequest,
} from '../../support/documented'

type ColumnSpec = [colId: string, colDataType: string]

function tableOf(columns: ColumnSpec[], ...rows: string[][]): StatisticsTable {
  return {
    dataColumn: columns.map(([colId, colDataType]) => ({ colId, colName: `名 ${colId}`, colDataType })),
    dataValue: rows.map(dataValue => ({ dataValue })),
    totalNum: rows.length,
    errMsg: 'openapi.cloudbase.getStatistics:ok',
    errCode: 0,
  }
}

const CHANNEL: ColumnSpec = ['channel_id', '0']
const SENT: ColumnSpec = ['sms_send_uercnt', '1']
const OPENED: ColumnSpec = ['h5_open_uercnt', '1']
const JUMPED: ColumnSpec = ['jump_wxapp_uercnt', '1']
const OPEN_SHARE: ColumnSpec = ['h5_open_uercnt_percent', '2']
const channelsTable = tableOf(
  [JUMPED, CHANNEL, OPENED, OPEN_SHARE],
  ['5600', 'all', '8000', '1'],
  ['2600', 'my_poster', '3000', '0.4375'],
  ['3000', '_cms_sms_', '5000', '0.6875'],
)
const curve = (...rows: [number, number | string][]): StatisticsTable => ({
  ...tableOf([
    ['t', '1'],
    ['n', '1'],
  ]),
  dataValue: rows.map(([time, count]) => ({ dataValue: [String(time), String(count)] })),
})
const noRows = curve()
const noData: StatisticsTable = { ...tableOf([]), errMsg: '' }

/** Draws as a browser would, into SVG; whatever ECharts complains of fails the test. */
function drawn(option: ChartOption): string {
  const complaints = (['warn', 'error'] as const).map(level => jest.spyOn(console, level).mockReturnValue())
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 900, height: 500 })
  try {
    const received: ChartOption = JSON.parse(JSON.stringify(option)) as ChartOption
    const typed: echarts.EChartsOption = received
    chart.setOption({ ...typed, animation: false })
    const svg = chart.renderToSVGString()
    expect(complaints.flatMap(complaint => complaint.mock.calls)).toStrictEqual([])
    return svg
  } finally {
    chart.dispose()
    complaints.forEach(complaint => complaint.mockRestore())
  }
}

/** The words beside the bars of a series. */
const figuresOf = (option: ChartOption, series = 0): string[] => {
  const found = option.series[series]
  return found?.type === 'bar' ? found.data.map(({ label }) => label.formatter) : []
}
const namesOf = ({ yAxis }: ChartOption): string[] => (yAxis?.[0]?.type === 'category' ? yAxis[0].data : [])
const valuesOf = (option: ChartOption, series = 0): unknown[] => {
  const data: readonly unknown[] = option.series[series]?.data ?? []
  return data.map(each => (typeof each === 'object' && each !== null && 'value' in each ? each.value : each))
}
const notesOf = (option: ChartOption): string => option.title[0].subtext.replaceAll('\n', '')

describe('overviewChart', () => {
  it('draws sent, opened and jumped in this order, with the two rates, whatever other columns there are', () => {
    const table = tableOf(
      [['stat_date', '1'], JUMPED, ['env_id', '0'], SENT, OPENED, ['h5_sms_rate', '2']],
      ['20210225', '5600', 'wedcvfr', '10000', '8000', '0.5'],
    )

    const option = overviewChart(table)

    expect(namesOf(option)).toStrictEqual(['短信提交下发数', 'H5 打开人数 · 打开率 80%', '小程序跳转人数 · 跳转率 70%'])
    expect(valuesOf(option)).toStrictEqual([10000, 8000, 5600])
    expect(figuresOf(option)).toStrictEqual(['10,000', '8,000', '5,600'])
    expect(drawn(option)).toContain('>10,000<')
  })

  it('stands several rows beside each other, sums nothing and says that their meaning is not known', () => {
    const option = overviewChart(tableOf([SENT, OPENED], ['10', '4'], ['20', '6']))

    expect(namesOf(option)).toStrictEqual(['第 1 行', '第 2 行'])
    expect([valuesOf(option, 0), valuesOf(option, 1)]).toStrictEqual([
      [10, 20],
      [4, 6],
    ])
    expect(notesOf(option)).toContain('微信返回了 2 行')
    drawn(option)
  })

  it.each([
    [8, false],
    [9, true],
  ])('of %i rows says that it draws the first eight: %s', (count, isSaid) => {
    const rows = Array.from({ length: count }, (_, index) => [String(index), '1'])
    const option = overviewChart(tableOf([SENT, OPENED], ...rows))

    expect(namesOf(option)).toHaveLength(8)
    expect(notesOf(option).includes('这里画出前 8 行')).toBe(isSaid)
  })

  it('draws no bar for an unreadable number, which is not 0', () => {
    const option = overviewChart(tableOf([SENT, OPENED], ['', '7']))

    expect([valuesOf(option), figuresOf(option)]).toStrictEqual([
      ['-', 7],
      ['–', '7'],
    ])
  })

  it('refuses a table without any of the three and names the columns that came', () => {
    expect(() => overviewChart(tableOf([CHANNEL], ['all']))).toThrow(/sms_send_uercnt.*channel_id/)
  })

  it('leaves its title to a page that has a heading', () => {
    const [inside, outside] = [overviewChart(conversionTable), overviewChart(conversionTable, 'omitted')]

    expect([inside.title[0].text, outside.title[0].text]).toStrictEqual(['概览 · 全部渠道', ''])
    expect(outside.grid?.[0]?.top).toBeLessThan(inside.grid?.[0]?.top ?? 0)
  })
})

describe('channelsChart', () => {
  it('begins its bars below the line of its legend', () => {
    const { legend, grid } = channelsChart(channelsTable)
    const legendEnd = (legend?.top ?? 0) + (legend?.itemHeight ?? Infinity)

    expect(grid?.[0]?.top).toBeGreaterThan(legendEnd)
  })

  it("draws opens and jumps of each channel, the largest first, with WeChat's shares, the row over all left out", () => {
    const option = channelsChart(channelsTable)

    expect(namesOf(option)).toStrictEqual(['短信', 'my_poster'])
    expect(option.series.map(({ name }) => name)).toStrictEqual(['H5 打开人数', '小程序跳转人数'])
    expect([valuesOf(option, 0), valuesOf(option, 1)]).toStrictEqual([
      [5000, 3000],
      [3000, 2600],
    ])
    expect(figuresOf(option)).toStrictEqual(['5,000 · 68.75%', '3,000 · 43.75%'])
    expect(notesOf(option)).toContain('可以超过 100%')
    expect(drawn(option)).toContain('>5,000 · 68.75%<')
  })

  it('joins what comes after the eight largest in one row with its sum and no share', () => {
    const rows = Array.from({ length: 300 }, (_, index) => ['1', `c${index}`, String(1000 - index), '0.01'])

    const option = channelsChart(tableOf([JUMPED, CHANNEL, OPENED, OPEN_SHARE], ...rows))

    expect(namesOf(option)).toHaveLength(9)
    expect(namesOf(option).at(-1)).toBe('其他（292 个渠道）')
    expect([valuesOf(option, 0).at(-1), valuesOf(option, 1).at(-1)]).toStrictEqual([
      Array.from({ length: 292 }, (_, index) => 992 - index).reduce((a, b) => a + b),
      292,
    ])
    expect(figuresOf(option).at(-1)).toBe('247,178')
  })

  it('cuts a long name between characters; that of the others, and every name in the tooltip, is whole', () => {
    const rows = Array.from({ length: 300 }, (_, index) => [`c${index}`, String(1000 - index)])
    const flowers = '💐'.repeat(20)

    const { yAxis } = channelsChart(tableOf([CHANNEL, OPENED], [flowers, '5000'], ...rows))

    const [whole, labels] = (yAxis ?? []).map(axis => (axis.type === 'category' ? axis.data : []))
    expect(labels?.[0]).toBe(`${'💐'.repeat(8)}…`)
    expect(labels?.at(-1)).toBe('其他（293 个渠道）')
    expect(whole?.[0]?.replaceAll('\n', '')).toBe(flowers)
  })

  it('keeps a channel of many opens without a jump among the largest: its jump may be broken', () => {
    const rows = Array.from({ length: 20 }, (_, index) => [String(index + 1), `c${index}`, String(index + 1)])

    const option = channelsChart(tableOf([JUMPED, CHANNEL, OPENED], ...rows, ['0', 'broken', '5000']))

    expect(namesOf(option)[0]).toBe('broken')
  })

  it('numbers the rows of a channel that came several times, and does not sum them', () => {
    const option = channelsChart(tableOf([CHANNEL, OPENED], ['qq', '3'], ['qq', '7'], ['zhihu', '5']))

    expect(namesOf(option)).toStrictEqual(['QQ 第 2 行', '知乎', 'QQ 第 1 行'])
    expect(valuesOf(option)).toStrictEqual([7, 5, 3])
  })

  it('writes each name once beside its bars, though two axes have it', () => {
    const svg = drawn(channelsChart(channelsTable))

    expect(svg.match(/>(?:短信|my_poster)</g)).toHaveLength(2)
  })

  it('takes the name in a tooltip from the axis that has it whole, and not from the other', () => {
    const [whole, short] = channelsChart(tableOf([CHANNEL, OPENED], ['x'.repeat(30), '7'])).yAxis ?? []

    expect(whole).toMatchObject({ data: ['x'.repeat(30)] })
    expect(whole?.axisPointer).toBeUndefined()
    expect(short).toMatchObject({ axisPointer: { show: false } })
  })

  it('draws what is there of a missing column and names it', () => {
    const option = channelsChart(tableOf([CHANNEL, OPENED], ['qq', '7']))

    expect(option.series.map(({ name }) => name)).toStrictEqual(['H5 打开人数'])
    expect(drawn(option)).toContain('微信未返回列：jump_wxapp_uercnt')
  })

  it.each([
    ['only the row over all channels came', tableOf([CHANNEL, OPENED], ['all', '7']), '微信只返回了全部渠道的合计'],
    ['nobody came', tableOf([CHANNEL, OPENED], ['qq', '0'], ['zhihu', '0']), '没有人从任何渠道打开或跳转'],
  ])('says in words that %s', (_, table, words) => {
    const option = channelsChart(table)

    expect(option.series).toStrictEqual([])
    expect(notesOf(option)).toContain(words)
  })

  it.each([
    ['channel_id', tableOf([OPENED, JUMPED], ['1', '1'])],
    ['h5_open_uercnt or jump_wxapp_uercnt', tableOf([CHANNEL], ['qq'])],
  ])('refuses a table without %s', (column, table) => {
    expect(() => channelsChart(table)).toThrow(`WeChat's table has no column ${column}`)
  })
})

describe('conversionChart', () => {
  it("draws the documentation's row from sent to jumped with the rates between, on an axis from 0", () => {
    const option = conversionChart(conversionTable)

    expect(option.title[0].text).toBe('转化 · 短信')
    expect(namesOf(option)).toStrictEqual(['短信提交下发数', 'H5 打开人数 · 打开率 50%', '小程序跳转人数 · 跳转率 60%'])
    expect(valuesOf(option)).toStrictEqual([10000, 5000, 3000])
    expect(notesOf(option)).toBe('') // it sends, and no rate passes 100 %
    expect(option.xAxis).toMatchObject([{ min: 0, max: 10000 }])
    expect(drawn(option)).toContain('>H5 打开人数 · 打开率 50%<')
  })

  it('leaves out a first step of 0 and says that the channel sends no SMS', () => {
    const option = conversionChart(tableOf([CHANNEL, SENT, OPENED, JUMPED], ['zhihu', '0', '900', '700']))

    expect(namesOf(option)).toStrictEqual(['H5 打开人数', '小程序跳转人数 · 跳转率 77.78%'])
    expect(notesOf(option)).toBe('该渠道不下发短信，所以没有打开率。')
  })

  it('says of the SMS channel itself that no sends were reported', () => {
    const option = conversionChart(tableOf([CHANNEL, SENT, OPENED, JUMPED], ['_cms_sms_', '0', '9', '7']))

    expect(notesOf(option)).toContain('没有上报的短信下发')
  })

  it('says a rate above 1, and draws the longer bar', () => {
    const option = conversionChart(tableOf([SENT, OPENED, JUMPED], ['100', '120', '150']))

    expect(namesOf(option).slice(1)).toStrictEqual(['H5 打开人数 · 打开率 120%', '小程序跳转人数 · 跳转率 125%'])
    expect(notesOf(option)).toContain('打开率、跳转率超过 100%')
    expect(option.xAxis).toMatchObject([{ max: 150 }])
  })

  it('says how few a rate is of, below 30', () => {
    const option = conversionChart(tableOf([SENT, OPENED, JUMPED], ['100', '29', '3']))

    expect(namesOf(option).slice(1)).toStrictEqual([
      'H5 打开人数 · 打开率 29%',
      '小程序跳转人数 · 跳转率 10.34%（基数仅 29）',
    ])
  })

  it.each([
    ['a step after 0 no rate', ['100', '0', '0'], ['H5 打开人数 · 打开率 0%', '小程序跳转人数']],
    ['an unreadable number no rate', ['100', '', '5'], ['H5 打开人数 · 微信未给出可读的数', '小程序跳转人数']],
  ])('gives %s', (_, counts, lines) => {
    const option = conversionChart(tableOf([SENT, OPENED, JUMPED], counts))

    expect(namesOf(option).slice(1)).toStrictEqual(lines)
    drawn(option)
  })

  it('leaves out a step whose column is missing, says so, and gives the next step no rate', () => {
    const option = conversionChart(tableOf([JUMPED, SENT], ['30', '100']))

    expect(namesOf(option)).toStrictEqual(['短信提交下发数', '小程序跳转人数'])
    expect(drawn(option)).toContain('微信未返回列：h5_open_uercnt')
  })

  it('says in words that nothing was sent, opened or jumped', () => {
    expect(conversionChart(tableOf([SENT, OPENED, JUMPED], ['0', '0', '0'])).series).toStrictEqual([])
  })

  it('refuses a table with none of the three steps', () => {
    expect(() => conversionChart(tableOf([CHANNEL], ['qq']))).toThrow(/sms_send_uercnt.*channel_id/)
  })
})

const BEGIN = 1614182400 // 2021-02-25 00:00 in Beijing
const DAY = 86_400
const LATER = { now: BEGIN + 10_000 * DAY }

describe('realtimeChart', () => {
  const window = { beginDate: BEGIN, endDate: BEGIN + 900 }

  it('draws a curve in Beijing time with empty steps as 0', () => {
    const option = realtimeChart(curve([BEGIN + 300, 7]), window, 'h5', LATER)

    expect(option.xAxis?.[0]).toMatchObject({ data: ['02-25 00:00', '02-25 00:05', '02-25 00:10'] })
    expect(option.series).toMatchObject([{ type: 'line', name: 'H5 打开人次', data: [0, 7, 0] }])
    expect(option.title[0].text).toBe('H5 打开人次 · 每 5 分钟')
    expect(drawn(option)).toContain('2021-02-25 00:00 至 2021-02-25 00:15')
  })

  it('ends at now, and rings the step that is not whole yet', () => {
    const day = { beginDate: BEGIN, endDate: BEGIN + DAY }

    const option = realtimeChart(curve([BEGIN, 4], [BEGIN + 600, 2]), day, 'h5', { now: BEGIN + 700 })

    expect(valuesOf(option)).toStrictEqual([4, 0, 2])
    expect(option.series[0]?.data.slice(0, 2)).toStrictEqual([4, 0])
    expect(option.series[0]?.data[2]).toMatchObject({ symbol: expect.stringContaining('path://') as string })
    expect(notesOf(option)).toContain('截至 2021-02-25 00:11')
  })

  it('says that the last numbers may grow until the date range has ended, and no longer', () => {
    const notesAt = (now: number): string => notesOf(realtimeChart(noRows, window, 'h5', { now }))

    expect(notesAt(window.endDate - 1)).toContain('最近的数还可能增加')
    expect(notesAt(window.endDate)).not.toContain('最近的数还可能增加')
  })

  it('begins at the left end of its axes and ends at their right end, so that marks and points meet', () => {
    const { xAxis } = realtimeChart(noRows, window, 'h5', LATER)

    expect(xAxis).toMatchObject([{ boundaryGap: false }, { boundaryGap: false }])
  })

  it('says that a date range has not begun', () => {
    expect(notesOf(realtimeChart(noData, window, 'h5', { now: BEGIN - 1 }))).toContain('2021-02-25 00:00')
  })

  it('draws a year in 366 days, its sum exact, called 人次, in less than 200 KB', () => {
    const rows = Array.from({ length: 366 * 288 }, (_, index): [number, number] => [BEGIN + index * 300, index % 7])
    const year = { beginDate: BEGIN, endDate: BEGIN + 366 * DAY }

    const option = realtimeChart(curve(...rows), year, 'h5', LATER)

    const values = valuesOf(option) as number[]
    expect(values).toHaveLength(366)
    expect(values.reduce((a, b) => a + b)).toBe(rows.reduce((sum, [, count]) => sum + count, 0))
    expect(option.title[0].text).toBe('H5 打开人次 · 每天')
    expect(notesOf(option)).toContain('人次为各 5 分钟之和')
    expect(JSON.stringify(option).length).toBeLessThan(200_000)
  })

  it.each([
    ['a day', DAY, { '02-25': 0, '06:00': 72, '12:00': 144, '18:00': 216 }],
    ['a week', 7 * DAY, { '02-25': 0, '02-27': 48, '03-01': 96, '03-03': 144 }],
    ['a year', 366 * DAY, { '2021-04': 35, '2021-07': 126, '2021-10': 218 }],
  ])('marks round hours and days on the axis of %s, a date once a day', (_, length, expected) => {
    const { xAxis } = realtimeChart(noRows, { beginDate: BEGIN, endDate: BEGIN + length }, 'h5', LATER)

    const marks = xAxis?.at(-1)
    const texts = marks?.type === 'category' ? marks.data : []
    const found = Object.fromEntries(texts.flatMap((text, index) => (text === '' ? [] : [[text, index]])))
    expect(found).toMatchObject(expected)
    expect(marks?.axisLabel?.customValues).toStrictEqual(Object.values(found))
  })

  it('says large numbers on its axis in 万', () => {
    const svg = drawn(realtimeChart(curve([BEGIN, 12_345_678]), window, 'h5', LATER))

    expect(svg).toContain('>1,500 万<')
    expect(svg).not.toContain('12345678')
  })
})

describe('realtimeRateChart', () => {
  const window = { beginDate: BEGIN, endDate: BEGIN + 900 }

  it('joins opens and jumps with the rate of each step on a grid of its own, a gap below five opens', () => {
    const option = realtimeRateChart(
      curve([BEGIN, 10], [BEGIN + 300, 4], [BEGIN + 600, 5]),
      curve([BEGIN, 5], [BEGIN + 300, 9], [BEGIN + 600, 15]),
      window,
      LATER,
    )

    expect(option.series).toMatchObject([
      { name: 'H5 打开人次', yAxisIndex: 0 },
      { name: '小程序跳转人次', yAxisIndex: 0 },
      { name: '跳转率 (%)', yAxisIndex: 1 },
    ])
    expect([0, 1, 2].map(index => valuesOf(option, index))).toStrictEqual([
      [10, 4, 5],
      [5, 9, 15],
      [50, null, 300],
    ])
    expect(option.yAxis?.map(({ gridIndex }) => gridIndex)).toStrictEqual([0, 1])
    drawn(option)
  })

  it('has the rate below the counts, which end above it', () => {
    const option = realtimeRateChart(
      curve([BEGIN, 10]),
      curve([BEGIN, 5]),
      { beginDate: BEGIN, endDate: BEGIN + 3600 },
      LATER,
    )
    const [counts, rate] = option.grid ?? []

    expect(counts?.bottom).toBeGreaterThan((rate?.bottom ?? Infinity) + (rate?.height ?? Infinity))
    expect(counts?.top).toBeGreaterThan((option.legend?.top ?? Infinity) + (option.legend?.itemHeight ?? Infinity))
  })

  it('takes the rate of a longer step from its sums', () => {
    const [opens, jumps] = [curve([BEGIN, 3], [BEGIN + 300, 3]), curve([BEGIN + 300, 3])]

    const option = realtimeRateChart(
      opens,
      jumps,
      { beginDate: BEGIN, endDate: BEGIN + 3600 },
      { ...LATER, step: '1h' },
    )

    expect(valuesOf(option, 2)).toStrictEqual([50])
  })

  it.each<[string, StatisticsTable, StatisticsTable, unknown[][]]>([
    [
      'opens',
      curve([BEGIN, 10], [BEGIN + 300, 20]),
      curve([BEGIN + 300, 10]),
      [
        [10, 20],
        [0, 10],
        [0, 50],
      ],
    ],
    [
      'jumps',
      curve([BEGIN + 300, 20]),
      curve([BEGIN, 5], [BEGIN + 300, 10]),
      [
        [0, 20],
        [5, 10],
        [null, 50],
      ],
    ],
  ])(
    'keeps the times of the two equal when only the %s begin with the step that holds the begin',
    (_, h5, wxapp, values) => {
      const option = realtimeRateChart(h5, wxapp, { beginDate: BEGIN + 60, endDate: BEGIN + 600 }, LATER)

      expect(option.xAxis?.[0]).toMatchObject({ data: ['02-25 00:00', '02-25 00:05'] })
      expect([0, 1, 2].map(index => valuesOf(option, index))).toStrictEqual(values)
    },
  )

  it('draws a rate that has gaps on both sides as a point, where a line would not be seen', () => {
    const enough = (...at: number[]): StatisticsTable =>
      curve(...at.map((step): [number, number] => [BEGIN + step * 300, 10]))
    const rateSeries = (opens: StatisticsTable): unknown =>
      realtimeRateChart(opens, noRows, { beginDate: BEGIN, endDate: BEGIN + 1800 }, LATER).series[2]?.data

    expect(rateSeries(enough(0, 2, 3, 5))).toMatchObject([
      { value: 0, symbol: 'circle' },
      null,
      0,
      0,
      null,
      { value: 0, symbol: 'circle' },
    ])
  })

  it('lays an earlier date range beside it, dashed, step for step from its begin, and says which one', () => {
    const before = { beginDate: BEGIN - DAY, endDate: BEGIN - DAY + 3600 }
    const earlier = {
      h5: curve([BEGIN - DAY, 40], [BEGIN - DAY + 600, 8], [BEGIN - DAY + 900, 99]),
      wxapp: curve([BEGIN - DAY + 300, 6]),
      window: before,
    }

    const option = realtimeRateChart(curve([BEGIN, 10]), noRows, window, LATER, earlier)

    expect(option.series.slice(3)).toMatchObject([
      { name: 'H5 打开人次（对比）', data: [40, 0, 8], lineStyle: { type: 'dashed' } },
      { name: '小程序跳转人次（对比）', data: [0, 6, 0], lineStyle: { type: 'dashed' } },
    ])
    expect(notesOf(option)).toContain('虚线：2021-02-24 00:00 至 2021-02-24 01:00')
    expect(option.yAxis?.[0]).toMatchObject({ max: 40 })
    drawn(option)
  })

  it('joins with a table of no rows as with zeros', () => {
    const option = realtimeRateChart(curve([BEGIN, 10]), noData, window, LATER)

    expect([valuesOf(option, 0), valuesOf(option, 1)]).toStrictEqual([
      [10, 0, 0],
      [0, 0, 0],
    ])
  })
})

describe('toChart', () => {
  const realtimeTable = curve([BEGIN, 3])
  const cases: [string, StatisticsRequest, StatisticsTable, string][] = [
    ['overview', overviewRequest, conversionTable, 'bar'],
    ['overviewByChannel', overviewByChannelRequest, channelsTable, 'bar'],
    ['conversion', conversionRequest, conversionTable, 'bar'],
    ['realtime', realtimeRequest, realtimeTable, 'line'],
  ]

  it.each(cases)('gives %s its chart, and ECharts draws it after a journey as JSON', (_, request, table, type) => {
    const { option, ...rest } = toChart(request, table, LATER)

    expect(rest).toStrictEqual({ totalNum: table.totalNum, errMsg: table.errMsg, errCode: 0 })
    expect(option.series[0]?.type).toBe(type)
    expect(JSON.parse(JSON.stringify(option))).toStrictEqual(option)
    expect(drawn(option)).toMatch(/^<svg/)
  })

  it.each(cases)('gives %s without rows an empty chart that says what empty means', (_, request) => {
    const { option } = toChart(request, noData, LATER)

    expect(option).toStrictEqual(emptyChart(request.action))
    expect(drawn(option)).toContain('暂无数据')
  })

  it('says that overview and conversion are ready the next day, and realtime not', () => {
    const meaning = (request: StatisticsRequest): string => notesOf(emptyChart(request.action))

    expect(meaning(overviewRequest)).toContain('次日约 06:00')
    expect(meaning(conversionRequest)).toContain('次日约 06:00')
    expect(meaning(realtimeRequest)).not.toContain('次日')
  })

  it('leaves the table that it is given as it was', () => {
    const before = JSON.stringify(channelsTable)

    toChart(overviewByChannelRequest, channelsTable, LATER)

    expect(JSON.stringify(channelsTable)).toBe(before)
  })
})

describe('every chart', () => {
  it('is the same after a journey as JSON, whatever numbers and names came', () => {
    const cell = fc.oneof(
      fc.integer({ min: -5, max: 2e9 }).map(String),
      fc.constantFrom('', 'x', '0', '9007199254740993', '1e308', ' 7 '),
    )
    const rows = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), cell, cell, cell), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(rows, given => {
        const table = tableOf([CHANNEL, SENT, OPENED, JUMPED], ...given)

        for (const option of [overviewChart(table), conversionChart(table), channelsChart(table)])
          expect(JSON.parse(JSON.stringify(option))).toStrictEqual(option)
      }),
    )
  })
})

describe('formatRate', () => {
  it.each([
    [0.535714, '53.57%'],
    [1.2, '120%'],
    [0, '0%'],
    [null, '–'],
  ])('writes %p as %s', (rate, text) => {
    expect(formatRate(rate)).toBe(text)
  })
})

describe('formatCount', () => {
  it.each([
    [12345678, '12,345,678'],
    [999, '999'],
    [0, '0'],
    [null, '–'],
  ])('writes %p as %s', (count, text) => {
    expect(formatCount(count)).toBe(text)
  })
})
