import * as echarts from 'echarts'
import type { StatisticsRequest, StatisticsTable } from '../../../shared/api'
import {
  channelsChart,
  type ChartOption,
  conversionChart,
  emptyChart,
  fillZeros,
  formatRate,
  overviewChart,
  realtimeChart,
  realtimeRateChart,
  toChart,
} from '../../../shared/answer/chart'
import { MAX_POINTS } from '../../../shared/answer/charts/realtime'
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
const channelsTable = tableOf(
  [JUMPED, CHANNEL, OPENED],
  ['5600', 'all', '8000'],
  ['3000', '_cms_sms_', '5000'],
  ['2600', 'my_poster', '3000'],
)
const curve = (...rows: [number, number | string][]): StatisticsTable =>
  tableOf(
    [
      ['t', '1'],
      ['n', '1'],
    ],
    ...rows.map(([time, count]) => [String(time), String(count)]),
  )
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

describe('overviewChart', () => {
  it('draws a bar for each column of whole numbers, sent, opened and jumped first', () => {
    const table = tableOf(
      [['new_uercnt', '1'], JUMPED, ['env_id', '0'], SENT, OPENED, ['h5_sms_rate', '2']],
      ['12', '3000', 'wedcvfr', '10000', '5000', '0.5'],
    )

    const option = overviewChart(table)

    expect(option.xAxis?.data).toStrictEqual([
      '名 sms_send_uercnt',
      '名 h5_open_uercnt',
      '名 jump_wxapp_uercnt',
      '名 new_uercnt',
    ])
    expect(option.series).toMatchObject([{ type: 'bar', data: [10000, 5000, 3000, 12] }])
    expect(drawn(option)).toContain('>10000<')
  })

  it('draws a group of bars for each of several rows', () => {
    const option = overviewChart(tableOf([SENT], ['10'], ['20']))

    expect(option.series).toMatchObject([
      { name: '第 1 行', data: [10] },
      { name: '第 2 行', data: [20] },
    ])
  })

  it('leaves out the bar of an unreadable number, which is not 0', () => {
    expect(overviewChart(tableOf([SENT, OPENED], ['', '7'])).series).toMatchObject([{ data: [null, 7] }])
  })

  it('refuses a table without numbers and names the columns that came', () => {
    expect(() => overviewChart(tableOf([CHANNEL], ['all']))).toThrow(/colDataType "1".*channel_id/)
  })
})

describe('channelsChart', () => {
  it('draws opens and jumps as two pies, the row over all channels left out', () => {
    const option = channelsChart(channelsTable)

    expect(option.series).toMatchObject([
      {
        type: 'pie',
        name: '打开 H5',
        data: [
          { name: '短信', value: 5000 },
          { name: 'my_poster', value: 3000 },
        ],
      },
      {
        type: 'pie',
        name: '跳转小程序',
        data: [
          { name: '短信', value: 3000 },
          { name: 'my_poster', value: 2600 },
        ],
      },
    ])
    expect(drawn(option)).toContain('>62.5%<')
  })

  it('leaves the pie of a missing column empty and names the column', () => {
    const option = channelsChart(tableOf([CHANNEL, OPENED], ['qq', '7']))

    expect(option.series).toMatchObject([{ data: [{ name: 'QQ', value: 7 }] }, { data: [] }])
    expect(option.title[1]?.subtext).toBe('微信未返回列：jump_wxapp_uercnt')
    expect(drawn(option)).toContain('微信未返回列：jump_wxapp_uercnt')
  })

  it.each([
    ['channel_id', tableOf([OPENED, JUMPED], ['1', '1'])],
    ['h5_open_uercnt or jump_wxapp_uercnt', tableOf([CHANNEL], ['qq'])],
  ])('refuses a table without %s', (column, table) => {
    expect(() => channelsChart(table)).toThrow(`WeChat's table has no column ${column}`)
  })
})

