import { chooseWindow } from '../../../scripts/stats/window'

/** 2021-02-26 00:30 in Beijing, still the 25th in UTC and in New York. */
const NOW = 1614270600
/** 2021-02-26 00:00 in Beijing. */
const MIDNIGHT = 1614268800
const DAY = 86_400

describe('chooseWindow', () => {
  it.each([
    ['--yesterday', { yesterday: true } as const, MIDNIGHT - DAY, MIDNIGHT],
    ['--today', { today: true } as const, MIDNIGHT, MIDNIGHT + DAY],
    ['--last 7d, which ends with yesterday', { last: '7d' }, MIDNIGHT - 7 * DAY, MIDNIGHT],
    ['bare days', { begin: '2021-02-25', end: '2021-02-26' }, MIDNIGHT - DAY, MIDNIGHT],
    ['moments', { begin: '2021-02-25 08:00', end: '2021-02-25T09:30' }, MIDNIGHT - 16 * 3600, MIDNIGHT - 14.5 * 3600],
    ['Unix seconds', { begin: '1614182400', end: '1614268800' }, MIDNIGHT - DAY, MIDNIGHT],
  ])('reads %s in Beijing time', (_, options, beginDate, endDate) => {
    expect(chooseWindow(options, NOW)).toStrictEqual({ beginDate, endDate })
  })

  it.each([
    ['no date range', {}, 'give a date range: --yesterday, --last 7d, --today, or --begin and --end'],
    ['two date ranges', { yesterday: true, last: '7d' } as const, 'one of these, not several'],
    ['one end only', { begin: '2021-02-25' }, 'give both --begin and --end'],
    ['weeks', { last: '2w' }, '--last is 2w: expected a number of days such as 7d'],
    ['no day at all', { last: '0d' }, '--last is 0d: expected'],
    ['a day that is none', { begin: '2021-02-30', end: '2021-03-01' }, '--begin is 2021-02-30 (there is no such day)'],
    ['milliseconds', { begin: '1614182400000', end: '2021-03-01' }, 'that is milliseconds, did you mean 1614182400?'],
    ['an end before the begin', { begin: '2021-02-26', end: '2021-02-25' }, '--end is 2021-02-25: expected later'],
  ])('explains %s', (_, options, problem) => {
    expect(chooseWindow(options, NOW)).toStrictEqual({ problem: expect.stringContaining(problem) as unknown })
  })

  it.each([
    ['before Beijing midnight', MIDNIGHT - 1, MIDNIGHT - DAY],
    ['at Beijing midnight', MIDNIGHT, MIDNIGHT],
    ['at midnight in UTC', MIDNIGHT + 8 * 3600, MIDNIGHT],
    ['at midnight in New York', MIDNIGHT + 13 * 3600, MIDNIGHT],
  ])('changes the day in Beijing only: %s', (_, now, today) => {
    expect(chooseWindow({ today: true }, now)).toStrictEqual({ beginDate: today, endDate: today + DAY })
    expect(chooseWindow({ yesterday: true }, now)).toStrictEqual({ beginDate: today - DAY, endDate: today })
  })

  it('reads an explicit offset from UTC', () => {
    const options = { begin: '2021-02-24T16:00Z', end: '2021-02-25T16:00:00+00:00' }

    expect(chooseWindow(options, NOW)).toStrictEqual({ beginDate: MIDNIGHT - DAY, endDate: MIDNIGHT })
  })

  it.each([
    ['the same moment twice', { begin: '2021-02-25', end: '2021-02-25' }],
    ['a bad --end', { begin: '2021-02-25', end: 'tomorrow' }],
  ])('names --end for %s', (_, options) => {
    const problem = expect.stringContaining(`--end is ${options.end}`) as unknown

    expect(chooseWindow(options, NOW)).toStrictEqual({ problem })
  })
})
