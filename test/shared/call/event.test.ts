import { StatisticsError } from '../../../shared/errors'
import { type FunctionKind, parseEvent } from '../../../shared/call/event'

const valid = { beginDate: 1614182400, endDate: 1614268800, condition: { activityId: 'a' } }
const inRealtime = { ...valid, condition: { activityId: 'a', actType: 'h5' } }

/** What the refusal of an event says. */
function refusalOf(event: unknown, name: FunctionKind = 'overview', envId: string | undefined = 'env-1'): string {
  try {
    parseEvent(name, event, envId)
  } catch (thrown) {
    if (thrown instanceof StatisticsError && thrown.errCode === -501007) return thrown.message
    throw thrown
  }
  throw new Error('the event was taken')
}

describe('parseEvent', () => {
  it('fills in the defaults', () => {
    expect(parseEvent('conversion', valid, 'env-1')).toStrictEqual({
      beginDate: 1614182400,
      endDate: 1614268800,
      pageOffset: 0,
      pageLimit: 1000,
      format: 'table',
      all: false,
      condition: { envId: 'env-1', activityId: 'a', channelId: '_cms_sms_' },
    })
  })

  it('takes what the event says over the defaults', () => {
    const event = {
      ...valid,
      pageOffset: 20,
      pageLimit: 10,
      format: 'rows',
      condition: { activityId: 'a', envId: 'other', channelId: 'qq' },
    }

    expect(parseEvent('conversion', event, 'env-1')).toStrictEqual({ ...event, all: false })
  })

  it('reads days as Beijing time', () => {
    const event = { ...valid, beginDate: '2021-02-25', endDate: '2021-02-26' }

    expect(parseEvent('overview', event, 'env-1')).toMatchObject({ beginDate: 1614182400, endDate: 1614268800 })
  })

  it('ignores what the platform adds to an event', () => {
    const event = { ...valid, userInfo: { openId: 'o', appId: 'wx' }, tcbContext: {}, Type: 'Timer', TriggerName: 't' }

    expect(parseEvent('overview', event, 'env-1')).toStrictEqual(parseEvent('overview', valid, 'env-1'))
  })

  it.each(['it\'s "quoted"', 'two\nlines', '🎉', '__proto__', '{"a":1}', '; rm -rf /', ' padded '])(
    'takes the id %j as it is',
    activityId => {
      const { condition } = parseEvent('overview', { ...valid, condition: { activityId } }, 'env-1')

      expect(condition.activityId).toBe(activityId)
    },
  )

  it('does no harm with an own __proto__ in the event', () => {
    const event: unknown = JSON.parse(
      '{"__proto__":{"polluted":1},"beginDate":1,"endDate":2,"condition":{"activityId":"a"}}',
    )

    parseEvent('overview', event, 'env-1')

    expect({}).not.toHaveProperty('polluted')
  })
})

