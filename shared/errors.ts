import type { Failure } from './api'

/** What is known of a code: what it means, what fixes it, and whether to call again. */
interface CodeEntry {
  meaning: string
  advice: string
  /** Whether the same call may work a moment later. It is a read, so calling again does no harm. */
  retryable: boolean
}

/** What fixes an environment that is gone, unpaid or not this function's own. */
const LOOK_AT_ENVIRONMENT =
  'look at the environment in the CloudBase console: does it exist, is it paid for, does it belong to this mini program'
/** The SDK is in the bundle: nobody updates it by itself. */
const DEPLOY_AGAIN = 'deploy the functions of this package again'

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
      'overview and conversion of a day are ready the next day at about 06:00 Beijing time (realtime at once): check the date range, the activity and the channel',
    retryable: false,
  },
  '-1': { meaning: 'WeChat is busy', advice: 'call again in a moment', retryable: true },
  '40001': {
    meaning: 'the access token is wrong or no longer valid',
    advice: 'get a new access token for this mini program',
    retryable: false,
  },
  '40013': { meaning: 'wrong appid', advice: 'check WX_APPID', retryable: false },
  '40014': {
    meaning: 'this API does not accept this access token',
    advice: 'get a new access token for this mini program',
    retryable: false,
  },
  '40125': { meaning: 'wrong app secret', advice: 'check WX_APPSECRET', retryable: false },
  '40164': {
    meaning: 'the IP address that the call comes from is not whitelisted',
    advice:
      "enter it in the mini program's IP whitelist (mp.weixin.qq.com: 开发管理, 开发设置, IP白名单), then call again",
    retryable: false,
  },
  '40097': { meaning: 'invalid arguments', advice: 'correct the event and call again', retryable: false },
  '41001': { meaning: 'no access token', advice: 'send access_token or cloudbase_access_token', retryable: false },
  '42001': { meaning: 'the access token has expired', advice: 'get a new access token', retryable: false },
  '45009': { meaning: "the day's quota of calls is used up", advice: 'call less often, or tomorrow', retryable: false },
  '45011': {
    meaning: 'too many calls within a minute',
    advice: 'wait a minute, then call less often',
    retryable: false,
  },
  '48001': {
    meaning: 'the mini program may not call this API',
    advice: 'check in the WeChat console that it has the right to it',
    retryable: false,
  },
  '85088': {
    meaning: 'the mini program has no cloud environment',
    advice: 'open one in WeChat DevTools (云开发)',
    retryable: false,
  },
  '-501000': { meaning: 'the platform refused the environment', advice: LOOK_AT_ENVIRONMENT, retryable: false },
  '-501001': { meaning: 'the platform did not answer properly', advice: 'call again in a moment', retryable: true },
  '-501002': { meaning: 'the platform took too long', advice: 'call again in a moment', retryable: true },
  '-501003': { meaning: 'too many requests', advice: 'call less often', retryable: true },
  '-501004': { meaning: 'too many requests at once', advice: 'call less often', retryable: true },
  '-501005': {
    meaning: 'invalid environment',
    advice: 'check condition.envId and the environment that the function is deployed to',
    retryable: false,
  },
  '-501006': {
    meaning: 'invalid common parameters',
    advice: DEPLOY_AGAIN,
    retryable: false,
  },
  '-501007': { meaning: 'invalid parameters', advice: 'correct the event and call again', retryable: false },
  '-501008': {
    meaning: 'invalid request source',
    advice: 'call from the mini program or the console',
    retryable: false,
  },
  '-501009': {
    meaning: 'the environment is not initialised',
    advice: 'open it once in the CloudBase console',
    retryable: false,
  },
  '-504002': {
    meaning: 'the function failed to run',
    advice: `look at the log of the function; ${LOOK_AT_ENVIRONMENT}`,
    retryable: false,
  },
  '-601001': {
    meaning: 'WeChat answered with something that is not a table',
    advice: 'call again; if it stays, look at the log of the function',
    retryable: false,
  },
  '-601002': {
    meaning: 'WeChat could not read the request',
    advice: DEPLOY_AGAIN,
    retryable: false,
  },
  '-601003': { meaning: 'the network inside WeChat failed', advice: 'call again in a moment', retryable: true },
  '-601004': {
    meaning: 'permission denied',
    advice:
      "a user of the mini program: list the OPENID in the function's variable STATS_ALLOWED_OPENIDS; other callers (a web login, the HTTP access service, …) are not let in: see errMsg",
    retryable: false,
  },
  '-601008': { meaning: 'WeChat took too long', advice: 'call again in a moment', retryable: true },
  '-604001': {
    meaning: 'the result is larger than the platform allows (1 MB)',
    advice: 'read it in parts with pageOffset and pageLimit, or choose a shorter date range',
    retryable: false,
  },
  '-604100': {
    meaning: 'API not found',
    advice: DEPLOY_AGAIN,
    retryable: false,
  },
  '-604101': {
    meaning: 'the function has no permission to call cloudbase.getStatistics',
    advice:
      'upload the function once from WeChat DevTools with its config.json (tcb does not register it), then wait 10 minutes',
    retryable: false,
  },
  '-604102': {
    meaning: 'the call took too long',
    advice: 'call again; read fewer rows or a shorter date range',
    retryable: true,
  },
  '-604103': { meaning: 'the open API failed inside WeChat', advice: 'call again in a moment', retryable: true },
  '-604104': {
    meaning: 'illegal source of invocation',
    advice: "start the function from the mini program, a timer or WeChat's HTTP API",
    retryable: false,
  },
} as const satisfies Record<string, CodeEntry>

