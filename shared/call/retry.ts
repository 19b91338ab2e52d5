import { HTTP_API_LIMIT_MS, MAX_CALLS } from '../constants'
import { CALL_TIMEOUT, RESULT_TOO_LARGE, StatisticsError, toStatisticsError } from '../errors'

/**
 * The longest pause before each retry, in ms; a pause is drawn between half of that and the whole, so that instances that
 * failed together do not come back together. One event has so many retries in all, whatever pages they are for.
 */
const PAUSES_MS = {
  /** Five tries in 3.7 to 7.3 s: enough when WeChat is busy for some seconds. */
  usual: [300, 1000, 2000, 4000],
  /** Three tries: each retry adds to a load that is complained of, or to a failure that rarely mends itself. */
  few: [500, 2000],
} as const
/** The platform did not answer properly, too many requests, too many at once. */
const FEW_RETRIES: readonly number[] = [-501001, -501003, -501004]

/** What the reply needs to leave the function before the platform kills it. */
const MARGIN_MS = 500
/** The platform's own timeout where none is configured. */
const DEFAULT_LIMIT_MS = 3000

/**
 * Unix milliseconds until when an answer has to be there, from the context's `time_limit_in_ms`, which counts from the
 * start of the call. A tenth of the limit is kept back, and 500 ms at most.
 *
 * @param source SOURCE of `getWXContext()`: WeChat's HTTP API waits 5 s, whatever time the function has
 */
export function deadlineOf(context: unknown, startedMs: number, source = ''): number {
  const given =
    typeof context === 'object' && context !== null && 'time_limit_in_ms' in context
      ? context.time_limit_in_ms
      : undefined
  const configuredMs = typeof given === 'number' && given > 0 ? given : DEFAULT_LIMIT_MS
  const limitMs = isFromHttpApi(source) ? Math.min(configuredMs, HTTP_API_LIMIT_MS) : configuredMs
  return startedMs + limitMs - Math.min(MARGIN_MS, limitMs / 10)
}

/** The first of a chain such as `wx_http,scf` is who waits. */
function isFromHttpApi(source: string): boolean {
  return source.split(',')[0]?.trim() === 'wx_http'
}

/** Why a budget ends when all went well; made once, for an error collects its stack. */
const ANSWERED = new StatisticsError(CALL_TIMEOUT, 'the event was answered')

/** What a budget holds. */
export interface CallLimits {
  /** Unix MILLISECONDS: whatever is under way then has failed. */
  deadlineMs: number
  /** Calls of WeChat, retries included. @default MAX_CALLS */
  maxCalls?: number
}

/**
 * The calls of WeChat that one event may make: so many, until its deadline, with retries of what is retryable. Workers
 * that read pages side by side share it. The first failure that is not retried ends it for all of them, as does `end()`.
 */
export class CallBudget {
  /** Calls that were begun. */
  calls = 0
  private finished = 0
  private retries = 0
  /** The last failure, while no call has succeeded since. */
  private failure: StatisticsError | undefined
  /** The end of the retries that are under way: they take turns, and nothing new begins before it. */
  private turn: Promise<unknown> = Promise.resolve()
  /** Why it has ended, once it has; a promise for those who wait. */
  private endedBy: StatisticsError | undefined
  private rejectEnded: (reason: StatisticsError) => void = () => undefined
  private readonly ended: Promise<never>
  private controller: AbortController | undefined
  private readonly timer: NodeJS.Timeout

  constructor(private readonly limits: CallLimits) {
    this.ended = new Promise((_resolve, reject) => (this.rejectEnded = reject))
    this.ended.catch(() => undefined) // it may end while nobody waits
    this.timer = setTimeout(() => this.end(this.timeUp()), limits.deadlineMs - Date.now())
  }

  /** Aborted when the budget ends. Made when it is asked for: it costs more than all else in a call that goes well. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController()
    if (this.endedBy !== undefined) this.controller.abort(this.endedBy)
    return this.controller.signal
  }

  /**
   * Makes a call, and retries it while its failure is retryable and there are retries and time left.
   *
   * @throws StatisticsError the last failure; -604102 when no try ended before the deadline; -604001 when the calls
   * are used up; what ended the budget, if that came first
   */
  async call<T>(makeCall: () => Promise<T>): Promise<T> {
    await this.turn
    try {
      return await this.attempt(makeCall)
    } catch (thrown) {
      const retried = this.turn.then(() => this.retry(makeCall, toStatisticsError(thrown)))
      this.turn = retried
      return retried
    }
  }

  /** Ends pauses at once, and lets nothing begin any more. A call that is under way cannot be taken back: nobody waits for it. */
  end(reason = ANSWERED): void {
    if (this.endedBy !== undefined) return
    this.endedBy = reason
    clearTimeout(this.timer)
    this.rejectEnded(reason)
    this.controller?.abort(reason)
  }

  private async retry<T>(makeCall: () => Promise<T>, failure: StatisticsError): Promise<T> {
    for (let last = failure; ;) {
      if (this.endedBy !== undefined) throw this.endedBy
      // Who stood in line while another's retry succeeded has paused long enough.
      if (!last.retryable || (this.failure !== undefined && !(await this.pause(last)))) {
        this.end(last)
        throw last
      }
      try {
        return await this.attempt(makeCall)
      } catch (thrown) {
        last = toStatisticsError(thrown)
      }
    }
  }

  private async attempt<T>(makeCall: () => Promise<T>): Promise<T> {
    if (this.endedBy !== undefined) throw this.endedBy
    if (this.calls >= (this.limits.maxCalls ?? MAX_CALLS)) throw this.failure ?? usedUp(this.calls)
    this.calls++
    try {
      const answer = await Promise.race([makeCall(), this.ended])
      this.failure = undefined
      return answer
    } catch (thrown) {
      this.failure = toStatisticsError(thrown)
      throw thrown
    } finally {
      this.finished++
    }
  }

  /** Waits before a retry; `false` when there is no retry left, or no time for it. */
  private async pause({ errCode }: StatisticsError): Promise<boolean> {
    const pauses = FEW_RETRIES.includes(errCode) ? PAUSES_MS.few : PAUSES_MS.usual
    const longestMs = pauses[this.retries]
    if (longestMs === undefined) return false
    const ms = longestMs * (0.5 + Math.random() / 2)
    if (Date.now() + ms >= this.limits.deadlineMs) return false
    this.retries++
    let timer: NodeJS.Timeout | undefined
    try {
      await Promise.race([new Promise(resolve => (timer = setTimeout(resolve, ms))), this.ended])
    } finally {
      clearTimeout(timer)
    }
    return true
  }

  private timeUp(): StatisticsError {
    if (this.failure !== undefined) return this.failure
    const what = this.finished === 0 ? 'WeChat did not answer in time' : 'the time was up'
    return new StatisticsError(CALL_TIMEOUT, what)
  }
}

/**
 * One call with retries, as a budget of its own.
 *
 * @param deadlineMs Unix milliseconds: it settles then at the latest, whatever `makeCall` does
 * @throws StatisticsError as `CallBudget.call`
 */
export async function retry<T>(makeCall: () => Promise<T>, deadlineMs: number): Promise<T> {
  const budget = new CallBudget({ deadlineMs })
  try {
    return await budget.call(makeCall)
  } finally {
    budget.end()
  }
}

function usedUp(calls: number): StatisticsError {
  return new StatisticsError(RESULT_TOO_LARGE, `the table takes more than ${calls} calls of WeChat`)
}