describe('conversionChart', () => {
  const labels = (option: ChartOption): string[] =>
    option.series.flatMap(series => (series.type === 'funnel' ? series.data.map(part => part.label.formatter) : []))

  it("draws the documentation's row from sent to jumped with the rates between", () => {
    const option = conversionChart(conversionTable)

    expect(option.series).toMatchObject([
      { type: 'funnel', name: '短信', sort: 'none', data: [{ value: 10000 }, { value: 5000 }, { value: 3000 }] },
    ])
    expect(labels(option)).toStrictEqual([
      '短信下发人数\n10000',
      'h5打开人数\n5000\n转化率 50%',
      '小程序跳转人数\n3000\n转化率 60%',
    ])
    expect(drawn(option)).toContain('>h5打开人数<')
  })

  it.each([
    ['shows a rate above 1 as it is', ['100', '120', '150'], ['120%', '125%']],
    ['gives a step from 0 no rate', ['0', '5', '0'], ['–', '0%']],
    ['gives 0 of 0 no rate', ['0', '0', '0'], ['–', '–']],
    ['gives an unreadable number no rate', ['100', '', '5'], ['–', '–']],
  ])('%s', (_, counts, rates) => {
    const option = conversionChart(tableOf([SENT, OPENED, JUMPED], counts))

    expect(labels(option).flatMap(label => label.split('转化率 ').slice(1))).toStrictEqual(rates)
    drawn(option)
  })

  it('leaves out a step whose column is missing, says so, and gives the next step no rate', () => {
    const option = conversionChart(tableOf([JUMPED, SENT], ['30', '100']))

    expect(labels(option)).toStrictEqual(['名 sms_send_uercnt\n100', '名 jump_wxapp_uercnt\n30\n转化率 –'])
    expect(drawn(option)).toContain('微信未返回列：h5_open_uercnt')
  })

  it('stands several rows side by side', () => {
    const option = conversionChart(tableOf([CHANNEL, SENT], ['qq', '1'], ['zhihu', '2']))

    expect(option.series).toMatchObject([
      { name: 'QQ', left: '5%', width: '40%' },
      { name: '知乎', left: '55%', width: '40%' },
    ])
  })

  it('refuses a table with none of the three steps', () => {
    expect(() => conversionChart(tableOf([CHANNEL], ['qq']))).toThrow(/sms_send_uercnt.*channel_id/)
  })
})

describe('fillZeros', () => {
  const times = (beginDate: number, endDate: number, table = noData): number[] =>
    fillZeros(table, { beginDate, endDate }).map(point => point.seconds)

  it.each([
    ['a start on a multiple of 300', 1200, 2100, [1200, 1500, 1800]],
    ['a start one second after a multiple', 1201, 2100, [1500, 1800]],
    ['a start one second before a multiple', 1199, 2100, [1200, 1500, 1800]],
    ['an end one second after a multiple', 1200, 1501, [1200, 1500]],
    ['an end on a multiple, which is not in the window', 1200, 1500, [1200]],
    ['a window too short to hold a step', 1201, 1400, []],
  ])('begins at the first multiple of 300 at or after the start: %s', (_, begin, end, expected) => {
    expect(times(begin, end)).toStrictEqual(expected)
  })

  it('puts 0 where WeChat left a step out, and keeps the rest', () => {
    expect(fillZeros(curve([1500, 7]), { beginDate: 1200, endDate: 2100 })).toStrictEqual([
      { seconds: 1200, count: 0 },
      { seconds: 1500, count: 7 },
      { seconds: 1800, count: 0 },
    ])
  })

  it('keeps rows outside the window and off the grid, in the order of time', () => {
    expect(times(1200, 1800, curve([2400, 1], [900, 1], [1250, 1]))).toStrictEqual([900, 1200, 1250, 1500, 2400])
  })

  it('keeps an unreadable count as no value, which is not 0', () => {
    expect(fillZeros(curve([1200, 'x']), { beginDate: 1200, endDate: 1500 })).toStrictEqual([
      { seconds: 1200, count: null },
    ])
  })

  it.each([
    ['a time that is no number', curve([Number.NaN, 1]), 'expected Unix seconds'],
    ['a time in milliseconds', curve([1614182400000, 1]), 'expected Unix seconds'],
    ['a time that stands in it twice', curve([1200, 1], [1200, 2]), 'it has the time 1200 twice'],
    ['one column only', tableOf([['t', '1']], ['1200']), 'expected time and count'],
  ])('refuses %s', (_, table, message) => {
    expect(() => fillZeros(table, { beginDate: 1200, endDate: 1500 })).toThrow(message)
  })

  it('refuses a window with more steps than a chart holds', () => {
    expect(() => times(0, (MAX_POINTS + 1) * 300)).toThrow('50001 steps')
    expect(() => times(0, 99_999_999_999)).toThrow('a chart holds 50000')
  })
})

