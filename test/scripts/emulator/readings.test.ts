/** What WeChat does not publish, the emulator reads in each way that fits: and what is drawn is true under all of them. */
import type { ActType, StatisticsRequest, StatisticsTable } from '../../../shared/api'
import {
  type ChartOption,
  channelsChart,
  conversionChart,
  overviewChart,
  realtimeRateChart,
} from '../../../shared/answer/chart'
import { toRows } from '../../../shared/answer/rows'
import { toSteps } from '../../../shared/answer/steps'
import { getStatistics } from '../../../shared/call/getStatistics'
import { httpsOpenapi } from '../../../shared/https/httpsOpenapi'
import type { Campaign, Visit } from '../../../scripts/emulator/campaign'
import { DEMO_ACCESS_TOKEN } from '../../../scripts/emulator/httpsCall'
import {
  REALTIME_READINGS,
  type RealtimeReading,
  WINDOW_READINGS,
  type WindowReading,
} from '../../../scripts/emulator/readings'
import { startEmulator } from '../../../scripts/emulator/server'

const DAY = 86_400
/** 2021-02-25 00:00 in Beijing. */
const BEGIN = 1614182400
const LATER = BEGIN + 30 * DAY
const THREE_DAYS = { beginDate: BEGIN, endDate: BEGIN + 3 * DAY }
const LAST_DAY = { beginDate: BEGIN + 2 * DAY, endDate: BEGIN + 3 * DAY }
const activity = { envId: 'env', activityId: 'activity' }

/** A comes on two days and twice on the second, B by two channels on one day, C on the last. */
const visits = (kind: string): Visit[] => [
  { id: `${kind}-A`, channelId: '_cms_sms_', time: BEGIN + 36_000 },
  { id: `${kind}-A`, channelId: '_cms_sms_', time: BEGIN + DAY + 36_000 },
  { id: `${kind}-A`, channelId: '_cms_sms_', time: BEGIN + DAY + 40_000 },
  { id: `${kind}-B`, channelId: '_cms_sms_', time: BEGIN + 40_000 },
  { id: `${kind}-B`, channelId: 'qq', time: BEGIN + 41_000 },
  { id: `${kind}-C`, channelId: '_cms_sms_', time: BEGIN + 2 * DAY + 36_000 },
]
const campaign: Campaign = {
  appid: 'wx',
  ...activity,
  sends: [{ task: 'task1', channelId: '_cms_sms_', count: 10, time: BEGIN + 32_400 }],
  opens: visits('open'),
  jumps: visits('jump').slice(0, 4),
}

const page = { pageOffset: 0, pageLimit: 1000 }
const overviewOf = (byChannelId: '0' | '1', window = THREE_DAYS): StatisticsRequest => ({
  action: 'smsMarketingOverviewData',
  ...window,
  ...page,
  condition: { ...activity, byChannelId },
})
const conversionOf = (window = THREE_DAYS): StatisticsRequest => ({
  action: 'smsMarketingConversionData',
  ...window,
  ...page,
  condition: { ...activity, channelId: '_cms_sms_' },
})
const realtimeOf = (actType: ActType): StatisticsRequest => ({
  action: 'smsMarketingRealTimeData',
  ...THREE_DAYS,
  condition: { ...activity, channelId: '_cms_sms_', actType },
})

/** What an emulator of this reading answers. */
async function read(
  reading: { window?: WindowReading; realtime?: RealtimeReading },
  ...requests: StatisticsRequest[]
): Promise<StatisticsTable[]> {
  const emulator = await startEmulator({ campaigns: [campaign], now: () => LATER * 1000, reading })
  try {
    const openapi = httpsOpenapi({ credentials: { accessToken: DEMO_ACCESS_TOKEN }, baseUrl: emulator.url })
    return await Promise.all(requests.map(request => getStatistics(openapi, request)))
  } finally {
    await emulator.close()
  }
}