const KNOWN: Readonly<Record<string, CodeEntry>> = CODES

type NumberOf<T> = T extends `${infer N extends number}` ? N : never

/**
 * The `errCode` of a failure. Codes that CODES does not have are passed on too: TypeScript has no type for "every number but
 * 0", and with `number` a comparison with 0 would tell nothing.
 */
export type FailureCode = NumberOf<keyof typeof CODES>

/** A failure whose code tells it from an answer. */
export interface FunctionFailure extends Failure {
  errCode: FailureCode
}

/** No rows for this request. Not a fault of the caller: the reply carries an empty table as well. */
export const NO_DATA = 10011
/** What this package refuses in an event. */
export const INVALID_PARAM = -501007
/** The caller may not read the statistics. */
export const PERMISSION_DENIED = -601004
/** WeChat, or the code here, did something unexpected. */
export const SYSTEM_ERROR = -601001
/** The result would pass the platform's limit. */
export const RESULT_TOO_LARGE = -604001
/** There is no cloudbase.getStatistics, for example in a wx-server-sdk that is too old. */
export const API_NOT_FOUND = -604100
/** The function was not uploaded from WeChat DevTools with its permission. */
export const NO_PERMISSION = -604101
/** The answer did not come inside the time that the function has. */
export const CALL_TIMEOUT = -604102
/** The platform's variables for every call are not there: its credentials. */
export const INVALID_COMMON_PARAM = -501006
/** WeChat does not know the IP address that an HTTPS call comes from. */
const IP_NOT_WHITELISTED = 40164

/** What a StatisticsError says in place of what is known of its code. */
export interface StatisticsErrorOptions extends ErrorOptions {
  /** What fixes it here, where the advice for the code would not. */
  advice?: string | undefined
  /** `false` for a failure that lasts although its code is retryable. */
  retryable?: boolean | undefined
}

/** An error with a code of the platform's. `message` says what happened; the advice is added where the reply is made. */
export class StatisticsError extends Error {
  override readonly name = 'StatisticsError'
  /** What fixes it; absent for a code that nobody here knows. */
  readonly advice: string | undefined
  /** Whether the same call may work a moment later. Unknown codes are final. */
  readonly retryable: boolean

  constructor(
    readonly errCode: number,
    message: string,
    { advice, retryable, ...options }: StatisticsErrorOptions = {},
  ) {
    super(message, options)
    this.advice = advice ?? KNOWN[errCode]?.advice
    this.retryable = retryable ?? isRetryable(errCode)
  }
}

/** Whether a code is retryable; `retryable` of a StatisticsError knows more than its code. */
export function isRetryable(errCode: number): boolean {
  return KNOWN[errCode]?.retryable ?? false
}

/**
 * Whether a text of the platform's names an environment that is gone, isolated (unpaid) or not the caller's. wx-server-sdk
 * gives such refusals retryable codes: only their text tells them apart.
 */
export function isEnvironmentRefused(text: string): boolean {
  return ENVIRONMENT_REFUSED.test(text.slice(0, MAX_CHARACTERS))
}

const ENVIRONMENT_REFUSED =
  /\b(?:ENV_ISOLATED|INVALID_ENV|INVALID_ENV_STATUS|PERMISSION_DENIED|SIGN_PARAM_INVALID)\b|\benv(?:ironment)? (?:not exists?|not found|does not exist|status is isolated)/i