describe('realtimeChart', () => {
  const window = { beginDate: 1614182400, endDate: 1614182400 + 900 }

  it('draws a curve in Beijing time with empty steps as 0', () => {
    const option = realtimeChart(curve([1614182700, 7]), window, 'h5')

    expect(option.xAxis?.data).toStrictEqual(['02-25 00:00', '02-25 00:05', '02-25 00:10'])
    expect(option.series).toMatchObject([{ type: 'line', name: '打开 H5', data: [0, 7, 0] }])
    expect(drawn(option)).toContain('2021-02-25 00:00 至 2021-02-25 00:15')
  })

  it('joins opens and jumps with the rate of each step on a second axis, a gap where nobody opened', () => {
    const option = realtimeRateChart(
      curve([1614182400, 10], [1614182700, 2]),
      curve([1614182700, 3], [1614183000, 1]),
      window,
    )

    expect(option.series).toMatchObject([
      { name: '打开 H5', yAxisIndex: 0, data: [10, 2, 0] },
      { name: '跳转小程序', yAxisIndex: 0, data: [0, 3, 1] },
      { name: '跳转率 (%)', yAxisIndex: 1, data: [0, 150, null] },
    ])
    drawn(option)
  })

  it('joins with a table of no rows as with zeros', () => {
    const option = realtimeRateChart(curve([1614182400, 10]), noData, window)

    expect(option.series).toMatchObject([{ data: [10, 0, 0] }, { data: [0, 0, 0] }, { data: [0, null, null] }])
  })
})

describe('toChart', () => {
  const realtimeTable = curve([1614182400, 3])
  const cases: [string, StatisticsRequest, StatisticsTable, string][] = [
    ['overview', overviewRequest, conversionTable, 'bar'],
    ['overviewByChannel', overviewByChannelRequest, channelsTable, 'pie'],
    ['conversion', conversionRequest, conversionTable, 'funnel'],
    ['realtime', realtimeRequest, realtimeTable, 'line'],
  ]

  it.each(cases)('gives %s its chart, and ECharts draws it after a journey as JSON', (_, request, table, type) => {
    const { option, ...rest } = toChart(request, table)

    expect(rest).toStrictEqual({ totalNum: table.totalNum, errMsg: table.errMsg, errCode: 0 })
    expect(option.series[0]?.type).toBe(type)
    expect(JSON.parse(JSON.stringify(option))).toStrictEqual(option)
    expect(drawn(option)).toMatch(/^<svg/)
  })

  it.each(cases)('gives %s without rows an empty chart that says what empty means', (_, request) => {
    const { option } = toChart(request, noData)

    expect(option).toStrictEqual(emptyChart(request.action))
    expect(drawn(option)).toContain('暂无数据')
  })

  it('says that overview and conversion are ready the next day, and realtime not', () => {
    const meaning = (request: StatisticsRequest): string => emptyChart(request.action).title[0]?.subtext ?? ''

    expect(meaning(overviewRequest)).toContain('次日约 06:00')
    expect(meaning(conversionRequest)).toContain('次日约 06:00')
    expect(meaning(realtimeRequest)).not.toContain('次日')
  })

  it('leaves the table that it is given as it was', () => {
    const before = JSON.stringify(channelsTable)

    toChart(overviewByChannelRequest, channelsTable)

    expect(JSON.stringify(channelsTable)).toBe(before)
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
