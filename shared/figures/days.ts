import { BEIJING_OFFSET_SECONDS, DAY_SECONDS } from '../constants'
import { formatBeijing, parseDate } from '../call/time'

/** Whole days as a person picks them, in Beijing time, each as `2021-02-25`; the last one is included. */
export interface Days {
  first: string
  last: string
}

/** The date range of a request in Unix SECONDS; `endDate` is not included, as in the API. */
export interface DateWindow {
  beginDate: number
  endDate: number
}

/** The days that are offered for a tap, with their names. */
export const DAY_PRESETS = [
  { preset: 'today', name: '今天' },
  { preset: 'yesterday', name: '昨天' },
  { preset: 'last7Days', name: '近 7 天' },
  { preset: 'last30Days', name: '近 30 天' },
  { preset: 'thisMonth', name: '本月' },
] as const

export type DayPreset = (typeof DAY_PRESETS)[number]['preset']

/**
 * The days of a preset. `last7Days` and `last30Days` end with yesterday, the last day whose overview can be ready.
 *
 * @param now Unix seconds
 */
export function presetDays(preset: DayPreset, now: number): Days {
  const today = beijingDay(now)
  const yesterday = beijingDay(now - DAY_SECONDS)
  switch (preset) {
    case 'today':
      return { first: today, last: today }
    case 'yesterday':
      return { first: yesterday, last: yesterday }
    case 'last7Days':
      return { first: beijingDay(now - 7 * DAY_SECONDS), last: yesterday }
    case 'last30Days':
      return { first: beijingDay(now - 30 * DAY_SECONDS), last: yesterday }
    case 'thisMonth':
      return { first: `${today.slice(0, 'yyyy-mm'.length)}-01`, last: today }
  }
}

/** From the first moment of the first day to the first moment after the last; or what is wrong, in Chinese. */
export function windowOfDays({ first, last }: Days): DateWindow | { problem: string } {
  const [begin, end] = [parseDay(first), parseDay(last)]
  if (begin === undefined) return { problem: `开始日期「${first}」不是有效的日期，应写作 2021-02-25` }
  if (end === undefined) return { problem: `结束日期「${last}」不是有效的日期，应写作 2021-02-25` }
  if (end < begin) return { problem: `结束日期 ${last} 早于开始日期 ${first}` }
  return { beginDate: begin, endDate: end + DAY_SECONDS }
}

/** The Beijing day that a moment (Unix seconds) belongs to, as `2021-02-25`. */
export function beijingDay(seconds: number): string {
  return formatBeijing(seconds).slice(0, 'yyyy-mm-dd'.length)
}

/** The Unix seconds at which the Beijing day of a moment began. */
export function beijingMidnight(seconds: number): number {
  return Math.floor((seconds + BEIJING_OFFSET_SECONDS) / DAY_SECONDS) * DAY_SECONDS - BEIJING_OFFSET_SECONDS
}

function parseDay(day: string): number | undefined {
  const parsed = /^\d{4}-\d\d-\d\d$/.test(day) ? parseDate(day) : undefined
  return parsed !== undefined && 'seconds' in parsed ? parsed.seconds : undefined
}
