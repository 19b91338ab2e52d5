import { HTTP_API_LIMIT_MS } from '../../../shared/constants'
import { StatisticsError, SYSTEM_ERROR, toStatisticsError } from '../../../shared/errors'
import type { WechatClient } from '../../../shared/https/wechatClient'
import { parseJson } from '../textFile'
import { explainError } from './explainError'
import { FUNCTION_TIMEOUT, INVOKE_PATH, NOT_FOUND } from './httpApi'
import { retryWithProgress } from './retryWithProgress'

/** A call of a deployed function. */
export interface RemoteCall {
  envId: string
  name: string
  event: unknown
}

/** The outcome of the call. */
export type RemoteInvocation =
  /** `json` is what the function returned, `result` the same parsed; `ms` is what the whole call took. */
  | { outcome: 'returned'; json: string; result: unknown; ms: number }
  /** There is no such function in this environment. */
  | { outcome: 'notThere' }
  /** The function takes longer than WeChat waits, or than its own timeout lets it. */
  | { outcome: 'timedOut'; who: 'wechat' | 'function' }
  /** WeChat refused the call, or could not be reached. */
  | { outcome: 'refused'; error: StatisticsError }

/** What comes this late comes because WeChat has stopped to wait, whatever its code: which one that is is not published. */
const LATE_MS = HTTP_API_LIMIT_MS - 200
/** What comes later than this, if anything, comes of the network. */
const NETWORK_MS = 2 * HTTP_API_LIMIT_MS

export interface RemoteOptions {
  /** Told of each wait and further try, a line without its end. */
  say: (line: string) => void
  /** From when on, in milliseconds, a refusal means that WeChat has stopped to wait. */
  lateMs?: number
}

/**
 * Calls a deployed function over WeChat's HTTP API, and retries what is retryable. The function is started as nobody's
 * user, and may call cloudbase.getStatistics.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/cloudbase/invokeCloudFunction.html
 */
export async function invokeRemote(
  client: WechatClient,
  call: RemoteCall,
  { say, lateMs = LATE_MS }: RemoteOptions,
): Promise<RemoteInvocation> {
  try {
    return await retryWithProgress(() => invokeOnce(client, call, lateMs), say)
  } catch (thrown) {
    return { outcome: 'refused', error: toStatisticsError(thrown) }
  }
}

/** @throws StatisticsError for what another try may cure, or nothing can */
async function invokeOnce(
  client: WechatClient,
  { envId, name, event }: RemoteCall,
  lateMs: number,
): Promise<RemoteInvocation> {
  const started = Date.now()
  try {
    const query = { env: envId, name }
    const answer = await client.call({ api: 'invokecloudfunction', path: INVOKE_PATH, query, body: event })
    return returned(answer, Date.now() - started)
  } catch (thrown) {
    const error = toStatisticsError(thrown)
    if (error.errCode === NOT_FOUND && /FunctionName|FUNCTION_NOT_FOUND/i.test(error.message))
      return { outcome: 'notThere' }
    if (error.errCode === FUNCTION_TIMEOUT) return { outcome: 'timedOut', who: 'function' }
    const waited = Date.now() - started
    // A code that is known to be final is no sign of lateness: fetching the token may have taken its time.
    const mayBeLate = error.retryable || error.advice === undefined
    if (mayBeLate && waited >= lateMs && waited < NETWORK_MS) return { outcome: 'timedOut', who: 'wechat' }
    throw error
  }
}

/** An answer of the HTTP API is a success only where it says so: `{}` is none. */
function returned({ errcode, resp_data: json }: Record<string, unknown>, ms: number): RemoteInvocation {
  if (errcode === undefined) throw broken('an answer without errcode')
  if (typeof json !== 'string') throw broken('an answer without resp_data, the result as JSON text')
  try {
    return { outcome: 'returned', json, result: parseJson(json, 'resp_data'), ms }
  } catch {
    throw broken('resp_data that is not JSON')
  }
}

function broken(what: string): StatisticsError {
  return new StatisticsError(SYSTEM_ERROR, `WeChat's HTTP API gave ${what}`, { advice: 'check --base-url' })
}

/** For people: why a call returned nothing, and what to do; `undefined` when it returned. */
export function explainRemote(
  invocation: RemoteInvocation,
  { envId, name }: Pick<RemoteCall, 'envId' | 'name'>,
): string | undefined {
  switch (invocation.outcome) {
    case 'returned':
      return undefined
    case 'notThere':
      return `there is no function ${name} in the environment ${envId}: npm run deploy -- -e ${envId}`
    case 'timedOut':
      return invocation.who === 'wechat'
        ? `no answer in ${HTTP_API_LIMIT_MS / 1000} s, and WeChat's HTTP API waits no longer: the function may have answered later (see its log); ask for less, or call again`
        : `the function ran into its own timeout: deploy it with that of cloudbaserc.json: npm run deploy -- -e ${envId}`
    case 'refused':
      return explainError(invocation.error)
  }
}
