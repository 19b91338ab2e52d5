import { formatBeijing, parseDate } from '../../../shared/call/time'

describe('parseDate', () => {
  it.each([
    ['Unix seconds', 1614182400, 1614182400],
    ['the epoch', 0, 0],
    ['a day: 00:00 in Beijing', '2021-02-25', 1614182400],
    ['a minute in Beijing', '2021-02-25 08:30', 1614213000],
    ['a T between day and time', '2021-02-25T08:30', 1614213000],
    ['seconds', '2021-02-25 08:30:15', 1614213015],
    ['an explicit UTC', '2021-02-25T00:00Z', 1614211200],
    ['an offset with a colon', '2021-02-25 00:00:00+09:00', 1614178800],
    ['an offset without a colon', '2021-02-25T00:00-0330', 1614223800],
    ['a leap day', '2024-02-29', 1709136000],
  ])('reads %s', (_, value, seconds) => {
    expect(parseDate(value)).toStrictEqual({ seconds })
  })

  it.each([
    ['milliseconds, naming the seconds', 1614182400000, 'that is milliseconds, did you mean 1614182400?'],
    ['a timestamp in quotes', '1614182400', 'a timestamp is a number, write it without quotes'],
    ['30 February', '2021-02-30', 'there is no such day'],
    ['29 February of a common year', '2021-02-29 10:00', 'there is no such day'],
    ['month 13', '2021-13-01', 'there is no such day'],
    ['hour 24', '2021-02-25 24:00', 'there is no such time of day'],
    ['minute 60', '2021-02-25 10:60', 'there is no such time of day'],
    ['an offset of 20 hours', '2021-02-25 10:00+20:00', 'there is no such offset from UTC'],
    ['a day before 1970', '1969-12-31', 'that is before 1970'],
    ['a slash date', '2021/02/25', ''],
    ['a day of one digit', '2021-2-5', ''],
    ['a fraction', 1614182400.5, ''],
    ['a negative number', -1, ''],
    ['NaN', NaN, ''],
    ['Infinity', Infinity, ''],
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['an object', {}, ''],
  ])('refuses %s', (_, value, problem) => {
    expect(parseDate(value)).toStrictEqual({ problem })
  })
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
