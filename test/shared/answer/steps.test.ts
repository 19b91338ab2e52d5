import * as fc from 'fast-check'
import type { StatisticsTable } from '../../../shared/api'
import {
  launchOf,
  MAX_STEPS,
  stepSeconds,
  type StepWindow,
  sumSteps,
  toSteps,
  withBeijingTime,
} from '../../../shared/answer/steps'
import { toRows } from '../../../shared/answer/rows'
import type { StepSize } from '../../../shared/constants'

const BEGIN = 1614182400 // Thursday 2021-02-25 00:00 in Beijing
const DAY = 86_400
const LATER = { now: BEGIN + 10_000 * DAY }

function curve(...rows: [number, number | string][]): StatisticsTable {
  return {
    dataColumn: ['stat_time', 'uercnt'].map(colId => ({ colId, colName: `名 ${colId}`, colDataType: '1' })),
    dataValue: rows.map(([time, count]) => ({ dataValue: [String(time), String(count)] })),
    totalNum: rows.length,
    errMsg: 'openapi.cloudbase.getStatistics:ok',
    errCode: 0,
  }
}

function timesOf(window: StepWindow, step: StepSize, table = curve()): number[] {
  return toSteps(table, window, { ...LATER, step }).steps.map(({ seconds }) => seconds)
}

describe('toSteps', () => {
  it.each([
    ['a start on a multiple of 300', 1200, 2100, [1200, 1500, 1800]],
    ['a start one second after a multiple', 1201, 2100, [1500, 1800]],
    ['a start one second before a multiple', 1199, 2100, [1200, 1500, 1800]],
    ['an end one second after a multiple', 1200, 1501, [1200, 1500]],
    ['an end on a multiple, which is not in the date range', 1200, 1500, [1200]],
    ['a date range too short to hold a step', 1201, 1400, []],
  ])('begins at the first multiple of 300 at or after the start: %s', (_, beginDate, endDate, expected) => {
    expect(timesOf({ beginDate, endDate }, '5m')).toStrictEqual(expected)
  })

  it('puts 0 where WeChat left a step out, and keeps the rest', () => {
    const { steps } = toSteps(curve([1500, 7]), { beginDate: 1200, endDate: 2100 }, LATER)

    expect(steps.map(({ count }) => count)).toStrictEqual([0, 7, 0])
  })

  it("keeps WeChat's own step that holds the start, though it begins before it", () => {
    expect(timesOf({ beginDate: 1201, endDate: 1800 }, '5m', curve([1200, 4]))).toStrictEqual([1200, 1500])
  })

  it('counts the rows that lie outside, and puts them in no step', () => {
    const table = curve([900, 1], [1200, 2], [1500, 3], [1800, 4])

    const { steps, outside } = toSteps(table, { beginDate: 1200, endDate: 2100 }, { now: 1800 })

    expect([steps.map(({ count }) => count), outside]).toStrictEqual([[2, 3], 2])
  })

  it('knows no sum of a step in which a number is unreadable, which is not 0', () => {
    const table = curve([BEGIN, 'x'], [BEGIN + 300, 3], [BEGIN + 3600, 4])

    const { steps } = toSteps(table, { beginDate: BEGIN, endDate: BEGIN + 7200 }, { ...LATER, step: '1h' })

    expect(steps.map(({ count }) => count)).toStrictEqual([null, 4])
  })

  it.each([
    ['two days', 2 * DAY, '5m', 576],
    ['two days and three hours', 2 * DAY + 10_800, '1h', 51],
    ['three weeks', 21 * DAY, '1h', 504],
    ['two days and a moment', 2 * DAY + 1, '1h', 49],
    ['three weeks and a moment', 21 * DAY + 1, '1d', 22],
    ['a year', 366 * DAY, '1d', 366],
    ['five years', 5 * 365 * DAY, '7d', 262],
  ])('chooses the step of %s so that a screen can show it', (_, length, size, number) => {
    const found = toSteps(curve(), { beginDate: BEGIN, endDate: BEGIN + length }, LATER)

    expect([found.size, found.steps.length]).toStrictEqual([size, number])
  })

  it('chooses by what has come, not by what is still to come', () => {
    const { size, steps } = toSteps(curve(), { beginDate: BEGIN, endDate: BEGIN + 366 * DAY }, { now: BEGIN + 3600 })

    expect([size, steps.length]).toStrictEqual(['5m', 12])
  })

  it('takes hours and days of Beijing, and says which of them the date range or now cuts', () => {
    const window = { beginDate: BEGIN + 5400, endDate: BEGIN + 2 * DAY }
    const { steps } = toSteps(curve(), window, { now: BEGIN + DAY + 60, step: '1d' })
    const hours = timesOf({ beginDate: BEGIN + 5400, endDate: BEGIN + 10_800 }, '1h')

    expect(steps).toStrictEqual([
      { seconds: BEGIN, count: 0, whole: false },
      { seconds: BEGIN + DAY, count: 0, whole: false },
    ])
    expect(hours).toStrictEqual([BEGIN + 3600, BEGIN + 7200])
  })

  it('refuses a step that gives too many, and names those that fit', () => {
    const window = { beginDate: BEGIN, endDate: BEGIN + 3 * DAY }

    expect(() => toSteps(curve(), window, { ...LATER, step: '5m' })).toThrow(
      `step is "5m", which gives 864 steps for this date range, at most ${MAX_STEPS}: use "1h" or "1d", or leave it out`,
    )
  })

  it('refuses a date range of thousands of years before it fills the memory', () => {
    expect(() => toSteps(curve(), { beginDate: 0, endDate: 99_999_999_999 }, { now: 99_999_999_999 })).toThrow('weeks')
  })

  it.each([
    ['a time that is no number', curve([Number.NaN, 1]), 'expected Unix seconds'],
    ['a time in milliseconds', curve([BEGIN * 1000, 1]), 'expected Unix seconds'],
    ['a time that stands in it twice', curve([1200, 1], [1200, 2]), 'it has the time 1200 twice'],
    [
      'one column only',
      { ...curve(), dataColumn: curve().dataColumn.slice(1), dataValue: [{ dataValue: ['1'] }] },
      'expected time and count',
    ],
  ])('refuses %s', (_, table, message) => {
    expect(() => toSteps(table, { beginDate: 1200, endDate: 1500 }, LATER)).toThrow(message)
  })

  it('loses and invents nobody, whatever the date range, the step and the clock', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 1e9 }))
    const rows = fc.uniqueArray(row, { selector: ([at]) => at, maxLength: 60 })
    const hours = fc.double({ min: 0.1, max: 400, noNaN: true })
    fc.assert(
      fc.property(rows, hours, hours, hours, (drawn, from, length, clock) => {
        const window = {
          beginDate: Math.floor(BEGIN + from * 3600),
          endDate: Math.floor(BEGIN + (from + length) * 3600),
        }
        const now = Math.floor(BEGIN + clock * 3600)
        const table = curve(...drawn.map(([at, count]): [number, number] => [BEGIN + at * 300, count]))

        const { size, steps, outside } = toSteps(table, window, { now })

        const from300 = window.beginDate - (window.beginDate % 300)
        const inside = drawn.filter(
          ([at]) => BEGIN + at * 300 >= from300 && BEGIN + at * 300 < Math.min(now, window.endDate),
        )
        expect(steps.reduce((sum, { count }) => sum + (count ?? 0), 0)).toBe(
          inside.reduce((sum, [, count]) => sum + count, 0),
        )
        expect(outside).toBe(drawn.length - inside.length)
        expect(steps.length).toBeLessThanOrEqual(MAX_STEPS + 1)
        expect(
          steps.every(({ seconds }, at) => at === 0 || seconds - (steps[at - 1]?.seconds ?? 0) === stepSeconds(size)),
        ).toBe(true)
      }),
    )
  })
})

