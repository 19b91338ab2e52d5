import type { Failure, StatisticsRequest } from '../api'
import {
  INVALID_PARAM,
  isMistake,
  NO_DATA,
  PERMISSION_DENIED,
  shorten,
  toStatisticsError,
  withoutAddresses,
} from '../errors'
import { isRecord } from '../isRecord'

/** The log line of one invocation. */
export interface LogLine {
  /** The cloud function's name. */
  function: string
  /** WeChat's action and the activity; absent when the event was refused. */
  action?: StatisticsRequest['action'] | undefined
  activity?: string | undefined
  /** Rows in the answer. */
  rows: number
  /** Calls of WeChat, retries and pages included. */
  tries: number
  /** Milliseconds that the invocation took. */
  ms: number
  errCode: number
  /** What the caller was told, where that was neither an answer nor a refusal of the event or the caller. */
  errMsg?: string | undefined
  /** The stack of a mistake. */
  error?: string | undefined
  /** The keys of an answer that was no table. */
  keys?: string[] | undefined
  /** The keys of the event that nobody here knows: the platform's, or a fault that the caller should hear of. */
  ignored?: readonly string[]
}

/** What an event brings is cut here: a caller may send 100 KB as an id. */
export const LONGEST_TEXT = 100
/** Enough to tell what came. */
const MAX_KEYS = 20

/**
 * Writes one line of JSON to stderr, which the log page of the CloudBase console shows. It holds nothing of the caller's and
 * nothing of the event's but the activity, and the names of keys that were ignored.
 */
export function logInvocation({ activity, ignored = [], ...line }: LogLine): void {
  const { function: name, action, ...rest } = line
  const cut = activity === undefined ? undefined : shorten(activity, LONGEST_TEXT)
  const keys = ignored.length === 0 ? undefined : ignored.slice(0, MAX_KEYS)
  console.error(JSON.stringify({ function: name, action, activity: cut, ...rest, ignored: keys }))
}

/**
 * What the log says of a failure. The caller knows more of what it was refused for than a log should hold, and 10011 is no
 * fault: of these there is the code alone.
 *
 * @param isRead whether the event was read: the caller let in, and a request made of it
 */
export function describeFailure(
  thrown: unknown,
  { errCode, errMsg }: Failure,
  isRead: boolean,
): Pick<LogLine, 'errMsg' | 'error' | 'keys'> {
  const isRefusal = !isRead && (errCode === INVALID_PARAM || errCode === PERMISSION_DENIED)
  if (errCode === NO_DATA || isRefusal) return {}
  const { cause } = toStatisticsError(thrown)
  return { errMsg, error: isMistake(cause) ? stackOf(cause) : undefined, keys: keysOf(cause) }
}

/** The stack of an unexpected error (a mistake here, or in the SDK): the caller is told its kind only. */
function stackOf(mistake: Error): string {
  return withoutAddresses(mistake.stack ?? mistake.message, { maxLength: 1000 })
}

/** The keys of an answer that is no table: they tell what WeChat sent in its place. */
function keysOf(answer: unknown): string[] | undefined {
  if (!isRecord(answer) || answer instanceof Error) return undefined
  return Object.keys(answer)
    .slice(0, MAX_KEYS)
    .map(key => shorten(key, LONGEST_TEXT))
}
