import { beijingDay, beijingMidnight, type DayPreset, presetDays, windowOfDays } from '../../../shared/figures/days'

/** 2021-03-01 00:30 in Beijing, still 28 February in UTC. */
const NOW = 1614529800

describe('presetDays', () => {
  it.each<[DayPreset, string, string]>([
    ['today', '2021-03-01', '2021-03-01'],
    ['yesterday', '2021-02-28', '2021-02-28'],
    ['last7Days', '2021-02-22', '2021-02-28'],
    ['last30Days', '2021-01-30', '2021-02-28'],
    ['thisMonth', '2021-03-01', '2021-03-01'],
  ])('counts %s in days of Beijing', (preset, first, last) => {
    expect(presetDays(preset, NOW)).toStrictEqual({ first, last })
  })

  it('begins this month on its first day', () => {
    expect(presetDays('thisMonth', NOW + 20 * 86_400)).toStrictEqual({ first: '2021-03-01', last: '2021-03-21' })
  })
})

describe('windowOfDays', () => {
  it('includes the last day: the documented day is 1614182400 to 1614268800', () => {
    const window = windowOfDays({ first: '2021-02-25', last: '2021-02-25' })

    expect(window).toStrictEqual({ beginDate: 1614182400, endDate: 1614268800 })
  })

  it.each([
    ['an end before the begin', '2021-02-26', '2021-02-25', '结束日期 2021-02-25 早于开始日期 2021-02-26'],
    ['a day that does not exist', '2021-02-30', '2021-03-01', '开始日期「2021-02-30」不是有效的日期'],
    ['a time of day', '2021-02-25', '2021-02-26 08:30', '结束日期「2021-02-26 08:30」不是有效的日期'],
    ['nothing', '', '2021-02-25', '开始日期「」不是有效的日期'],
    ['eight digits', '20210225', '2021-02-26', '开始日期「20210225」不是有效的日期'],
  ])('explains %s', (_, first, last, problem) => {
    expect(windowOfDays({ first, last })).toStrictEqual({ problem: expect.stringContaining(problem) as unknown })
  })
})

describe('a day of Beijing', () => {
  it('begins at 16:00 UTC', () => {
    const midnight = 1614528000

    expect([beijingDay(midnight - 1), beijingDay(midnight)]).toStrictEqual(['2021-02-28', '2021-03-01'])
    expect([beijingMidnight(midnight - 1), beijingMidnight(midnight)]).toStrictEqual([midnight - 86_400, midnight])
  })
})