describe('launchOf', () => {
  it('is the first step in which somebody came, in whatever order the rows are', () => {
    expect(launchOf(curve([BEGIN, 0], [BEGIN + 900, 2], [BEGIN + 300, 1], [BEGIN + 600, ''], [BEGIN + 1200, 9]))).toBe(
      BEGIN + 300,
    )
  })

  it.each([
    ['there are no rows', curve()],
    ['all counts are 0 or unreadable', curve([BEGIN, 0], [BEGIN + 300, 'x'])],
  ])('is unknown when %s', (_, table) => {
    expect(launchOf(table)).toBeUndefined()
  })
})

describe('sumSteps', () => {
  it('gives a table of Unix seconds, Beijing time in words and sums', () => {
    const table = curve([BEGIN + 300, 3], [BEGIN + 3300, 4], [BEGIN + 7200, 5])

    const summed = sumSteps(table, { beginDate: BEGIN, endDate: BEGIN + 10_800 }, { ...LATER, step: '1h' })

    expect(toRows(summed).rows).toStrictEqual([
      { stat_time: BEGIN, beijing_time: '2021-02-25 00:00', uercnt: 7 },
      { stat_time: BEGIN + 3600, beijing_time: '2021-02-25 01:00', uercnt: 0 },
      { stat_time: BEGIN + 7200, beijing_time: '2021-02-25 02:00', uercnt: 5 },
    ])
    expect(summed).toMatchObject({ totalNum: 3, errCode: 0 })
    expect(summed.dataColumn.map(({ colName }) => colName)).toStrictEqual([
      '名 stat_time',
      '北京时间',
      '人次（各 5 分钟之和）',
    ])
  })

  it('leaves a table without columns as it is', () => {
    const empty = { ...curve(), dataColumn: [] }

    expect(sumSteps(empty, { beginDate: BEGIN, endDate: BEGIN + 3600 }, LATER)).toBe(empty)
  })
})

describe('withBeijingTime', () => {
  it('puts the time in words behind the Unix seconds and leaves the rest', () => {
    const { dataColumn, dataValue } = withBeijingTime(curve([BEGIN, 3]))

    expect(dataColumn.map(({ colName }) => colName)).toStrictEqual(['名 stat_time', '北京时间', '名 uercnt'])
    expect(dataValue).toStrictEqual([{ dataValue: [String(BEGIN), '2021-02-25 00:00', '3'] }])
  })

  it('leaves the words out for a time that is none', () => {
    expect(withBeijingTime(curve([Number.NaN, 3])).dataValue[0]?.dataValue).toStrictEqual(['NaN', '', '3'])
  })
})
