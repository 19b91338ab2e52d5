import { backOff } from 'exponential-backoff'
import { CALL_TIMEOUT, StatisticsError, toStatisticsError } from '../errors'

/** Pauses grow 100, 200, 400 … ms, each drawn at random from 0 to that (full jitter). */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2000
/** What the reply needs to leave the function before the platform kills it. */
const MARGIN_MS = 500
/** The platform's own timeout where none is configured. */
const DEFAULT_LIMIT_MS = 3000

/**
 * Unix milliseconds until when an answer has to be there, from the context's `time_limit_in_ms`, which counts from the
 * start of the call. A tenth of the limit is kept back, and 500 ms at most.
 */
export function deadlineOf(context: unknown, startedMs: number): number {
  const given =
    typeof context === 'object' && context !== null && 'time_limit_in_ms' in context
      ? context.time_limit_in_ms
      : undefined
  const limitMs = typeof given === 'number' && given > 0 ? given : DEFAULT_LIMIT_MS
  return startedMs + limitMs - Math.min(MARGIN_MS, limitMs / 10)
}

/**
 * Calls `read` again while it fails with a passing code and there is time. It settles at the deadline (Unix ms) at the
 * latest, whatever `read` does.
 *
 * @throws StatisticsError with the last failure; -604102 when no try came to an end
 */
export async function repeat<T>(read: () => Promise<T>, deadlineMs: number): Promise<T> {
  let last: StatisticsError | undefined
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(last ?? new StatisticsError(CALL_TIMEOUT, 'WeChat did not answer in the time that the function has'))
    }, deadlineMs - Date.now())
  })
  const mayRepeat = (thrown: unknown): boolean => {
    last = toStatisticsError(thrown)
    return last.passing && Date.now() < deadlineMs
  }
  async function tries(): Promise<T> {
    // Most calls need one try, and the library costs them more than all else here.
    try {
      return await read()
    } catch (thrown) {
      if (!mayRepeat(thrown)) throw thrown
    }
    return backOff(() => (last !== undefined && Date.now() >= deadlineMs ? Promise.reject(last) : read()), {
      delayFirstAttempt: true,
      jitter: 'full',
      startingDelay: FIRST_PAUSE_MS,
      maxDelay: LONGEST_PAUSE_MS,
      numOfAttempts: Number.MAX_SAFE_INTEGER,
      retry: mayRepeat,
    })
  }
  try {
    // The loser of a race is handled too: a try that fails after the deadline is no unhandled rejection.
    return await Promise.race([tries(), timeUp])
  } finally {
    clearTimeout(timer)
  }
}
