import type { Failure } from './api'

/** What is known of a code: what it means, what fixes it, and whether the same call may work a moment later. */
interface CodeEntry {
  meaning: string
  advice: string
  /** True for passing errors: the call is a read, so it can be repeated without harm. */
  passing: boolean
}

/**
 * The codes that a caller can meet, in the words of WeChat's pages and of wx-server-sdk's own table. Codes that are not
 * here are passed on as they come.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/wxcloud/guide/functions/error.html
 */
export const CODES = {
  '10011': {
    meaning: 'no data',
    advice:
      'overview and conversion of a day are ready the next day at about 06:00 Beijing time (realtime at once): check the window, the activity and the channel',
    passing: false,
  },
  '-1': { meaning: 'WeChat is busy', advice: 'call again in a moment', passing: true },
  '40001': {
    meaning: 'the access token is wrong or no longer valid',
    advice: 'get a new access token for this mini program',
    passing: false,
  },
  '40013': { meaning: 'wrong appid', advice: 'check WX_APPID', passing: false },
  '40125': { meaning: 'wrong app secret', advice: 'check WX_APPSECRET', passing: false },
  '41001': { meaning: 'no access token', advice: 'send access_token or cloudbase_access_token', passing: false },
  '42001': { meaning: 'the access token has expired', advice: 'get a new access token', passing: false },
  '45009': { meaning: "the day's quota of calls is used up", advice: 'call less often, or tomorrow', passing: false },
  '48001': {
    meaning: 'the mini program may not call this API',
    advice: 'check in the WeChat console that it has the right to it',
    passing: false,
  },
  '-501001': { meaning: 'the platform did not answer properly', advice: 'call again in a moment', passing: true },
  '-501002': { meaning: 'the platform took too long', advice: 'call again in a moment', passing: true },
  '-501003': { meaning: 'too many requests', advice: 'call less often', passing: true },
  '-501004': { meaning: 'too many requests at once', advice: 'call less often', passing: true },
  '-501005': {
    meaning: 'invalid environment',
    advice: 'check condition.envId and the environment that the function is deployed to',
    passing: false,
  },
  '-501006': { meaning: 'invalid common parameters', advice: 'update wx-server-sdk and deploy again', passing: false },
  '-501007': { meaning: 'invalid parameters', advice: 'correct the event and call again', passing: false },
  '-501008': { meaning: 'invalid request source', advice: 'call from the mini program or the console', passing: false },
  '-501009': {
    meaning: 'the environment is not initialised',
    advice: 'open it once in the CloudBase console',
    passing: false,
  },
  '-601001': {
    meaning: 'WeChat answered with something that is not a table',
    advice: 'call again; if it stays, look at the log of the function',
    passing: false,
  },
  '-601002': {
    meaning: 'WeChat could not read the request',
    advice: 'update wx-server-sdk and deploy again',
    passing: false,
  },
  '-601003': { meaning: 'the network inside WeChat failed', advice: 'call again in a moment', passing: true },
  '-601004': {
    meaning: 'permission denied',
    advice: 'let the caller in with the variable STATS_ALLOWED_OPENIDS of the function',
    passing: false,
  },
  '-601008': { meaning: 'WeChat took too long', advice: 'call again in a moment', passing: true },
  '-604001': {
    meaning: 'the result is larger than the platform carries (1 MB)',
    advice: 'read it in parts with pageOffset and pageLimit, or choose a shorter window',
    passing: false,
  },
  '-604100': {
    meaning: 'API not found',
    advice: 'update wx-server-sdk (0.4.3 or later) and deploy again',
    passing: false,
  },
  '-604101': {
    meaning: 'the function has no permission to call cloudbase.getStatistics',
    advice:
      'upload the function once from WeChat DevTools with its config.json (tcb does not register it), then wait 10 minutes',
    passing: false,
  },
  '-604102': {
    meaning: 'the call took too long',
    advice: 'call again; read fewer rows or a shorter window',
    passing: true,
  },
  '-604103': { meaning: 'the open API failed inside WeChat', advice: 'call again in a moment', passing: true },
  '-604104': {
    meaning: 'illegal source of invocation',
    advice: "start the function from the mini program, a timer or WeChat's HTTP API",
    passing: false,
  },
} as const satisfies Record<string, CodeEntry>

