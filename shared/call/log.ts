import type { StatisticsRequest } from '../api'
import { isMistake, toStatisticsError, withoutAddresses } from '../errors'

/** What one invocation came to. */
export interface Invocation {
  /** The cloud function's name. */
  function: string
  /** WeChat's action and the activity; absent when the event was refused. */
  action?: StatisticsRequest['action'] | undefined
  activity?: string | undefined
  /** Rows in the answer. */
  rows: number
  /** Calls of WeChat, repeats and pages included. */
  tries: number
  /** Milliseconds that the invocation took. */
  ms: number
  errCode: number
  /** See `describeUnexpected`. */
  error?: string | undefined
}

/**
 * Writes one line of JSON to stderr, which the log page of the CloudBase console shows. It holds nothing of the caller's and
 * nothing of the event's but the activity.
 */
export function logInvocation(invocation: Invocation): void {
  console.error(JSON.stringify(invocation))
}

/** What nobody expected (a mistake here, or in the SDK), for the log: the caller is told its kind only. */
export function describeUnexpected(thrown: unknown): string | undefined {
  const { cause } = toStatisticsError(thrown)
  if (!isMistake(cause)) return undefined
  return withoutAddresses(cause.stack ?? cause.message, { maxLength: 1000 })
}
