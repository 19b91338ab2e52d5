import { BEIJING_OFFSET_SECONDS, DAY_SECONDS } from '../../shared/constants'
import type { Campaign, Window } from './campaign'

/**
 * What a date range means for the overview, by channel and for the conversion. WeChat does not publish it; each of these
 * fits what it does publish.
 */
export const WINDOW_READINGS = {
  window: 'distinct people inside the date range',
  snapshot: 'distinct people from the beginning of the activity to the end of the date range',
  days: 'a row for each day of the date range, without a column that says which',
} as const
export type WindowReading = keyof typeof WINDOW_READINGS

/** How often realtime counts somebody who comes in several steps. WeChat does not publish it. */
export const REALTIME_READINGS = {
  window: 'once in the date range, in the first step: steps add up to people',
  step: 'once in each step: steps do not add up to people',
} as const
export type RealtimeReading = keyof typeof REALTIME_READINGS

/** How the emulator reads a request where WeChat's pages leave it open. */
export interface Reading {
  window: WindowReading
  realtime: RealtimeReading
}

export const DEFAULT_READING: Reading = { window: 'window', realtime: 'window' }

/** The date ranges that a reading makes a table of, one after the other. */
export function windowsOf(reading: WindowReading, window: Window, campaign: Campaign): Window[] {
  switch (reading) {
    case 'window':
      return [window]
    case 'snapshot':
      return [{ begin: 0, end: window.end }]
    case 'days':
      return daysOf(window, campaign)
  }
}

/** The Beijing days of a date range in which the campaign went on; the first and the last may be parts of days. */
function daysOf({ begin, end }: Window, { sends, opens, jumps }: Campaign): Window[] {
  const times = [sends, opens, jumps].flatMap(events => events.map(({ time }) => time))
  const first = times.reduce((a, b) => Math.min(a, b), Infinity)
  const last = times.reduce((a, b) => Math.max(a, b), -Infinity)
  const days: Window[] = []
  for (let from = Math.max(begin, midnight(first)); from < Math.min(end, last + 1); from = midnight(from) + DAY_SECONDS)
    days.push({ begin: from, end: Math.min(midnight(from) + DAY_SECONDS, end) })
  return days
}

function midnight(seconds: number): number {
  return Math.floor((seconds + BEIJING_OFFSET_SECONDS) / DAY_SECONDS) * DAY_SECONDS - BEIJING_OFFSET_SECONDS
}
