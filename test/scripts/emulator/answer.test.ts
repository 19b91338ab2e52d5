import * as fc from 'fast-check'
import { answerRequest } from '../../../scripts/emulator/answer'
import { documentedCampaign, livelyCampaign } from '../../../scripts/emulator/builtInCampaigns'
import type { Campaign } from '../../../scripts/emulator/campaign'
import { type RequestBody, WechatError } from '../../../scripts/emulator/rules'

const DAY = 86_400
/** 2021-02-25 00:00 in Beijing. */
const MIDNIGHT = 1614182400
const LATER = MIDNIGHT + 30 * DAY
const documented = documentedCampaign(1)
const lively = livelyCampaign(1, MIDNIGHT + DAY / 2)

const activity = { env_id: 'wedcvfr', activity_id: '21ded5cb6001691405171ba161c603d1' }
const page = { page_offset: 0, page_limit: 1000 }
const overview: RequestBody = {
  action: 'smsMarketingOverviewData',
  begin_date: MIDNIGHT,
  end_date: MIDNIGHT + DAY,
  ...page,
  condition: { ...activity, by_channel_id: '0' },
}
const byChannel = { ...overview, condition: { ...activity, by_channel_id: '1' } }
const conversion = {
  ...overview,
  action: 'smsMarketingConversionData',
  condition: { ...activity, channel_id: '_cms_sms_' },
}
const realtime: RequestBody = {
  action: 'smsMarketingRealTimeData',
  begin_date: MIDNIGHT,
  end_date: MIDNIGHT + DAY,
  condition: { ...activity, channel_id: '_cms_sms_', act_type: 'h5' },
}

/** The rows of an answer; none for 10011. */
function rowsOf(body: RequestBody, campaigns: readonly Campaign[] = [documented], now = LATER): string[][] {
  try {
    return answerRequest(campaigns, body, now).data_value.map(row => row.data_value)
  } catch (error) {
    if (error instanceof WechatError && error.errcode === 10011) return []
    throw error
  }
}

function codeOf(body: RequestBody, now = LATER): number {
  try {
    return answerRequest([documented], body, now).errcode
  } catch (error) {
    if (error instanceof WechatError) return error.errcode
    throw error
  }
}

const column = (rows: string[][], at: number): number[] => rows.map(row => Number(row[at]))
const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)
const OPENS = 4
const JUMPS = 5

describe("the documentation's campaign", () => {
  it("gives the documentation's row to the character", () => {
    expect(rowsOf(conversion)).toStrictEqual([
      [
        'xxxxxxxxxxxxxxxxxx',
        'wedcvfr',
        '21ded5cb6001691405171ba161c603d1',
        '_cms_sms_',
        '5000',
        '3000',
        '10000',
        '[task1:5000,task2:5000]',
        '0.535714',
        '0.625',
        '0.5',
        '0.6',
      ],
    ])
  })

  it('has one row over all channels in its overview', () => {
    const [row, ...more] = rowsOf(overview)

    expect(more).toStrictEqual([])
    expect(row?.slice(3, 7)).toStrictEqual(['all', '8000', '5600', '10000'])
  })

  it('has a row a channel, the unknown one included, and no rate where nothing was sent', () => {
    const rows = rowsOf(byChannel)

    expect(rows.map(row => row[3])).toStrictEqual(['_cms_sms_', 'wecom', 'zhihu', 'qq', '-'])
    expect(rows.at(-1)?.slice(10)).toStrictEqual(['', '1.2'])
  })

  it('is the same for the same seed, and another for another', () => {
    expect(documentedCampaign(7)).toStrictEqual(documentedCampaign(7))
    expect(documentedCampaign(7).opens).not.toStrictEqual(documentedCampaign(8).opens)
  })
})

describe('the lively campaign', () => {
  it('has figures that depend on the seed and not on the date', () => {
    const shifted = livelyCampaign(1, MIDNIGHT + DAY / 2 + 100 * DAY)

    expect(shifted.opens.map(({ time }) => time - 100 * DAY)).toStrictEqual(lively.opens.map(({ time }) => time))
  })

  it('ends with the day of the clock', () => {
    const last = lively.opens.reduce((latest, { time }) => Math.max(latest, time), 0)

    expect(last).toBeGreaterThan(MIDNIGHT)
    expect(last).toBeLessThan(MIDNIGHT + DAY)
  })
})

/** Any window around the documented day, whatever its begin and end. */
const anyWindow = fc
  .tuple(fc.integer({ min: -DAY, max: DAY }), fc.integer({ min: 1, max: 2 * DAY }))
  .map(([begin, length]) => ({ begin_date: MIDNIGHT + begin, end_date: MIDNIGHT + begin + length }))
const livelyActivity = { env_id: 'demo-env', activity_id: 'spring-sale' }

