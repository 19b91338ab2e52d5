import { BEIJING_OFFSET_SECONDS, EARLIEST_SECONDS, MAX_UNIX_SECONDS } from '../constants'

/** A date of an event as read: Unix seconds, or what is wrong with it, and what was probably meant, which can be read. */
export type ParsedDate = { seconds: number } | { problem: string; meant?: string | number }

const WRITTEN =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[ T](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.\d{1,9})?)?(?<zone>Z|[+-]\d\d:?\d\d)?)?$/i

/**
 * Reads a `beginDate` or `endDate`: Unix SECONDS, or a written date in Beijing time (UTC+8), whatever the machine's
 * zone: `"2021-02-25"` is that day's 00:00, then `"2021-02-25 08:30"`, with `T`, with seconds, with an explicit offset
 * (`Z`, `+09:00`), and what `toISOString()` writes. Milliseconds, digits in quotes, days as eight digits and moments before
 * 2020, when there was nothing to count, are refused with what was probably meant, never guessed at: what a problem
 * suggests can be read.
 */
export function parseDate(value: unknown): ParsedDate {
  if (typeof value === 'number') return parseNumber(value)
  if (typeof value === 'string') return parseWritten(value.trim())
  return { problem: '' }
}

/** The moment that a date says or probably means, in Unix seconds; `undefined` where nobody can tell. */
export function likelySeconds(value: unknown): number | undefined {
  const parsed = parseDate(value)
  if ('seconds' in parsed) return parsed.seconds
  return parsed.meant === undefined ? undefined : likelySeconds(parsed.meant)
}

function parseNumber(value: number): ParsedDate {
  if (Number.isInteger(value) && value >= EARLIEST_SECONDS && value <= MAX_UNIX_SECONDS) return { seconds: value }
  if (!Number.isFinite(value)) return { problem: '' }
  const day = dayOfDigits(String(value))
  if (day !== undefined) return suggest(day, 'a day is written in quotes')
  const seconds = Math.floor(value)
  if (seconds > MAX_UNIX_SECONDS) return finerThanSeconds(seconds)
  return seconds < EARLIEST_SECONDS ? { problem: TOO_EARLY } : suggest(seconds, 'seconds are whole')
}

const TOO_EARLY = 'that is before 2020, and there are no statistics of that time'

/** A count of milliseconds, microseconds or nanoseconds. */
function finerThanSeconds(value: number): ParsedDate {
  const units = ['milliseconds', 'microseconds', 'nanoseconds']
  const counts = units.map((_unit, index) => Math.floor(value / 1000 ** (index + 1)))
  const at = counts.findIndex(count => count <= MAX_UNIX_SECONDS)
  const [unit, seconds = 0] = [units[at], counts[at]]
  if (unit === undefined) return { problem: '' }
  return suggest(seconds < EARLIEST_SECONDS ? undefined : seconds, `that is ${unit}`)
}

function parseWritten(value: string): ParsedDate {
  if (/^\d+(?:\.\d+)?$/.test(value)) return parseDigits(value)
  const parts = WRITTEN.exec(value)?.groups
  if (!parts) return suggest(laxlyWritten(value))
  const number = (part: string): number => Number(parts[part] ?? 0)
  const [year, month, day] = [number('year'), number('month'), number('day')]
  const [hour, minute, second] = [number('hour'), number('minute'), number('second')]
  if (hour > 23 || minute > 59 || second > 59) return { problem: 'there is no such time of day' }
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  // Date.UTC carries 30 February into March: an impossible day does not come back as it went in.
  if (time.toISOString().slice(0, 10) !== value.slice(0, 10)) return { problem: 'there is no such day' }
  const offset = parseOffset(parts['zone']?.toUpperCase())
  if (offset === undefined) return { problem: 'there is no such offset from UTC' }
  const seconds = time.getTime() / 1000 - offset
  return seconds < EARLIEST_SECONDS ? { problem: TOO_EARLY } : { seconds }
}

/** Digits in quotes: a number that was made a text, or a day. */
function parseDigits(digits: string): ParsedDate {
  const day = dayOfDigits(digits)
  if (day !== undefined) return suggest(day)
  const parsed = parseNumber(Number(digits))
  return 'seconds' in parsed ? suggest(parsed.seconds, 'a timestamp is a number', ' without quotes') : parsed
}

function parseOffset(zone: string | undefined): number | undefined {
  if (zone === undefined) return BEIJING_OFFSET_SECONDS
  if (zone === 'Z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  if (hours > 14 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60)
}

/** `20210225`, with or without a time of day behind it, as WeChat's other data APIs write days: in the form that is read. */
function dayOfDigits(digits: string): string | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?$/.exec(digits) ?? []
  const time = hour === undefined ? '' : ` ${hour}:${minute}${second === undefined ? '' : `:${second}`}`
  return readable(`${year}-${month}-${day}${time}`)
}

/** `2021/2/5 8:30`, `2021.02.05`, `2021年2月5日`: in the form that is read. */
function laxlyWritten(value: string): string | undefined {
  const [, year, month = '', day = '', hour, minute, second] =
    /^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?(?:[\sT]{1,3}(\d{1,2}):(\d\d)(?::(\d\d))?)?$/i.exec(
      value,
    ) ?? []
  const time =
    hour === undefined ? '' : ` ${hour.padStart(2, '0')}:${minute}${second === undefined ? '' : `:${second}`}`
  return readable(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${time}`)
}

/** A suggestion that would be refused itself is none. */
function readable(written: string): string | undefined {
  return WRITTEN.test(written) && 'seconds' in parseWritten(written) ? written : undefined
}

function suggest(meant: string | number | undefined, why = '', how = ''): ParsedDate {
  if (meant === undefined) return { problem: why }
  return { problem: `${why === '' ? '' : `${why}, `}did you mean ${JSON.stringify(meant)}${how}?`, meant }
}

/** Unix seconds as `"2021-02-25 08:30"` in Beijing time, for people; seconds are shown only where there are some. */
export function formatBeijing(seconds: number): string {
  const text = new Date((seconds + BEIJING_OFFSET_SECONDS) * 1000).toISOString().slice(0, 19).replace('T', ' ')
  return text.endsWith(':00') ? text.slice(0, -3) : text
}
