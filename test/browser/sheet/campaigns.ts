import type { StatisticsTable } from '../../../shared/api'
import {
  channelsChart,
  type ChartOption,
  conversionChart,
  emptyChart,
  failureChart,
  overviewChart,
  realtimeChart,
  realtimeRateChart,
} from '../../../shared/answer/chart'
import { sinceLaunchChart } from '../../../shared/answer/charts/sinceLaunch'
import type { SheetChart } from './drawn'

const CHANNEL = 'channel_id'
const STEPS = ['sms_send_uercnt', 'h5_open_uercnt', 'jump_wxapp_uercnt']
const SHARES = ['h5_open_uercnt_percent', 'jump_wxapp_uercnt_percent']
/** 2021-02-25 00:00 in Beijing. */
const BEGIN = 1614182400
const DAY = 86_400
const LATER = BEGIN + 1000 * DAY
const LONG_NAME = '二零二一年春季全国门店联合促销活动华东大区企业微信社群二维码海报渠道第三批补发'.slice(0, 40)

export function tableOf(colIds: string[], ...rows: (string | number)[][]): StatisticsTable {
  const typeOf = (colId: string): string => (colId === CHANNEL ? '0' : SHARES.includes(colId) ? '2' : '1')
  return {
    dataColumn: colIds.map(colId => ({ colId, colName: colId, colDataType: typeOf(colId) })),
    dataValue: rows.map(row => ({ dataValue: row.map(String) })),
    totalNum: rows.length,
    errMsg: 'openapi.cloudbase.getStatistics:ok',
    errCode: 0,
  }
}

const steps = (...counts: (string | number)[]): StatisticsTable => tableOf([CHANNEL, ...STEPS], counts)
const channels = (...rows: (string | number)[][]): StatisticsTable =>
  tableOf([CHANNEL, 'h5_open_uercnt', 'jump_wxapp_uercnt', ...SHARES], ...rows)

/** People by the hour of the day, fewer each day; the same at every run. */
function curve(days: number, scale: number, until = Infinity): StatisticsTable {
  const rows: number[][] = []
  for (let index = 0; index < days * 288; index++) {
    const seconds = BEGIN + index * 300
    const noon = Math.max(0, Math.sin(((((seconds + 8 * 3600) % DAY) / 3600 - 6) / 18) * Math.PI))
    const count = Math.round(scale * noon * (20 + ((index * 7919) % 17)) * Math.exp(-index / 288 / 4))
    if (count > 0 && seconds < until) rows.push([seconds, count])
  }
  return tableOf(['stat_time', 'uercnt'], ...rows)
}

const windowOf = (days: number) => ({ beginDate: BEGIN, endDate: BEGIN + days * DAY })

/** Half past two in the afternoon, in the middle of a busy day. */
export const TODAY_NOW = BEGIN + 14.5 * 3600 + 130

function stepCharts(): SheetChart[] {
  const tables: [string, StatisticsTable][] = [
    ['documented', steps('_cms_sms_', 10000, 5000, 3000)],
    ['no sends', steps('zhihu', 0, 900, 700)],
    ['nobody came', steps('_cms_sms_', 10000, 0, 0)],
    ['nothing at all', steps('_cms_sms_', 0, 0, 0)],
    ['12,345,678 and 60,000', steps('_cms_sms_', 12345678, 60000, 0)],
    ['rates above 1', steps(LONG_NAME, 10, 20, 25)],
    ['missing column', tableOf([CHANNEL, 'sms_send_uercnt', 'jump_wxapp_uercnt'], ['_cms_sms_', 100, 30])],
    ['unreadable number', steps('_cms_sms_', 100, '', 30)],
  ]
  return [
    chart('overview', overviewChart(steps('all', 10000, 8000, 5600)), 230),
    chart('overview, title omitted', overviewChart(steps('all', 10000, 8000, 5600), 'omitted'), 200),
    chart(
      'overview of three rows',
      overviewChart(tableOf([CHANNEL, ...STEPS], ['all', 100, 80, 30], ['all', 50, 90, 20], ['all', 0, 10, 3])),
      260,
    ),
    ...tables.map(([name, table]) => chart(`conversion: ${name}`, conversionChart(table), 240)),
  ]
}