const KNOWN: Readonly<Record<string, CodeEntry>> = CODES

/** No rows for this request. Not a fault of the caller: the reply carries an empty table as well. */
export const NO_DATA = 10011
/** What this package refuses in an event. */
export const INVALID_PARAM = -501007
/** The caller may not read the statistics. */
export const PERMISSION_DENIED = -601004
/** WeChat, or the code here, did something that nobody expected. */
export const SYSTEM_ERROR = -601001
/** The result would pass the platform's limit. */
export const RESULT_TOO_LARGE = -604001
/** There is no cloudbase.getStatistics, for example in a wx-server-sdk that is too old. */
export const API_NOT_FOUND = -604100
/** The answer did not come inside the time that the function has. */
export const CALL_TIMEOUT = -604102

/** An error with a code of the platform's. `message` says what happened; the advice is added where the reply is made. */
export class StatisticsError extends Error {
  override readonly name = 'StatisticsError'
  constructor(
    readonly errCode: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** Whether the same call may work a moment later. Unknown codes are final: nobody said that they pass. */
export function isPassing(errCode: number): boolean {
  return KNOWN[errCode]?.passing ?? false
}

/**
 * Whatever was thrown, as an error with a code: StatisticsError as it is, the SDK's errors with their own `errCode`,
 * anything else as -601001, without its detail (that goes into the log, not to the caller).
 */
export function toStatisticsError(thrown: unknown): StatisticsError {
  if (thrown instanceof StatisticsError) return thrown
  const errCode = errCodeOf(thrown)
  if (errCode === undefined) {
    const kind = thrown instanceof Error ? thrown.name : typeof thrown
    return new StatisticsError(SYSTEM_ERROR, `unexpected ${kind}`, { cause: thrown })
  }
  return new StatisticsError(errCode, describe(errCode, thrown), { cause: thrown })
}

/**
 * The reply for whatever was thrown: `{ errCode, errMsg }` with `errMsg` in the SDK's form
 * `<function>:fail <what, and what to do>`. It never throws, and `errCode` is never 0.
 */
export function toFailure(functionName: string, thrown: unknown): Failure {
  const { errCode, message } = toStatisticsError(thrown)
  const advice = KNOWN[errCode]?.advice
  return { errCode, errMsg: `${functionName}:fail ${message}${advice ? `; ${advice}` : ''}` }
}

function errCodeOf(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('errCode' in thrown)) return undefined
  const { errCode } = thrown
  return typeof errCode === 'number' && Number.isFinite(errCode) && errCode !== 0 ? errCode : undefined
}

function describe(errCode: number, thrown: unknown): string {
  const errMsg = typeof thrown === 'object' && thrown !== null && 'errMsg' in thrown ? thrown.errMsg : undefined
  const said = typeof errMsg === 'string' ? withoutAddresses(withoutFrame(errMsg)) : ''
  const meaning = KNOWN[errCode]?.meaning ?? 'WeChat refused the call'
  return `${errCode} ${meaning}${said ? ` (${said})` : ''}`
}

/** What an SDK says, without what each version puts around it: `…:fail ` before, `; at … api;` behind, line breaks within. */
function withoutFrame(errMsg: string): string {
  return errMsg
    .replace(/^[\w.]+:fail\s*/, '')
    .replace(/\s+/g, ' ')
    .replace(/\s*;? at [\w.]+ api;?\s*$/, '')
}

/** The SDK puts the platform's internal addresses, and whole bodies, into its messages; neither is for a caller. */
export function withoutAddresses(text: string, maxLength = 200): string {
  const clean = text
    .replace(/https?:\/\/[^\s"']+/g, '<url>')
    .replace(/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, '<address>')
    .replace(/\b[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net)\b(?::\d+)?/g, '<address>')
    .trim()
  return clean.length > maxLength ? `${clean.slice(0, maxLength)}…` : clean
}
