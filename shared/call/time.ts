import { BEIJING_OFFSET_SECONDS, MAX_UNIX_SECONDS } from '../constants'

/** A date of an event as read: Unix seconds, or what is wrong with it. */
export type ParsedDate = { seconds: number } | { problem: string }

const WRITTEN =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[ T](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d))?(?<zone>Z|[+-]\d\d:?\d\d)?)?$/

/**
 * Reads a `beginDate` or `endDate`: Unix SECONDS, or a written date in Beijing time (UTC+8), whatever the machine's
 * zone: `"2021-02-25"` is that day's 00:00, then `"2021-02-25 08:30"`, with `T`, with seconds, with an explicit offset
 * (`Z`, `+09:00`). Milliseconds and digits in quotes are refused, never guessed at.
 */
export function parseDate(value: unknown): ParsedDate {
  if (typeof value === 'number') return parseNumber(value)
  if (typeof value === 'string') return parseWritten(value)
  return { problem: '' }
}

function parseNumber(value: number): ParsedDate {
  if (value > MAX_UNIX_SECONDS && Number.isFinite(value))
    return { problem: `that is milliseconds, did you mean ${Math.floor(value / 1000)}?` }
  if (!Number.isInteger(value) || value < 0) return { problem: '' }
  return { seconds: value }
}

function parseWritten(value: string): ParsedDate {
  if (/^\d+$/.test(value)) return { problem: 'a timestamp is a number, write it without quotes' }
  const parts = WRITTEN.exec(value)?.groups
  if (!parts) return { problem: '' }
  const number = (part: string): number => Number(parts[part] ?? 0)
  const [year, month, day] = [number('year'), number('month'), number('day')]
  const [hour, minute, second] = [number('hour'), number('minute'), number('second')]
  if (hour > 23 || minute > 59 || second > 59) return { problem: 'there is no such time of day' }
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  // Date.UTC carries 30 February into March: an impossible day does not come back as it went in.
  if (time.toISOString().slice(0, 10) !== value.slice(0, 10)) return { problem: 'there is no such day' }
  const offset = parseOffset(parts['zone'])
  if (offset === undefined) return { problem: 'there is no such offset from UTC' }
  const seconds = time.getTime() / 1000 - offset
  return seconds < 0 ? { problem: 'that is before 1970' } : { seconds }
}

function parseOffset(zone: string | undefined): number | undefined {
  if (zone === undefined) return BEIJING_OFFSET_SECONDS
  if (zone === 'Z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  if (hours > 14 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60)
}

/** Unix seconds as `"2021-02-25 08:30"` in Beijing time, for people; seconds are shown only where there are some. */
export function formatBeijing(seconds: number): string {
  const text = new Date((seconds + BEIJING_OFFSET_SECONDS) * 1000).toISOString().slice(0, 19).replace('T', ' ')
  return text.endsWith(':00') ? text.slice(0, -3) : text
}
