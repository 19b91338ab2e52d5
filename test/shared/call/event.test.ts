import * as fc from 'fast-check'
import { StatisticsError } from '../../../shared/errors'
import { type FunctionKind, parseEvent } from '../../../shared/call/event'
import { conversionRequest, overviewByChannelRequest, overviewRequest, realtimeRequest } from '../../support/documented'

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

function queryOf(kind: FunctionKind, event: unknown, envId?: string): object {
  return parseEvent(kind, event, envId).query
}

describe('parseEvent', () => {
  it('fills in the defaults', () => {
    expect(queryOf('conversion', valid, 'env-1')).toStrictEqual({
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

    expect(queryOf('conversion', event, 'env-1')).toStrictEqual({ ...event, all: false })
  })

  it('reads days as Beijing time', () => {
    const event = { ...valid, beginDate: '2021-02-25', endDate: '2021-02-26' }

    expect(queryOf('overview', event, 'env-1')).toMatchObject({ beginDate: 1614182400, endDate: 1614268800 })
  })

  it('ignores what the platform adds to an event', () => {
    const event = { ...valid, userInfo: { openId: 'o', appId: 'wx' }, tcbContext: {}, Type: 'Timer', TriggerName: 't' }

    expect(parseEvent('overview', event, 'env-1')).toStrictEqual(parseEvent('overview', valid, 'env-1'))
    expect(parseEvent('overview', event, 'env-1').ignored).toStrictEqual([])
  })

  it.each(['it\'s "quoted"', 'two\nlines', '🎉', '__proto__', '{"a":1}', '; rm -rf /'])(
    'takes the id %j as it is',
    activityId => {
      const { query } = parseEvent('overview', { ...valid, condition: { activityId } }, 'env-1')

      expect(query.condition.activityId).toBe(activityId)
    },
  )

  it.each([' a ', '\ta\r\n', '\u3000a\u00a0', '\u200ba\ufeff'])('takes blanks and line breaks off every id: %j', id => {
    const condition = { activityId: id, envId: id, channelId: id }

    expect(queryOf('conversion', { ...valid, condition })).toMatchObject({
      condition: { activityId: 'a', envId: 'a', channelId: 'a' },
    })
  })

  it.each(['Timer', 'timer'])('reads the event out of the Message of a %s', Type => {
    const timer = { Type, TriggerName: 't', Time: '2021-02-26T22:00:00Z', Message: JSON.stringify(valid) }

    expect(parseEvent('overview', timer, 'env-1')).toStrictEqual(parseEvent('overview', valid, 'env-1'))
  })

  it.each([
    'userInfo',
    'requestId',
    'traceId',
    'openId',
    'appId',
    'unionId',
    'callID',
    'path',
    'body',
    'source',
    'version',
    'clientIP',
    'timestamp',
    'context',
    'token',
    'map',
    'tax',
    '__proto__x',
  ])('ignores %s, which resembles no key, and names it', key => {
    const { query, ignored } = parseEvent('overview', { ...valid, [key]: 1 }, 'env-1')

    expect(query).toStrictEqual(queryOf('overview', valid, 'env-1'))
    expect(ignored).toStrictEqual(key === 'userInfo' ? [] : [key])
  })

  it('does no harm with an own __proto__ in the event', () => {
    const event: unknown = JSON.parse(
      '{"__proto__":{"polluted":1},"beginDate":1614182400,"endDate":1614268800,"condition":{"activityId":"a"}}',
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
    [
      'a date in quotes',
      { ...valid, endDate: '1614268800' },
      'endDate is "1614268800" (a timestamp is a number, did you mean 1614268800 without quotes?)',
    ],
    ['an impossible day', { ...valid, beginDate: '2021-02-30' }, 'beginDate is "2021-02-30" (there is no such day)'],
    [
      'an end before the begin',
      { ...valid, endDate: 1614182399 },
      'endDate is 1614182399, not after beginDate 1614182400',
    ],
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

  it('a timer that says nothing, with what it needs', () => {
    expect(refusalOf({ Type: 'Timer', TriggerName: 't', Message: '' })).toMatch(
      /the Message of the timer is "": expected the event as JSON, \{"beginDate"/,
    )
  })

  it('an event without envId when the function does not know its own environment', () => {
    expect(() => parseEvent('overview', valid, undefined)).toThrow('condition.envId is missing: expected')
  })

  it('a long value, and a long key, with a message that stays short', () => {
    expect(refusalOf({ ...valid, format: 'x'.repeat(10_000) }).length).toBeLessThan(200)
    expect(refusalOf({ ...valid, condition: { activityId: 'a', ['x'.repeat(10_000)]: 1 } }).length).toBeLessThan(250)
  })

  it.each<[string, object, string]>([
    ['channelId beside condition', { channelId: 'qq' }, 'channelId belongs into condition, as condition.channelId'],
    [
      'channel_id beside condition',
      { channel_id: 'qq' },
      'channel_id is not a key of the event: did you mean channelId? It belongs into condition',
    ],
    ['envId', { envId: 'e' }, 'envId belongs into condition'],
    ['activityId', { activityId: 'e' }, 'activityId belongs into condition'],
    [
      'a dotted path',
      { 'condition.channelId': 'e' },
      'condition.channelId is not a key of the event: did you mean channelId? It belongs into condition',
    ],
    [
      'byChannelId',
      { byChannelId: '1' },
      'conversion takes no byChannelId: leave it out (byChannelId is for overview and overviewByChannel)',
    ],
    ['limit', { limit: 5 }, 'limit is not a key of the event: did you mean pageLimit?'],
    ['fromat', { fromat: 'rows' }, 'fromat is not a key of the event: did you mean format?'],
    ['al', { al: true }, 'al is not a key of the event: did you mean all?'],
    ['offset', { offset: 5 }, 'did you mean pageOffset?'],
    ['output', { output: 'rows' }, 'did you mean format?'],
    ['date', { date: '2021-02-25' }, 'date is not a key of the event: did you mean beginDate and endDate?'],
    ['type', { type: 'h5' }, 'conversion takes no type: leave it out (actType is for realtime)'],
    [
      'paging inside of condition',
      { condition: { activityId: 'a', limit: 5 } },
      'condition.limit is not a key of the condition: did you mean pageLimit? It belongs beside condition',
    ],
    [
      'what nobody knows inside of condition',
      { condition: { activityId: 'a', foo: 5 } },
      'conversion takes no condition.foo: expected only activityId, envId, channelId',
    ],
  ])('%s, with where it belongs or what was meant', (_, more, message) => {
    expect(refusalOf({ ...valid, ...more }, 'conversion')).toContain(message)
  })
})

/** Every key of every function, at its level. */
const KEYS = ['beginDate', 'endDate', 'pageOffset', 'pageLimit', 'all', 'format', 'step', 'condition', 'action']
const CONDITION_KEYS = ['activityId', 'envId', 'channelId', 'actType', 'byChannelId']
const SYNONYMS = [
  'limit',
  'offset',
  'channel',
  'begin',
  'start',
  'end',
  'type',
  'output',
  'activity',
  'env',
  'pageSize',
  'skip',
]
const VALID: Record<FunctionKind, { condition: object }> = {
  overview: valid,
  overviewByChannel: valid,
  conversion: valid,
  realtime: inRealtime,
}
const kinds = fc.constantFrom(...(Object.keys(VALID) as FunctionKind[]))

/** One letter missing, too many, wrong, or changed with the next one. */
function withSlip(word: string, at: number, slip: number, letter: string): string {
  const [before, rest] = [word.slice(0, at), word.slice(at)]
  const slips = [before + rest.slice(1), before + letter + rest, before + letter + rest.slice(1)]
  return slips[slip] ?? before + (rest[1] ?? '') + (rest[0] ?? '') + rest.slice(2)
}

describe('no key that was meant is read as absent', () => {
  const slips = fc.record({
    at: fc.nat(),
    slip: fc.nat({ max: 3 }),
    letter: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
  })
  const forms = fc.constantFrom<(key: string) => string>(
    key => key,
    key => key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
    key => key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`),
    key => key.toUpperCase(),
    key => key[0]?.toUpperCase() + key.slice(1),
  )
  const places = fc.constantFrom('event', 'condition')

  /** Whether the event is taken although it has this key beside what it needs. */
  function isTaken(kind: FunctionKind, place: string, key: string): boolean {
    const base = VALID[kind]
    const event =
      place === 'event' ? { ...base, [key]: '7' } : { ...base, condition: { ...base.condition, [key]: '7' } }
    try {
      parseEvent(kind, event, 'env-1')
      return true
    } catch {
      return false
    }
  }

  /** The keys that a function takes with the value '7': of these a slip back into the right word is no slip. */
  const IDS: Record<FunctionKind, string[]> = {
    overview: ['activityId', 'envId'],
    overviewByChannel: ['activityId', 'envId'],
    conversion: ['activityId', 'envId', 'channelId'],
    realtime: ['activityId', 'envId', 'channelId'],
  }
  const takes = (kind: FunctionKind, place: string, key: string): boolean =>
    place === 'condition' && IDS[kind].includes(key)

  it.each([
    ['one slip in any key', KEYS.concat(CONDITION_KEYS), true],
    ['any key in another form or at another level', KEYS.concat(CONDITION_KEYS), false],
    ['any synonym in any form', SYNONYMS, false],
  ] as const)('%s is refused, by every function and at every level', (_, words, slip) => {
    fc.assert(
      fc.property(kinds, places, fc.constantFrom(...words), forms, slips, (kind, place, word, form, how) => {
        const key = slip ? withSlip(word, how.at % word.length, how.slip, how.letter) : form(word)
        fc.pre(!takes(kind, place, key) && key !== 'Time' && key !== 'Type')
        expect([key, isTaken(kind, place, key)]).toStrictEqual([key, false])
      }),
      { numRuns: 500 },
    )
  })
})

describe("the documentation's own HTTPS request, pasted as an event", () => {
  const snake = (value: unknown): unknown =>
    typeof value !== 'object' || value === null
      ? value
      : Object.fromEntries(
          Object.entries(value).map(([key, each]) => [
            key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
            snake(each),
          ]),
        )

  it.each<[FunctionKind, object, string[]]>([
    ['overview', overviewRequest, ['byChannelId']],
    ['overviewByChannel', overviewByChannelRequest, ['byChannelId']],
    ['conversion', conversionRequest, ['channelId']],
    ['realtime', realtimeRequest, ['channelId', 'actType']],
  ])('%s tells all the faults in one refusal, and no other', (kind, request, more) => {
    const message = refusalOf(snake(request), kind)

    const pages = kind === 'realtime' ? [] : ['pageOffset', 'pageLimit']
    const keys = ['beginDate', 'endDate', ...pages, 'envId', 'activityId', ...more]
    expect(message).toMatch(new RegExp(`^${keys.length} errors: `))
    for (const key of keys) expect(message).toContain(`did you mean ${key}?`)
    expect(message).not.toContain('is missing')
  })

  it('tells the faults of values beside those of keys', () => {
    const message = refusalOf({
      begin_date: 1614182400000,
      endDate: '20210226',
      condition: { activity_id: '', foo: 1 },
    })

    expect(message.split('; ')).toStrictEqual([
      '6 errors: 1) begin_date is not a key of the event: did you mean beginDate?',
      '2) condition.activity_id is not a key of the condition: did you mean activityId?',
      '3) overview takes no condition.foo: expected only activityId, envId, byChannelId',
      expect.stringMatching(
        /^4\) begin_date is 1614182400000 \(that is milliseconds, did you mean 1614182400\?\): expected/,
      ),
      expect.stringMatching(/^5\) endDate is "20210226" \(did you mean "2021-02-26"\?\): expected/),
      expect.stringMatching(/^6\) condition.activity_id is "": expected the activity's id/),
    ])
  })

  it('tells at once what the event would be refused for after its faults are mended', () => {
    const message = refusalOf({
      ...valid,
      beginDate: 20210225,
      endDate: '2021/2/25',
      all: true,
      offset: 5,
      format: 'xml',
    })

    expect(message.split('; ')).toStrictEqual([
      '6 errors: 1) offset is not a key of the event: did you mean pageOffset?',
      expect.stringContaining('beginDate is 20210225') as unknown,
      expect.stringContaining('endDate is "2021/2/25" (did you mean') as unknown,
      expect.stringContaining('format is "xml"') as unknown,
      '5) pageOffset is 5 beside all: true, which reads from row 0 on: leave it out',
      expect.stringContaining('6) endDate is "2021/2/25", not after beginDate 20210225') as unknown,
    ])
  })

  it('does not take the number of a page for a row', () => {
    expect(refusalOf({ ...valid, page: '2' })).toBe('page is not a key of the event: did you mean pageOffset?')
  })

  it('names so many faults, and counts the rest', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`begin_${'_'.repeat(index)}date`, 1]))

    expect(refusalOf({ ...valid, ...many })).toMatch(/^500 errors: 1\) .* 20\) .*; and 480 more$/)
  })
})
