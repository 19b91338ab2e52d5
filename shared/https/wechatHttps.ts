import { shorten, SYSTEM_ERROR, toErrCode } from '../errors'
import { isRecord } from '../isRecord'
import { withoutSecrets } from './withoutSecrets'

/** Where WeChat's server APIs are; other domains (api2.weixin.qq.com, sh.api.weixin.qq.com, …) answer the same. */
export const WECHAT_API = 'https://api.weixin.qq.com'

/** As long as wx-server-sdk waits. */
const TIMEOUT_MS = 15_000
/** An errmsg may be as long as it likes. */
const LONGEST_MESSAGE = 2000
/** wx-server-sdk's codes for the same failures: both are retryable. */
const NO_ANSWER = -501001
const TOOK_TOO_LONG = -501002

/** What of `fetch` is used here. */
export type Fetch = (
  url: URL,
  init: {
    method: 'POST'
    headers: Record<string, string>
    body: string
    redirect: 'manual'
    signal: AbortSignal
  },
) => Promise<{ status: number; text(): Promise<string> }>

/** A call of one of WeChat's server APIs. */
export interface WechatCall {
  /** Begins the message of an error: `cloudbase.getStatistics`. */
  api: string
  url: URL
  /** What goes out as JSON. */
  body: unknown
  /** What must not stand in a message: tokens and app secrets. */
  secrets: readonly string[]
  /** @default 15000 */
  timeoutMs?: number | undefined
  /** @default Node's own */
  fetch?: Fetch | undefined
  /** Gives the call up when it is aborted. */
  signal?: AbortSignal | undefined
}

/** An error of WeChat's, in the form that wx-server-sdk gives it. */
export type WechatError = Error & { errCode: number; errMsg: string }

/**
 * Sends JSON to WeChat by POST and hands over the JSON object that it answers. Numbers beyond 2^53 come as strings.
 *
 * @throws WechatError with WeChat's `errcode`; -501001 without a proper answer over HTTP, -501002 after `timeoutMs`,
 * -601001 for an answer that is no JSON object. It never holds a secret, and has no `cause`: what `fetch` throws can
 * hold the address, and with it the token.
 */
export async function callWechat(call: WechatCall): Promise<Record<string, unknown>> {
  const { api, secrets } = call
  const fail = (errCode: number, what: string): WechatError =>
    wechatError(api, errCode, shorten(withoutSecrets(what, secrets), LONGEST_MESSAGE))
  const { status, text } = await post(call, fail)
  if (status !== 200) throw fail(NO_ANSWER, `HTTP status ${status}`)
  const answer = parseAnswer(text)
  if (answer === undefined)
    throw fail(
      SYSTEM_ERROR,
      text === '' ? 'an empty answer' : `an answer of ${text.length} characters that is not a JSON object`,
    )
  const errCode = 'errcode' in answer ? toErrCode(answer['errcode']) : 0
  if (errCode === undefined) throw fail(SYSTEM_ERROR, 'an errcode that is not a number')
  if (errCode !== 0) throw fail(errCode, typeof answer['errmsg'] === 'string' ? answer['errmsg'] : '')
  return answer
}

async function post(
  { url, body, timeoutMs = TIMEOUT_MS, fetch = globalThis.fetch, signal }: WechatCall,
  fail: (errCode: number, what: string) => WechatError,
): Promise<{ status: number; text: string }> {
  // AbortSignal.any would join the two; Node 18 has it from 18.17 on only.
  const giveUp = new AbortController()
  const timer = setTimeout(() => giveUp.abort(), timeoutMs)
  const onAbort = (): void => giveUp.abort()
  signal?.addEventListener('abort', onAbort, { once: true })
  if (signal?.aborted) giveUp.abort()
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual', // WeChat redirects nothing, and a token is for nobody else
      signal: giveUp.signal,
    })
    return { status: response.status, text: await response.text() }
  } catch (thrown) {
    if (signal?.aborted) throw fail(NO_ANSWER, 'the call was given up')
    if (giveUp.signal.aborted) throw fail(TOOK_TOO_LONG, `no answer in ${timeoutMs} ms`)
    throw fail(NO_ANSWER, `no connection: ${reasonOf(thrown)}`)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}

/** Node's code of what went wrong (ECONNREFUSED, ENOTFOUND, …); `fetch` itself only says "fetch failed". */
function reasonOf(thrown: unknown): string {
  const cause = isRecord(thrown) ? thrown['cause'] : undefined
  const code = isRecord(cause) ? cause['code'] : undefined
  return typeof code === 'string' ? code : 'unknown reason'
}

function parseAnswer(text: string): Record<string, unknown> | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    if (!isRecord(answer)) return undefined
    return /\d{16}/.test(text) ? (JSON.parse(quoteBigNumbers(text)) as typeof answer) : answer
  } catch {
    return undefined
  }
}

/**
 * JSON.parse would round numbers beyond 2^53, and JSON has no other way to hand them over. Those within strings stay as they are.
 * Only for text that is known to be JSON: on a string without an end the search would take ages.
 */
function quoteBigNumbers(json: string): string {
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g, token =>
    /^[-\d.]+$/.test(token) && Math.abs(Number(token)) > Number.MAX_SAFE_INTEGER ? `"${token}"` : token,
  )
}

function wechatError(api: string, errCode: number, what: string): WechatError {
  const errMsg = `${api}:fail ${what}`
  return Object.assign(new Error(errMsg), { errCode, errMsg })
}
