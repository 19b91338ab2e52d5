import { retry } from '../../../shared/call/retry'
import { toStatisticsError } from '../../../shared/errors'
import { toPlainText } from '../plainText'

/** How long a call may take, retries included. */
const CALL_MS = 60_000
/** An answer takes less: whoever waits longer wants to know for what. */
const QUIET_MS = 5000

/**
 * Calls, and retries what is retryable, as the functions do, for a person who waits at a terminal.
 *
 * @param say told of each further try, and of each wait that is long: a line, without its end
 * @throws StatisticsError as `retry`
 */
export function retryWithProgress<T>(call: () => Promise<T>, say: (line: string) => void): Promise<T> {
  return retry(reportingRetries(call, say), Date.now() + CALL_MS)
}

/** A call that is made again when it fails, and says so; see `retryWithProgress`. */
export function reportingRetries<T>(call: () => Promise<T>, say: (line: string) => void): () => Promise<T> {
  let tries = 0
  let failure = ''
  return async () => {
    tries++
    if (tries > 1) say(`${failure}; trying again (try ${tries})`)
    const timer = setTimeout(() => say('waiting for WeChat …'), QUIET_MS)
    try {
      return await call()
    } catch (thrown) {
      failure = toPlainText(toStatisticsError(thrown).message)
      throw thrown
    } finally {
      clearTimeout(timer)
    }
  }
}
