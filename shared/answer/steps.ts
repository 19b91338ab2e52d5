import type { Column, DataRow, StatisticsTable } from '../api'
import { formatBeijing } from '../call/time'
import {
  BEIJING_OFFSET_SECONDS,
  DAY_SECONDS,
  MAX_UNIX_SECONDS,
  REALTIME_BUCKET_SECONDS,
  STEP_SIZES,
  type StepSize,
} from '../constants'
import { INVALID_PARAM, RESULT_TOO_LARGE, StatisticsError, SYSTEM_ERROR } from '../errors'
import { toCount } from './charts/counts'
import { cellsOf, checkColumns } from './rows'

/** A date range in Unix SECONDS, `endDate` not included. */
export interface StepWindow {
  beginDate: number
  endDate: number
}

/** How a date range is divided. */
export interface StepOptions {
  /** Unix SECONDS: what lies later has not happened. */
  now: number
  /** @default by the length of the window: 5 minutes up to two days, an hour up to three weeks, a day beyond */
  step?: StepSize | undefined
}

/** A step of a curve. */
export interface TimeStep {
  /** Its beginning, Unix seconds. */
  seconds: number
  /** The sum of what WeChat counted in five-minute steps; `null` when one of them has no readable number. */
  count: number | null
  /** False where the date range or `now` cuts the step: it is not, or not yet, a whole one. */
  whole: boolean
}

/** A date range in steps. */
export interface Steps {
  size: StepSize | '7d'
  /** One after the other without a gap, as far as time has come; none when the date range has not begun. */
  steps: TimeStep[]
  /** How many rows WeChat gave that lie outside of the date range or after `now`. They are in no step. */
  outside: number
}

/** What a screen can show, and what stays far below 200 KB as JSON. */
export const MAX_STEPS = 600

/** No date range of this century has more, and a mistaken one must not fill the memory. */
const MAX_STEPS_OF_ALL = 10_000

/** Seven days are taken by itself only, where days would be too many: an API of 2020 has few such date ranges. */
const SECONDS = { '5m': REALTIME_BUCKET_SECONDS, '1h': 3600, '1d': DAY_SECONDS, '7d': 7 * DAY_SECONDS } as const
/** The step that a date range gets by itself, by how long it has lasted: each gives fewer than MAX_STEPS. */
const CHOSEN_UP_TO = [
  { size: '5m', days: 2 },
  { size: '1h', days: 21 },
  { size: '1d', days: 598 },
] as const

/** A Monday, 00:00 in Beijing: all steps are counted from it, so that hours, days and weeks are Beijing's. */
const ORIGIN = 4 * DAY_SECONDS - BEIJING_OFFSET_SECONDS

/**
 * How long the steps of a date range are: those that were asked for, else those that fit it.
 *
 * @throws StatisticsError -501007 when `step` gives more than MAX_STEPS steps, -604001 when the date range is far too long
 */
export function stepSizeFor(window: StepWindow, options: StepOptions): Steps['size'] {
  const { first, end } = spanOf(window, options)
  return options.step === undefined ? sizeFor(first, end) : checkSize(options.step, first, end)
}

/** From the first five-minute step at or after the begin, up to what has happened. */
function spanOf({ beginDate, endDate }: StepWindow, { now }: StepOptions): { first: number; end: number } {
  const first = Math.ceil(beginDate / REALTIME_BUCKET_SECONDS) * REALTIME_BUCKET_SECONDS
  return { first, end: Math.min(endDate, now) }
}

/** How long a step is, in seconds. */
export function stepSeconds(size: Steps['size']): number {
  return SECONDS[size]
}

/**
 * Sums a realtime table over the hours or days of Beijing. WeChat leaves empty five-minute steps out: they are 0. A step
 * that begins at or after min(endDate, now) is absent. The sums are 人次: a person who comes in two steps may count twice.
 *
 * WeChat does not publish the columns of this table; rows are known to be `[unixSeconds, count]`, so here, and nowhere
 * else, columns are taken by position.
 *
 * @throws StatisticsError -501007 when `step` gives more than MAX_STEPS steps, -601001 when the table is broken, -604001
 * when the date range is far too long
 */
export function toSteps(table: StatisticsTable, window: StepWindow, options: StepOptions): Steps {
  const size = stepSizeFor(window, options)
  const { first, end } = spanOf(window, options)
  const rows = readCounts(table)
  const steps: TimeStep[] = []
  for (let seconds = first >= end ? end : floorTo(size, first); seconds < end; seconds += SECONDS[size])
    steps.push({ seconds, count: 0, whole: seconds >= window.beginDate && seconds + SECONDS[size] <= end })
  // WeChat's step that holds the begin may stand before it.
  const from = Math.floor(window.beginDate / REALTIME_BUCKET_SECONDS) * REALTIME_BUCKET_SECONDS
  const inside = rows.filter(({ seconds }) => seconds >= from && seconds < end)
  for (const { seconds, count } of inside) {
    const step = stepAt(steps, size, seconds)
    step.count = step.count === null || count === null ? null : step.count + count
  }
  return { size, steps, outside: rows.length - inside.length }
}

