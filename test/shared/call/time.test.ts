import * as fc from 'fast-check'
import { formatBeijing, likelySeconds, parseDate } from '../../../shared/call/time'

describe('parseDate', () => {
  it.each([
    ['Unix seconds', 1614182400, 1614182400],
    ['the first moment of 2020 in Beijing', 1577808000, 1577808000],
    ['the largest number that can be no milliseconds', 99_999_999_999, 99_999_999_999],
    ['a day: 00:00 in Beijing', '2021-02-25', 1614182400],
    ['a minute in Beijing', '2021-02-25 08:30', 1614213000],
    ['a T between day and time', '2021-02-25T08:30', 1614213000],
    ['seconds', '2021-02-25 08:30:15', 1614213015],
    ['the last second of a day', '2021-02-25 23:59:59', 1614268799],
    ['an explicit UTC', '2021-02-25T00:00Z', 1614211200],
    ['an offset with a colon', '2021-02-25 00:00:00+09:00', 1614178800],
    ['the largest offset there is', '2021-02-25 00:00+14:00', 1614160800],
    ['an offset without a colon', '2021-02-25T00:00-0330', 1614223800],
    ['what toISOString() writes', '2021-02-25T00:00:00.000Z', 1614211200],
    ['the same in small letters', '2021-02-25t00:00:00.000z', 1614211200],
    ['a date with blanks around it', ' 2021-02-25\n', 1614182400],
    ['a leap day', '2024-02-29', 1709136000],
  ])('reads %s', (_, value, seconds) => {
    expect(parseDate(value)).toStrictEqual({ seconds })
  })

  it.each([
    ['milliseconds, naming the seconds', 1614182400000, 'that is milliseconds, did you mean 1614182400?'],
    ['a timestamp in quotes', '1614182400', 'a timestamp is a number, did you mean 1614182400 without quotes?'],
    ['milliseconds in quotes', '1614182400000', 'that is milliseconds, did you mean 1614182400?'],
    ['microseconds', 1614182400000000, 'that is microseconds, did you mean 1614182400?'],
    ['milliseconds of 1980', 315532800000, 'that is milliseconds'],
    ['milliseconds of 1973, the first with twelve digits', 100_000_000_000, 'that is milliseconds'],
    ['a day as eight digits', 20210225, 'a day is written in quotes, did you mean "2021-02-25"?'],
    ['a day as eight digits in quotes', '20210225', 'did you mean "2021-02-25"?'],
    ['a minute as twelve digits', '202102250830', 'did you mean "2021-02-25 08:30"?'],
    ['eight digits that are no day', 20211345, 'that is before 2020, and there are no statistics of that time'],
    ['the epoch', 0, 'that is before 2020, and there are no statistics of that time'],
    ['the last second of 2019', 1577807999, 'that is before 2020, and there are no statistics of that time'],
    ['a day of 2019', '2019-12-31', 'that is before 2020, and there are no statistics of that time'],
    ['a slash date with a time', '2021/2/25 8:30', 'did you mean "2021-02-25 08:30"?'],
    ['a Chinese date', '2021年2月5日', 'did you mean "2021-02-05"?'],
    ['30 February', '2021-02-30', 'there is no such day'],
    ['29 February of a common year', '2021-02-29 10:00', 'there is no such day'],
    ['month 13', '2021-13-01', 'there is no such day'],
    ['hour 24', '2021-02-25 24:00', 'there is no such time of day'],
    ['minute 60', '2021-02-25 10:60', 'there is no such time of day'],
    ['an offset of 20 hours', '2021-02-25 10:00+20:00', 'there is no such offset from UTC'],
    ['a day before 1970', '1969-12-31', 'that is before 2020, and there are no statistics of that time'],
    ['a slash date', '2021/02/25', 'did you mean "2021-02-25"?'],
    ['an impossible slash date', '2021/02/30', ''],
    ['a day of one digit', '2021-2-5', 'did you mean "2021-02-05"?'],
    ['a fraction', 1614182400.5, 'seconds are whole, did you mean 1614182400?'],
    ['a fraction of the first second of 2020', 1577808000.5, 'seconds are whole, did you mean 1577808000?'],
    ['a negative number', -1, 'that is before 2020, and there are no statistics of that time'],
    ['NaN', NaN, ''],
    ['Infinity', Infinity, ''],
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['an object', {}, ''],
  ])('refuses %s', (_, value, problem) => {
    expect(parseDate(value)).toHaveProperty('problem', problem)
  })
})

it('never suggests what is refused', () => {
  const digits = fc.integer({ min: 0, max: 10 ** 15 })
  const days = fc.date({ min: new Date('1960-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  const written = days.map(day => day.toISOString().slice(0, 19))
  const numbers = fc.oneof(
    digits,
    fc.double(),
    written.map(day => Number(day.replace(/\D/g, '').slice(0, 8))),
  )
  const texts = fc.oneof(
    numbers.map(String),
    written.map(day => day.replace(/[-T:]/g, '')),
    written.map(day => day.slice(0, 10).replace(/-0?/g, '/')),
    written.map(day => day.replace('T', ' ').replace(/-/g, '.')),
  )
  let suggestions = 0
  fc.assert(
    fc.property(fc.oneof(numbers, texts), value => {
      const parsed = parseDate(value)
      const said = 'problem' in parsed ? /did you mean ("[^"]*"|\d+)/.exec(parsed.problem)?.[1] : undefined
      if (said === undefined) return
      suggestions += 1
      const meant: unknown = JSON.parse(said)
      expect(parsed).toHaveProperty('meant', meant)
      expect(parseDate(meant)).toStrictEqual({ seconds: likelySeconds(value) })
    }),
    { numRuns: 2000 },
  )
  expect(suggestions).toBeGreaterThan(100)
})

describe('formatBeijing', () => {
  it.each([
    [1614182400, '2021-02-25 00:00'],
    [1614213015, '2021-02-25 08:30:15'],
  ])('writes %d as %s', (seconds, text) => {
    expect(formatBeijing(seconds)).toBe(text)
  })

  it('is read back by parseDate', () => {
    expect(parseDate(formatBeijing(1614213015))).toStrictEqual({ seconds: 1614213015 })
  })
})