async function opensOf(window: WindowReading, ...requests: StatisticsRequest[]): Promise<unknown[]> {
  const tables = await read({ window }, ...requests)
  return tables.flatMap(table => toRows(table).rows.map(row => row['h5_open_uercnt']))
}

describe('the emulator', () => {
  it.each<[WindowReading, number[], number[]]>([
    ['window', [3], [1]],
    ['snapshot', [3], [3]],
    ['days', [2, 1, 1], [1]],
  ])('reads a date range as %s', async (reading, ofThreeDays, ofTheLast) => {
    expect(await opensOf(reading, overviewOf('0'))).toStrictEqual(ofThreeDays)
    expect(await opensOf(reading, overviewOf('0', LAST_DAY))).toStrictEqual(ofTheLast)
  })

  it.each<[RealtimeReading, number]>([
    ['window', 3],
    ['step', 5],
  ])('counts a person in realtime by %s', async (realtime, expected) => {
    const [table] = await read({ realtime }, realtimeOf('h5'))

    expect(table?.dataValue.reduce((sum, { dataValue }) => sum + Number(dataValue[1]), 0)).toBe(expected)
  })
})

const valuesOf = ({ series }: ChartOption): unknown[][] =>
  series.map(({ data }) => data.map(each => (typeof each === 'object' && each !== null ? each.value : each)))
const notesOf = (option: ChartOption): string => option.title[0].subtext.replaceAll('\n', '')

describe.each(Object.keys(WINDOW_READINGS) as WindowReading[])(
  'what is drawn where a date range is read as %s',
  reading => {
    it("has WeChat's numbers, each in a bar of its own, and no sum of people", async () => {
      const tables = await read({ window: reading }, overviewOf('0'), conversionOf())
      const options = [overviewChart, conversionChart].map((draw, index) => draw(tables[index] ?? campaignTable()))

      const given = tables.map(table => toRows(table).rows.flatMap(row => Object.values(row)))
      const drawn = options.map(option => valuesOf(option).flat())
      expect(
        drawn.every((values, index) => values.every(value => value === '-' || given[index]?.includes(value as number))),
      ).toBe(true)
      expect(drawn.map(values => values.length)).toStrictEqual(tables.map(({ dataValue }) => dataValue.length * 3))
    })

    it('says so where a channel or an activity has several rows', async () => {
      const [overview = campaignTable(), channels = campaignTable()] = await read(
        { window: reading },
        overviewOf('0'),
        overviewOf('1'),
      )

      const isSeveral = reading === 'days'
      expect(notesOf(overviewChart(overview)).includes('各行的含义未公布')).toBe(isSeveral)
      expect(JSON.stringify(channelsChart(channels)).includes('短信 第 2 行')).toBe(isSeveral)
    })
  },
)

describe.each(Object.keys(REALTIME_READINGS) as RealtimeReading[])('a curve where realtime counts by %s', realtime => {
  it('is the exact sum of the steps, and is called 人次', async () => {
    const [opens = campaignTable(), jumps = campaignTable()] = await read(
      { realtime },
      realtimeOf('h5'),
      realtimeOf('wxapp'),
    )

    const option = realtimeRateChart(opens, jumps, THREE_DAYS, { now: LATER })

    const sum = opens.dataValue.reduce((total, { dataValue }) => total + Number(dataValue[1]), 0)
    const { steps } = toSteps(opens, THREE_DAYS, { now: LATER })
    expect(steps.reduce((total, { count }) => total + (count ?? 0), 0)).toBe(sum)
    expect(valuesOf(option)[0]?.reduce((total: number, value) => total + Number(value), 0)).toBe(sum)
    expect(JSON.stringify(option)).not.toContain('打开人数')
    expect(notesOf(option)).toContain('人次为各 5 分钟之和')
  })
})

function campaignTable(): never {
  throw new Error('the emulator gave no table')
}