function stepAt(steps: TimeStep[], size: Steps['size'], seconds: number): TimeStep {
  const begin = floorTo(size, seconds)
  const first = steps[0]
  const found = first === undefined ? undefined : steps[(begin - first.seconds) / SECONDS[size]]
  if (found !== undefined) return found
  const before = { seconds: begin, count: 0, whole: false }
  steps.unshift(before)
  return before
}

function floorTo(size: Steps['size'], seconds: number): number {
  return Math.floor((seconds - ORIGIN) / SECONDS[size]) * SECONDS[size] + ORIGIN
}

function numberOfSteps(size: Steps['size'], first: number, end: number): number {
  return Math.max(0, Math.ceil((end - floorTo(size, first)) / SECONDS[size]))
}

function sizeFor(first: number, end: number): Steps['size'] {
  const size = CHOSEN_UP_TO.find(({ days }) => end - first <= days * DAY_SECONDS)?.size ?? '7d'
  const number = numberOfSteps(size, first, end)
  if (number <= MAX_STEPS_OF_ALL) return size
  throw new StatisticsError(RESULT_TOO_LARGE, `the date range has ${number} weeks: choose a shorter one`)
}

function checkSize(size: StepSize, first: number, end: number): StepSize {
  const number = numberOfSteps(size, first, end)
  if (number <= MAX_STEPS) return size
  const fitting = STEP_SIZES.filter(each => numberOfSteps(each, first, end) <= MAX_STEPS).map(each => `"${each}"`)
  const advice = fitting.length === 0 ? 'leave it out' : `use ${fitting.join(' or ')}, or leave it out`
  throw new StatisticsError(
    INVALID_PARAM,
    `step is "${size}", which gives ${number} steps for this date range, at most ${MAX_STEPS}: ${advice}`,
  )
}

interface CountedRow {
  seconds: number
  count: number | null
}

function readCounts(table: StatisticsTable): CountedRow[] {
  const { dataColumn: columns, dataValue: rows } = table
  checkColumns(columns)
  if (columns.length < 2) {
    if (rows.length === 0) return []
    throw broken(`its rows have ${columns.length} columns, expected time and count`)
  }
  const seen = new Set<number>()
  return rows.map((row, index) => {
    const [time, count] = cellsOf(columns, row, index)
    const seconds = toCount(time)
    if (seconds === null || !Number.isSafeInteger(seconds) || seconds < 0 || seconds > MAX_UNIX_SECONDS)
      throw broken(`row ${index} has ${JSON.stringify(time)} for a time, expected Unix seconds`)
    if (seen.has(seconds)) throw broken(`it has the time ${seconds} twice`)
    seen.add(seconds)
    return { seconds, count: toCount(count) }
  })
}

/**
 * The first of WeChat's steps in which somebody came, in Unix seconds: taken for the launch of a campaign. `undefined` when
 * nobody did.
 *
 * @throws StatisticsError -601001 when the table is broken
 */
export function launchOf(table: StatisticsTable): number | undefined {
  const times = readCounts(table).flatMap(({ seconds, count }) => ((count ?? 0) > 0 ? [seconds] : []))
  return times.length === 0 ? undefined : times.reduce((first, seconds) => Math.min(first, seconds))
}

/** The column that says a step's time in words, beside WeChat's own in Unix seconds. */
export const BEIJING_TIME_COLUMN: Column = { colId: 'beijing_time', colName: '北京时间', colDataType: '0' }

/** A sum of steps is of visits, and never of people. */
const SUMS_NAME = '人次（各 5 分钟之和）'

/**
 * A realtime table with its times in words: a column more, behind the Unix seconds. A table without columns, which is what
 * "no data" brings, stays as it is.
 */
export function withBeijingTime<T extends Pick<StatisticsTable, 'dataColumn' | 'dataValue'>>(table: T): T {
  const [timeColumn, ...columns] = table.dataColumn
  if (timeColumn === undefined) return table
  const dataValue = table.dataValue.map(({ dataValue: [time, ...values] }): DataRow => {
    const seconds = toCount(time)
    return { dataValue: [time ?? '', seconds === null ? '' : formatBeijing(seconds), ...values] }
  })
  return { ...table, dataColumn: [timeColumn, BEIJING_TIME_COLUMN, ...columns], dataValue }
}

/**
 * A realtime table summed over steps, as a table again: Unix seconds, Beijing time in words, count. Steps in which nobody
 * came stand in it with 0; an unreadable count is an empty value. A table without columns stays as it is.
 *
 * @throws StatisticsError as toSteps
 */
export function sumSteps(table: StatisticsTable, window: StepWindow, options: StepOptions): StatisticsTable {
  const [timeColumn, countColumn] = table.dataColumn
  if (timeColumn === undefined || countColumn === undefined) return table
  const { size, steps } = toSteps(table, window, options)
  const summed = size === '5m' ? countColumn : { ...countColumn, colName: SUMS_NAME }
  return withBeijingTime({
    ...table,
    dataColumn: [timeColumn, summed],
    dataValue: steps.map(({ seconds, count }) => ({
      dataValue: [String(seconds), count === null ? '' : String(count)],
    })),
    totalNum: steps.length,
  })
}

function broken(what: string): StatisticsError {
  return new StatisticsError(SYSTEM_ERROR, `WeChat's realtime table is broken: ${what}`)
}