function channelCharts(): SheetChart[] {
  const many = Array.from({ length: 300 }, (_, index) => [
    `channel-${index}`,
    Math.round(12345678 / (index + 1)),
    Math.round(8345678 / (index + 1)),
    0.4 / (index + 1),
    0.3 / (index + 1),
  ])
  const tables: [string, StatisticsTable, number][] = [
    [
      'documented',
      channels(
        ['_cms_sms_', 5000, 3000, 0.625, 0.535714],
        ['wecom', 1600, 1400, 0.2, 0.25],
        ['zhihu', 900, 700, 0.1125, 0.125],
        ['qq', 400, 380, 0.05, 0.067857],
        ['-', 100, 120, 0.0125, 0.021428],
        ['all', 8000, 5600, 1, 1],
      ),
      320,
    ],
    ['one channel', channels(['_cms_sms_', 57, 43, 1, 1]), 200],
    ['only all', channels(['all', 57, 43, 1, 1]), 200],
    ['nobody came', channels(['qq', 0, 0, 0, 0], ['zhihu', 0, 0, 0, 0]), 200],
    ['shares above 100 %', channels(['_cms_sms_', 100, 60, 1, 0.75], ['qq', 75, 40, 0.75, 0.5]), 230],
    ['300 channels', channels(...many), 400],
    [
      'names of 40 characters',
      channels(
        [LONG_NAME, 100, 80, 0.5, 0.5],
        ['my_channel_with_a_name_of_40_characters_', 50, 20, 0.25, 0.2],
        ['💐'.repeat(20), 5, 0, 0.03, 0],
      ),
      260,
    ],
    ['missing column', tableOf([CHANNEL, 'h5_open_uercnt'], ['qq', 10], ['zhihu', 0]), 200],
  ]
  return tables.map(([name, table, height]) => chart(`channels: ${name}`, channelsChart(table), height))
}

function curveCharts(): SheetChart[] {
  const later = { now: LATER }
  const empty = tableOf(['stat_time', 'uercnt'])
  const few = [
    tableOf(['t', 'n'], [BEGIN + 9000, 1], [BEGIN + 30000, 12]),
    tableOf(['t', 'n'], [BEGIN + 9000, 3], [BEGIN + 30000, 30]),
  ] as const
  const today = { now: TODAY_NOW }
  return [
    chart('realtime: a day', realtimeChart(curve(1, 1), windowOf(1), 'h5', later), 300),
    chart('realtime: a day, both', realtimeRateChart(curve(1, 1), curve(1, 0.4), windowOf(1), later), 360),
    chart('realtime: today', realtimeChart(curve(1, 1, TODAY_NOW), windowOf(1), 'h5', today), 300),
    chart(
      'realtime: today, both',
      realtimeRateChart(curve(1, 1, TODAY_NOW), curve(1, 0.4, TODAY_NOW), windowOf(1), today),
      360,
    ),
    chart('realtime: a week, both', realtimeRateChart(curve(7, 1), curve(7, 0.4), windowOf(7), later), 360),
    chart(
      'realtime: a week beside the one before',
      realtimeRateChart(curve(7, 1), curve(7, 0.4), windowOf(7), later, {
        h5: curve(7, 1.3),
        wxapp: curve(7, 0.3),
        window: windowOf(7),
      }),
      380,
    ),
    chart(
      'two campaigns since their launch',
      sinceLaunchChart(
        { opens: [900, 1500, 1900, 2100], jumps: [400, 700, 800, 850] },
        { opens: [400, 1300, 2600, 12000], jumps: [100, 300, 900, 1200] },
        ['各自启动后 4 小时内的累计人次', '虚线：春季活动'],
      ),
      320,
    ),
    chart('realtime: a month', realtimeChart(curve(31, 3), windowOf(31), 'wxapp', later), 300),
    chart('realtime: a year, both', realtimeRateChart(curve(200, 9000), curve(200, 4000), windowOf(366), later), 360),
    chart('realtime: six years', realtimeChart(curve(366, 9000), windowOf(6 * 365), 'h5', { now: LATER * 2 }), 300),
    chart(
      'realtime: 02:10 to 02:10',
      realtimeChart(curve(3, 1), { beginDate: BEGIN + 7800, endDate: BEGIN + 7800 + 2 * DAY }, 'h5', later),
      300,
    ),
    chart('realtime: one jump on one open', realtimeRateChart(...few, windowOf(1), later), 360),
    chart('realtime: nobody came', realtimeChart(empty, windowOf(1), 'h5', later), 280),
    chart('realtime: not begun', realtimeChart(empty, windowOf(1), 'h5', { now: BEGIN - 60 }), 200),
    chart(
      'realtime: a quarter of an hour',
      realtimeChart(tableOf(['t', 'n'], [BEGIN + 300, 7]), { beginDate: BEGIN, endDate: BEGIN + 900 }, 'h5', later),
      260,
    ),
  ]
}

function chart(name: string, option: ChartOption, height: number): SheetChart {
  return { name, option: JSON.parse(JSON.stringify(option)) as ChartOption, height }
}

/** What is drawn: ordinary campaigns, and those that a chart gets wrong first. */
export const SHEET: readonly SheetChart[] = [
  ...stepCharts(),
  ...channelCharts(),
  ...curveCharts(),
  chart('a failure', failureChart({ errCode: -604101, errMsg: 'overview:fail -604101' }), 200),
  chart('no data', emptyChart('smsMarketingConversionData'), 200),
]