describe('parseEvent refuses', () => {
  it.each([
    ['null', null, 'the event is null: expected an object'],
    ['nothing', undefined, 'the event is undefined: expected an object'],
    ['a string', 'x', 'the event is "x": expected an object'],
    ['an array', [], 'the event is []: expected an object'],
    ['{ name, data }', { name: 'overview', data: valid }, 'the argument of wx.cloud.callFunction'],
    ['no condition', { ...valid, condition: undefined }, 'condition is missing: expected an object'],
    ['a condition that is text', { ...valid, condition: 'a' }, 'condition is "a": expected an object'],
    ['no activityId', { ...valid, condition: {} }, "condition.activityId is missing: expected the activity's id"],
    ['an empty activityId', { ...valid, condition: { activityId: '' } }, 'condition.activityId is "": expected'],
    ['a blank activityId', { ...valid, condition: { activityId: ' ' } }, 'condition.activityId is " ": expected'],
    ['a number for activityId', { ...valid, condition: { activityId: 7 } }, 'condition.activityId is 7: expected'],
    ['null for envId', { ...valid, condition: { activityId: 'a', envId: null } }, 'condition.envId is null: expected'],
    ['no beginDate', { ...valid, beginDate: undefined }, 'beginDate is missing: expected Unix seconds (1614182400)'],
    ['no endDate', { ...valid, endDate: undefined }, 'endDate is missing: expected Unix seconds'],
    [
      'milliseconds',
      { ...valid, beginDate: 1614182400000 },
      'beginDate is 1614182400000 (that is milliseconds, did you mean 1614182400?): expected Unix seconds',
    ],
    ['a date in quotes', { ...valid, endDate: '1614268800' }, 'endDate is "1614268800" (a timestamp is a number'],
    ['an impossible day', { ...valid, beginDate: '2021-02-30' }, 'beginDate is "2021-02-30" (there is no such day)'],
    ['an end before the begin', { ...valid, endDate: 1 }, 'endDate is 1, not after beginDate 1614182400'],
    ['an end that is the begin', { ...valid, endDate: valid.beginDate }, 'not after beginDate'],
    ['a negative pageOffset', { ...valid, pageOffset: -1 }, 'pageOffset is -1: expected a whole number, 0 or more'],
    ['a fraction of a page', { ...valid, pageOffset: 1.5 }, 'pageOffset is 1.5: expected a whole number'],
    ['a pageLimit of 0', { ...valid, pageLimit: 0 }, 'pageLimit is 0: expected a whole number, 1 or more'],
    ['a pageLimit in quotes', { ...valid, pageLimit: '10' }, 'pageLimit is "10": expected a whole number'],
    ['an unknown format', { ...valid, format: 'xml' }, 'format is "xml": expected "table" or "rows"'],
    ['a pageOffset beside all', { ...valid, all: true, pageOffset: 5 }, 'pageOffset is 5 beside all: true'],
    ['all in quotes', { ...valid, all: 'true' }, 'all is "true": expected true or false'],
    [
      "another function's action",
      { ...valid, action: 'smsMarketingRealTimeData' },
      'action is "smsMarketingRealTimeData"',
    ],
    [
      "another function's byChannelId",
      { ...valid, condition: { activityId: 'a', byChannelId: '1' } },
      'condition.byChannelId is "1": expected nothing: overview fixes "0"',
    ],
    ['snake_case', { ...valid, begin_date: 1 }, 'begin_date is not a key of the event: did you mean beginDate?'],
    ['a slip', { ...valid, pagelimt: 1 }, 'pagelimt is not a key of the event: did you mean pageLimit?'],
    [
      'snake_case in the condition',
      { ...valid, condition: { activity_id: 'a' } },
      'condition.activity_id is not a key of the condition: did you mean activityId?',
    ],
    [
      'a key of another function in the condition',
      { ...valid, condition: { activityId: 'a', channelId: 'qq' } },
      'overview takes no condition.channelId: expected only activityId, envId',
    ],
  ])('%s', (_, event, message) => {
    expect(refusalOf(event)).toContain(message)
  })

  it.each([
    ['no actType', valid, 'condition.actType is missing: expected "h5" or "wxapp"'],
    ['an unknown actType', { ...valid, condition: { activityId: 'a', actType: 'sms' } }, 'condition.actType is "sms"'],
    ['paging', { ...inRealtime, pageOffset: 0 }, 'realtime takes no pageOffset: it has no pages'],
    ['all', { ...inRealtime, all: true }, 'realtime takes no all: it has no pages'],
    ['an unknown step', { ...inRealtime, format: 'rows', step: '2h' }, 'step is "2h": expected "5m" or "1h" or "1d"'],
    ['a step of a table', { ...inRealtime, step: '1h' }, 'step is "1h" without a format'],
  ])('in realtime: %s', (_, event, message) => {
    expect(refusalOf(event, 'realtime')).toContain(message)
  })

  it('an event without envId when the function does not know its own environment', () => {
    expect(() => parseEvent('overview', valid, undefined)).toThrow('condition.envId is missing: expected')
  })

  it('a long value with a message that stays short', () => {
    expect(refusalOf({ ...valid, format: 'x'.repeat(10_000) }).length).toBeLessThan(200)
  })
})