describe('whatever the date range', () => {
  it("channels add up to the overview's opens and jumps", () => {
    fc.assert(
      fc.property(anyWindow, window => {
        const all = rowsOf({ ...overview, ...window })
        const channels = rowsOf({ ...byChannel, ...window })

        expect(sum(column(channels, OPENS))).toBe(sum(column(all, OPENS)))
        expect(sum(column(channels, JUMPS))).toBe(sum(column(all, JUMPS)))
      }),
      { numRuns: 40 },
    )
  })

  it.each([
    ['h5', OPENS],
    ['wxapp', JUMPS],
  ])('realtime steps of %s add up to the total of the same date range, returning people included', (act_type, at) => {
    fc.assert(
      fc.property(anyWindow, fc.constantFrom('_cms_sms_', '-', 'all'), (window, channel_id) => {
        const condition = { ...livelyActivity, channel_id }
        const steps = rowsOf({ ...realtime, ...window, condition: { ...condition, act_type } }, [lively])
        const total = rowsOf({ ...conversion, ...window, condition }, [lively])

        expect(sum(column(steps, 1))).toBe(sum(column(total, at)))
      }),
      { numRuns: 40 },
    )
  })

  it('realtime steps stand on multiples of 300 at or after the begin, in order, never empty', () => {
    fc.assert(
      fc.property(anyWindow, window => {
        const steps = rowsOf({ ...realtime, ...window })
        const times = column(steps, 0)

        expect(times.every(time => time % 300 === 0 && time >= window.begin_date && time < window.end_date)).toBe(true)
        expect(times).toStrictEqual([...new Set(times)].sort((a, b) => a - b))
        expect(column(steps, 1).every(count => count > 0)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })
})

describe('the clock', () => {
  it('has the overview of a day ready the next day at 06:00 Beijing time', () => {
    expect(codeOf(overview, MIDNIGHT + DAY + 6 * 3600 - 1)).toBe(10011)
    expect(codeOf(overview, MIDNIGHT + DAY + 6 * 3600)).toBe(0)
  })

  it('has realtime at once, up to now', () => {
    const noon = MIDNIGHT + DAY / 2
    const steps = column(rowsOf(realtime, [documented], noon), 0)

    expect(steps.length).toBeGreaterThan(10)
    expect(Math.max(...steps)).toBeLessThan(noon)
  })
})

describe('somebody who uses two channels', () => {
  const visit = { id: 'one', time: MIDNIGHT + 600 }
  const campaign: Campaign = {
    appid: 'wx',
    envId: 'wedcvfr',
    activityId: activity.activity_id,
    sends: [],
    opens: [
      { ...visit, channelId: 'qq' },
      { ...visit, channelId: 'zhihu' },
      { ...visit, channelId: 'qq', time: MIDNIGHT + 7200 },
    ],
    jumps: [],
  }

  it('counts once in each channel and once over all', () => {
    expect(column(rowsOf(byChannel, [campaign]), OPENS)).toStrictEqual([1, 1])
    expect(column(rowsOf(overview, [campaign]), OPENS)).toStrictEqual([1])
  })
})

describe('paging', () => {
  it('gives the page and the number of rows in all', () => {
    const answer = answerRequest([documented], { ...byChannel, page_offset: 1, page_limit: 2 }, LATER)

    expect(answer.data_value.map(row => row.data_value[3])).toStrictEqual(['wecom', 'zhihu'])
    expect(answer.total_num).toBe(5)
  })

  it('gives no rows beyond the end', () => {
    const answer = answerRequest([documented], { ...byChannel, page_offset: 5 }, LATER)

    expect(answer).toMatchObject({ data_value: [], total_num: 5 })
  })
})

describe('nothing there is 10011', () => {
  it.each([
    [
      'an activity that nobody knows',
      { ...overview, condition: { ...activity, activity_id: 'x', by_channel_id: '0' } },
    ],
    ['another environment', { ...overview, condition: { ...activity, env_id: 'x', by_channel_id: '0' } }],
    ['a channel without anybody', { ...conversion, condition: { ...activity, channel_id: 'x' } }],
    ['a date range before the campaign', { ...overview, begin_date: 1, end_date: 2 }],
  ])('for %s', (_, body) => {
    expect(codeOf(body)).toBe(10011)
  })
})

describe('a request against the documented rules is refused with the field', () => {
  it.each<[string, RequestBody]>([
    ['unknown action', { ...overview, action: 'x' }],
    ['begin_date', { ...overview, begin_date: '1614182400' }],
    ['end_date', { ...overview, end_date: undefined }],
    ['end_date', { ...overview, end_date: MIDNIGHT }],
    ['page_offset', { ...overview, page_offset: undefined }],
    ['page_limit', { ...conversion, page_limit: undefined }],
    ['condition', { ...overview, condition: undefined }],
    ['env_id', { ...overview, condition: { ...activity, env_id: '', by_channel_id: '0' } }],
    ['activity_id', { ...overview, condition: { env_id: 'x', by_channel_id: '0' } }],
    ['by_channel_id', { ...overview, condition: activity }],
    ['by_channel_id', { ...overview, condition: { ...activity, by_channel_id: 0 } }],
    ['channel_id', { ...conversion, condition: activity }],
    ['channel_id', { ...realtime, condition: { ...activity, act_type: 'h5' } }],
    ['act_type', { ...realtime, condition: { ...activity, channel_id: 'x' } }],
    ['act_type', { ...realtime, condition: { ...activity, channel_id: 'x', act_type: 'sms' } }],
  ])('%s', (field, body) => {
    expect(() => answerRequest([documented], body, LATER)).toThrow(field)
    expect(codeOf(body)).toBe(40097)
  })
})
