import { formatBeijing } from '../../call/time'
import { BEIJING_OFFSET_SECONDS, DAY_SECONDS } from '../../constants'

/** A mark on a time axis: which step it stands at, and what it says. */
export interface TimeMark {
  index: number
  text: string
}

/** Distances between marks, in seconds: each divides a day, so marks stand on round times. */
const WITHIN_A_DAY = [300, 900, 1800, 3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600]
const DAYS = [1, 2, 5, 10]
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120]

/**
 * Marks for steps that begin at these times: at round times of the day, days or first days of a month, as many as fit. A
 * date stands at a midnight only, so once a day.
 *
 * @param times Unix seconds, rising
 * @param most how many marks there is room for
 */
export function timeMarks(times: readonly number[], most: number): TimeMark[] {
  // Steps of a week stand on a first day of a month by chance only.
  if ((times[1] ?? 0) - (times[0] ?? 0) > DAY_SECONDS) return evenly(times, most)
  const roundTimes = [
    ...WITHIN_A_DAY.map(distance => (seconds: number) => beijing(seconds) % distance === 0),
    ...DAYS.map(days => (seconds: number) => isMidnight(seconds) && isEvery(days, dayOfMonth(seconds) - 1)),
    ...MONTHS.map(months => (seconds: number) => isFirstOfMonth(seconds) && monthNumber(seconds) % months === 0),
  ]
  for (const isRound of roundTimes) {
    const marks = times.flatMap((seconds, index) => (isRound(seconds) ? [{ index, text: textOf(seconds, times) }] : []))
    if (marks.length >= Math.min(2, times.length) && marks.length <= most) return marks
  }
  return evenly(times, most)
}

function evenly(times: readonly number[], most: number): TimeMark[] {
  const distance = Math.ceil(times.length / most)
  return times.flatMap((seconds, index) => (index % distance === 0 ? [{ index, text: textOf(seconds, times) }] : []))
}

function textOf(seconds: number, times: readonly number[]): string {
  const text = formatBeijing(seconds)
  if (!isMidnight(seconds)) return text.slice('2021-02-25 '.length)
  const isLong = (times[times.length - 1] ?? seconds) - (times[0] ?? seconds) > 300 * DAY_SECONDS
  return isLong ? text.slice(0, '2021-02'.length) : text.slice('2021-'.length, '2021-02-25'.length)
}

function beijing(seconds: number): number {
  return seconds + BEIJING_OFFSET_SECONDS
}

function isMidnight(seconds: number): boolean {
  return beijing(seconds) % DAY_SECONDS === 0
}

/** Every so many days of a month, but not so close to its end that the next first day would collide. */
function isEvery(days: number, day: number): boolean {
  return day % days === 0 && (days === 1 || day + days / 2 < 30)
}

function dayOfMonth(seconds: number): number {
  return new Date(beijing(seconds) * 1000).getUTCDate()
}

function isFirstOfMonth(seconds: number): boolean {
  return isMidnight(seconds) && dayOfMonth(seconds) === 1
}

function monthNumber(seconds: number): number {
  const date = new Date(beijing(seconds) * 1000)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}
