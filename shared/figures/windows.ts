import { DAY_SECONDS } from '../constants'
import { beijingMidnight, DAY_PRESETS, type DateWindow, type DayPreset, presetDays, windowOfDays } from './days'

/** The preset that a date range is right now, if it is one. @param now Unix seconds */
export function presetOf({ beginDate, endDate }: DateWindow, now: number): DayPreset | undefined {
  return DAY_PRESETS.find(({ preset }) => {
    const window = windowOfDays(presetDays(preset, now))
    return 'beginDate' in window && window.beginDate === beginDate && window.endDate === endDate
  })?.preset
}

/** The date range before (`times` -1) or after (1) that is as long; whole days stay whole days. */
export function stepWindow({ beginDate, endDate }: DateWindow, times: number): DateWindow {
  const by = (endDate - beginDate) * times
  return { beginDate: beginDate + by, endDate: endDate + by }
}

/** Whether a date range holds this moment, so that its figures still grow. @param now Unix seconds */
export function holdsNow({ beginDate, endDate }: DateWindow, now: number): boolean {
  return beginDate <= now && now < endDate
}

/**
 * A date range moved into the past, cut to the same hours when its original is still running: today until 14:35 is compared
 * with yesterday until 14:35, never with the whole of yesterday.
 *
 * @param by seconds, from the beginning of the earlier date range to that of this one
 * @param now Unix seconds
 */
export function earlierWindow({ beginDate, endDate }: DateWindow, by: number, now: number): DateWindow {
  const end = holdsNow({ beginDate, endDate }, now) ? now : endDate
  return { beginDate: beginDate - by, endDate: end - by }
}

/** 概览 and 转化 of a day are ready the next day at about 06:00, Beijing time. */
const READY_SECONDS = 6 * 3600

/**
 * When 概览数据 and 转化数据 of a date range are whole, as Unix seconds: about 06:00 of the day after its last one. WeChat
 * names the hour "about", so a moment in the past is a likelihood, not a promise.
 */
export function readyAt({ endDate }: DateWindow): number {
  return beijingMidnight(endDate - 1) + DAY_SECONDS + READY_SECONDS
}

/** Whether any day of a date range can have 概览数据 and 转化数据 by now: its first day is over. @param now Unix seconds */
export function hasFinishedDay({ beginDate }: DateWindow, now: number): boolean {
  return beijingMidnight(now) > beginDate
}
