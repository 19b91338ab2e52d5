import {
  firstQuestion,
  isSame,
  parseAddress,
  type Question,
  questionOf,
  spanOf,
  toAddress,
  windowOf,
  withTimes,
} from '../../../../scripts/dev/page/question'
import { planOf } from '../../../../scripts/dev/page/reads'

/** Noon of 1 March 2021 in Beijing. */
const NOW = 1614571200
const day = { begin: '2021-02-25', end: '2021-02-25' }
const question: Question = {
  activityId: 'a b&c',
  envId: 'env',
  ...day,
  channelId: '_cms_sms_',
  compare: { with: 'nothing' },
}

function readBack(given: Question): Question | undefined {
  return questionOf(parseAddress(toAddress('look', given)), [], NOW)
}

describe('an address', () => {
  it.each<[string, Question]>([
    ['a day', question],
    ['times', { ...question, begin: '2021-02-25T08:30', end: '2021-02-25T12:00' }],
    ['the date range before', { ...question, compare: { with: 'before' } }],
    ['a week before', { ...question, compare: { with: 'weekBefore' } }],
    ['another date range', { ...question, compare: { with: 'window', begin: '2021-02-20' } }],
    ['another activity', { ...question, compare: { with: 'activity', activityId: 'x#y', envId: 'env2', ...day } }],
    ['a channel with emoji', { ...question, channelId: '海报😀' }],
  ])('holds %s, and gives it back', (_, given) => {
    expect(readBack(given)).toStrictEqual(given)
    expect(isSame(readBack(given), given)).toBe(true)
  })

  it('is readable', () => {
    expect(toAddress('look', { ...question, activityId: 'abc', begin: '2021-02-25T08:30' })).toBe(
      '#look?activity=abc&env=env&begin=2021-02-25T08:30&end=2021-02-25&channel=_cms_sms_',
    )
    expect(toAddress('try', question)).toBe('#try')
  })

  it.each([
    ['', 'look'],
    ['#nonsense', 'look'],
    ['#try', 'try'],
    ['#break?activity=a', 'break'],
  ])('%j is the tab %s', (hash, tab) => {
    expect(parseAddress(hash).tab).toBe(tab)
  })

  it('without a date range is that of the campaign, else yesterday; one end alone is one day', () => {
    const known = [{ activityId: 'known', envId: 'e', days: { first: '2021-02-01', last: '2021-02-03' } }]
    const asked = (hash: string): Question | undefined => questionOf(parseAddress(hash), known, NOW)

    expect(asked('#look?activity=known')).toMatchObject({ envId: 'e', begin: '2021-02-01', end: '2021-02-03' })
    expect(asked('#look?activity=new')).toMatchObject({ envId: '', begin: '2021-02-28', end: '2021-02-28' })
    expect(asked('#look?activity=known&begin=2021-02-02')).toMatchObject({ begin: '2021-02-02', end: '2021-02-02' })
    expect(asked('#look?begin=2021-02-02')).toBeUndefined()
  })
})

describe('a date range', () => {
  it('includes its last day, and not its last moment', () => {
    expect(windowOf(day)).toStrictEqual({ beginDate: 1614182400, endDate: 1614268800 })
    expect(windowOf({ begin: '2021-02-25', end: '2021-02-25T12:00' })).toStrictEqual({
      beginDate: 1614182400,
      endDate: 1614225600,
    })
  })

  it('may begin at a moment and end with a whole day', () => {
    expect(windowOf({ begin: '2021-02-25T12:00', end: '2021-02-25' })).toStrictEqual({
      beginDate: 1614225600,
      endDate: 1614268800,
    })
  })

  it.each([
    ['2021-02-30', '2021-03-01', '开始日期「2021-02-30」不是有效的日期'],
    ['2021-03-02', '2021-03-01', '结束日期 2021-03-01 早于开始日期 2021-03-02'],
    ['2021-03-02T10:00', '2021-03-02T10:00', '结束 2021-03-02 10:00 不晚于开始 2021-03-02 10:00'],
    ['', '2021-03-01T10:00', '请填写开始日期'],
  ])('from %j to %j is refused in Chinese', (begin, end, problem) => {
    expect(windowOf({ begin, end })).toStrictEqual({ problem: expect.stringContaining(problem) as string })
  })

  it('is written as days where it is days, with and without times', () => {
    expect(spanOf({ beginDate: 1614182400, endDate: 1614268800 })).toStrictEqual(day)
    expect(withTimes(day, true)).toStrictEqual({ begin: '2021-02-25T00:00', end: '2021-02-26T00:00' })
    expect(withTimes(withTimes(day, true), false)).toStrictEqual(day)
  })
})

describe('the calls of a question', () => {
  const today = { begin: '2021-03-01', end: '2021-03-01' }
  const reads = (change: Partial<Question>): string[] => {
    const plan = planOf({ ...question, ...change }, NOW)
    if ('problem' in plan) throw new Error(plan.problem)
    return Object.keys(plan.reads)
  }

  it.each<[string, Partial<Question>, number]>([
    ['a finished day', {}, 5],
    ['today, which has no overview yet', today, 2],
    ['today beside yesterday', { ...today, compare: { with: 'before' } }, 4],
    ['a day beside the one before', { compare: { with: 'before' } }, 10],
    ['a campaign beside another', { compare: { with: 'activity', activityId: 'x', envId: '', ...day } }, 8],
  ])('for %s are %#', (_, change, count) => {
    expect(reads(change)).toHaveLength(count)
  })

  it('take the finished days of a month that still runs, and as many beside them', () => {
    const plan = planOf(
      {
        ...firstQuestion({ activityId: 'a', envId: '' }, NOW),
        begin: '2021-02-01',
        end: '2021-03-01',
        compare: { with: 'weekBefore' },
      },
      NOW,
    )

    expect(plan).toMatchObject({
      reads: {
        overview: { event: { beginDate: 1612108800, endDate: 1614614400 } },
        'earlier.overview': { event: { beginDate: 1612108800 - 604800, endDate: 1614528000 - 604800 } },
      },
    })
  })

  it('are none where a date range to compare with is none', () => {
    expect(planOf({ ...question, compare: { with: 'window', begin: '2021-02-25' } }, NOW)).toStrictEqual({
      problem: '对比的时间段与所查的相同',
    })
    expect(planOf({ ...question, compare: { with: 'window', begin: 'soon' } }, NOW)).toHaveProperty('problem')
  })

  it('leave an empty environment to the server', () => {
    expect(planOf(firstQuestion({ activityId: 'a', envId: '' }, NOW), NOW)).toMatchObject({
      reads: { overview: { event: { condition: { activityId: 'a' } } } },
    })
  })
})
