import { parseDate } from '../../shared/call/time'
import { DAY_SECONDS } from '../../shared/constants'
import { beijingMidnight } from '../../shared/figures/days'

/** How a date range is asked for on the command line. */
export interface WindowOptions {
  begin?: string
  end?: string
  /** For example `7d`. */
  last?: string
  yesterday?: true
  today?: true
}

/** A date range in Unix SECONDS, or what is wrong with how it was asked for. */
export type ChosenWindow = { beginDate: number; endDate: number } | { problem: string }

const WAYS = 'give a date range: --yesterday, --last 7d, --today, or --begin and --end'

/**
 * The chosen date range. Days are Beijing's, whatever the machine's zone: `--yesterday`, `--last 7d` (seven whole
 * days that end with yesterday, the last day that is ready), `--today` (00:00 to 24:00), or `--begin` and `--end` as in an
 * event: a date, with or without a time of day, or Unix seconds.
 *
 * @param now Unix seconds
 */
export function chooseWindow(options: WindowOptions, now: number): ChosenWindow {
  const { begin, end, last, yesterday, today } = options
  const ways = [begin ?? end, last, yesterday, today].filter(way => way !== undefined)
  if (ways.length === 0) return { problem: WAYS }
  if (ways.length > 1) return { problem: `${WAYS}; one of these, not several` }
  const midnight = beijingMidnight(now)
  if (yesterday) return { beginDate: midnight - DAY_SECONDS, endDate: midnight }
  if (today) return { beginDate: midnight, endDate: midnight + DAY_SECONDS }
  if (last !== undefined) return lastDays(last, midnight)
  return between(begin, end)
}

function lastDays(last: string, midnight: number): ChosenWindow {
  const days = /^([1-9]\d{0,3})d$/.exec(last)?.[1]
  if (days === undefined) return { problem: `--last is ${last}: expected a number of days such as 7d` }
  return { beginDate: midnight - Number(days) * DAY_SECONDS, endDate: midnight }
}

function between(begin: string | undefined, end: string | undefined): ChosenWindow {
  if (begin === undefined || end === undefined) return { problem: 'give both --begin and --end' }
  const beginDate = readDate('--begin', begin)
  if (typeof beginDate !== 'number') return beginDate
  const endDate = readDate('--end', end)
  if (typeof endDate !== 'number') return endDate
  return endDate > beginDate ? { beginDate, endDate } : { problem: `--end is ${end}: expected later than --begin` }
}

function readDate(option: string, text: string): number | { problem: string } {
  // A command line has only text: digits are the Unix seconds of an event.
  const parsed = parseDate(/^\d+$/.test(text) ? Number(text) : text)
  if ('seconds' in parsed) return parsed.seconds
  const why = parsed.problem === '' ? '' : ` (${parsed.problem})`
  return {
    problem: `${option} is ${text}${why}: expected a date such as 2021-02-25 or "2021-02-25 08:30", Beijing time, or Unix seconds`,
  }
}