/**
 * Whatever was thrown, as an error with a code: StatisticsError as it is, the SDK's errors with their own `errCode`,
 * anything else as -601001, without its detail (that goes into the log, not to the caller).
 */
export function toStatisticsError(thrown: unknown): StatisticsError {
  if (thrown instanceof StatisticsError) return thrown
  const errCode = errCodeOf(thrown)
  if (errCode === undefined || isMistake(thrown)) {
    const kind = thrown instanceof Error ? thrown.name : typeof thrown
    return new StatisticsError(SYSTEM_ERROR, `unexpected ${kind}`, { cause: thrown })
  }
  const said = saidBy(thrown)
  const meaning = KNOWN[errCode]?.meaning ?? 'WeChat refused the call'
  const lasts = isEnvironmentRefused(said) && { advice: LOOK_AT_ENVIRONMENT, retryable: false }
  const clean = withoutAddresses(said, { keepIps: errCode === IP_NOT_WHITELISTED })
  const message = `${errCode} ${meaning}${clean === '' ? '' : ` (${clean})`}`
  return new StatisticsError(errCode, message, { cause: thrown, ...lasts })
}

/**
 * The reply for whatever was thrown: `{ errCode, errMsg }` with `errMsg` in the SDK's form
 * `<function>:fail <what, and what to do>`. It never throws, and `errCode` is never 0.
 */
export function toFailure(functionName: string, thrown: unknown): FunctionFailure {
  const { errCode, message, advice } = toStatisticsError(thrown)
  return {
    errCode: isFailureCode(errCode) ? errCode : SYSTEM_ERROR,
    errMsg: `${functionName}:fail ${message}${advice ? `; ${advice}` : ''}`,
  }
}

function isFailureCode(errCode: number): errCode is FailureCode {
  return errCode !== 0
}

/** A number other than 0. WeChat's `errcode` may come as text, which the SDK hands over as it is. */
function errCodeOf(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('errCode' in thrown)) return undefined
  const errCode = toErrCode(thrown.errCode)
  return errCode === 0 ? undefined : errCode
}

/** An errCode as a number, whether it came as one or as its text; `undefined` when it is no code. */
export function toErrCode(value: unknown): number | undefined {
  const errCode = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
  return Number.isSafeInteger(errCode) ? (errCode as number) : undefined
}

/** A mistake in the SDK's code or in ours: the SDK stamps any Error that is thrown inside it with -1, "busy". */
export function isMistake(thrown: unknown): thrown is Error {
  if (!(thrown instanceof Error)) return false
  if (!('errCode' in thrown)) return true
  return thrown.errCode === -1 && /^(?:Type|Range|Syntax|Reference|Eval|URI)Error$/.test(thrown.name)
}

/** No pattern runs over more: on text without end some would take for ever, and nobody reads so much. */
const MAX_CHARACTERS = 2000

/**
 * What an SDK says, on one line and without what each version puts around it: `…:fail ` before, `; at … api;` behind.
 */
function saidBy(thrown: unknown): string {
  const errMsg = typeof thrown === 'object' && thrown !== null && 'errMsg' in thrown ? thrown.errMsg : undefined
  if (typeof errMsg !== 'string') return ''
  return errMsg
    .slice(0, MAX_CHARACTERS)
    .replace(/^[\w.]+:fail\s*/, '')
    .replace(/\s+/g, ' ')
    .replace(/\s*;? at [\w.]+ api;?\s*$/, '')
    .trim()
}

/**
 * A text of somebody else's for people to read: the SDK puts the platform's internal addresses, and whole bodies, into its
 * messages, and neither is for a caller. A bracket that closes behind a URL stays. The IP address that WeChat does not know (40164) is the caller's own, and stays.
 */
export function withoutAddresses(text: string, { maxLength = 200, keepIps = false } = {}): string {
  const cut = text.slice(0, MAX_CHARACTERS).replace(/https?:\/\/[^\s"']*[^\s"')\]}>]/g, '<url>')
  const withoutIps = keepIps ? cut : cut.replace(/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, '<address>')
  const withoutHosts = withoutIps.replace(/\b[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net)\b(?::\d+)?/g, '<address>')
  return shorten(withoutHosts.trim(), maxLength)
}

/** A text cut where it gets long, which shows. */
export function shorten(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
}
