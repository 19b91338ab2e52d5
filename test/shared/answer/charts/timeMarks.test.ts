import { timeMarks } from '../../../../shared/answer/charts/timeMarks'

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** So many steps from a moment of Beijing time on. */
function steps(from: string, seconds: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => Date.parse(`${from}+08:00`) / 1000 + at * seconds)
}

describe('the marks of a time axis', () => {
  it.each<[string, number[], number, string]>([
    ['40 minutes', steps('2021-02-25T08:00', 5 * MINUTE, 8), 12, '08:00 08:05 08:10 08:15 08:20 08:25 08:30 08:35'],
    [
      'two hours',
      steps('2021-02-25T08:00', 5 * MINUTE, 25),
      12,
      '08:00 08:15 08:30 08:45 09:00 09:15 09:30 09:45 10:00',
    ],
    ['two hours, narrow', steps('2021-02-25T08:00', 5 * MINUTE, 25), 5, '08:00 08:30 09:00 09:30 10:00'],
    [
      'ten hours',
      steps('2021-02-25T08:00', 5 * MINUTE, 121),
      11,
      '08:00 09:00 10:00 11:00 12:00 13:00 14:00 15:00 16:00 17:00 18:00',
    ],
    [
      'a day',
      steps('2021-02-25T00:00', 5 * MINUTE, 288),
      12,
      '02-25 02:00 04:00 06:00 08:00 10:00 12:00 14:00 16:00 18:00 20:00 22:00',
    ],
    [
      'a day, less wide',
      steps('2021-02-25T00:00', 5 * MINUTE, 288),
      8,
      '02-25 03:00 06:00 09:00 12:00 15:00 18:00 21:00',
    ],
    ['a day, narrow', steps('2021-02-25T00:00', 5 * MINUTE, 288), 5, '02-25 06:00 12:00 18:00'],
    ['two days', steps('2021-02-25T00:00', HOUR, 48), 4, '02-25 12:00 02-26 12:00'],
    ['two weeks', steps('2021-03-01T00:00', DAY, 14), 12, '03-01 03-03 03-05 03-07 03-09 03-11 03-13'],
    ['a month', steps('2021-03-01T00:00', DAY, 30), 12, '03-01 03-06 03-11 03-16 03-21 03-26'],
    ['a month, narrow', steps('2021-03-01T00:00', DAY, 30), 5, '03-01 03-11 03-21'],
    ['half a year', steps('2021-01-01T00:00', DAY, 200), 7, '01-01 02-01 03-01 04-01 05-01 06-01 07-01'],
    ['300 days', steps('2021-01-01T00:00', DAY, 301), 5, '01-01 03-01 05-01 07-01 09-01'],
    [
      'a day more, and from then on with the year',
      steps('2021-01-01T00:00', DAY, 302),
      5,
      '2021-01 2021-03 2021-05 2021-07 2021-09',
    ],
    ['a year', steps('2021-01-01T00:00', DAY, 365), 7, '2021-01 2021-03 2021-05 2021-07 2021-09 2021-11'],
    ['a year, narrow', steps('2021-01-01T00:00', DAY, 365), 5, '2021-01 2021-04 2021-07 2021-10'],
    ['three years', steps('2021-01-01T00:00', DAY, 1096), 7, '2021-01 2021-07 2022-01 2022-07 2023-01 2023-07 2024-01'],
    ['seven years', steps('2020-01-01T00:00', DAY, 7 * 366), 7, '2020-01 2022-01 2024-01 2026-01'],
    ['ten weeks', steps('2021-01-04T00:00', 7 * DAY, 10), 4, '01-04 01-25 02-15 03-08'],
    ['one step', steps('2021-01-04T13:05', 5 * MINUTE, 1), 4, '13:05'],
    ['nothing', [], 4, ''],
  ])('of %s stand at round times, as many as fit', (_, times, most, expected) => {
    const marks = timeMarks(times, most)

    expect(marks.map(({ text }) => text).join(' ')).toBe(expected)
    expect(marks.length).toBeLessThanOrEqual(most)
  })

  it('stand where their times are', () => {
    const times = steps('2021-02-25T08:10', 5 * MINUTE, 25)

    expect(timeMarks(times, 5)).toEqual([
      { index: 4, text: '08:30' },
      { index: 10, text: '09:00' },
      { index: 16, text: '09:30' },
      { index: 22, text: '10:00' },
    ])
  })
})
