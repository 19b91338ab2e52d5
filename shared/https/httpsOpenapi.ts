import { givenToken, stableToken, type StableTokenOptions, type TokenSource } from './accessToken'
import type { Openapi, StatisticsRequest } from '../api'
import { callWechat, WECHAT_API } from './wechatHttps'

/**
 * What WeChat takes for a right to call: a token of the mini program's, one of cloud hosting's (云托管), or the appid and
 * secret, for which tokens are fetched as needed.
 */
export type Credentials =
  { accessToken: string } | { cloudbaseAccessToken: string } | { appId: string; appSecret: string }

export interface HttpsOpenapiOptions {
  credentials: Credentials
  /** Another domain of WeChat's, or an emulator; `https:`, or `http:` to this machine. @default WECHAT_API */
  baseUrl?: string
  /** The clock by which tokens expire, in milliseconds. @default Date.now */
  now?: () => number
  /** How long one HTTP request may take. @default 15000 */
  timeoutMs?: number
}

const API = 'cloudbase.getStatistics'
/** The token is wrong or no longer valid, is none that this API takes, or has expired. */
const TOKEN_REFUSED: readonly unknown[] = [40001, 40014, 42001]

/**
 * HTTPS 调用: what `cloud.openapi` is in a function, for a program that runs elsewhere and holds credentials. The same
 * requests, answers and errors; `shared/getStatistics.ts` takes either. A token that it fetched itself, and that WeChat
 * refuses (40001, 40014, 42001), is renewed once. It is not for the functions: they call as themselves, without a token.
 *
 * @throws Error at once when `baseUrl` would send a token in the clear
 * @see https://developers.weixin.qq.com/minigame/dev/api-backend/open-api/cloudbase/cloudbase.getStatistics.html
 */
export function httpsOpenapi(options: HttpsOpenapiOptions): Openapi {
  const { credentials, baseUrl = WECHAT_API, now = Date.now, timeoutMs } = options
  checkBaseUrl(baseUrl)
  const tokens = toTokenSource(credentials, { baseUrl, now, timeoutMs })
  const parameter = 'cloudbaseAccessToken' in credentials ? 'cloudbase_access_token' : 'access_token'

  async function send(request: StatisticsRequest, token: string): Promise<object> {
    const url = new URL('/tcb/getstatistics', baseUrl)
    url.searchParams.set(parameter, token)
    const answer = await callWechat({ api: API, url, body: toWire(request), secrets: [token], timeoutMs })
    return fromWire(answer)
  }

  async function getStatistics(request: StatisticsRequest): Promise<object> {
    const token = await tokens.get()
    try {
      return await send(request, token)
    } catch (thrown) {
      if (tokens.renew === undefined || !isTokenRefused(thrown)) throw thrown
      return send(request, await tokens.renew(token))
    }
  }

  return { cloudbase: { getStatistics } }
}

function toTokenSource(
  credentials: Credentials,
  rest: Pick<StableTokenOptions, 'baseUrl' | 'now' | 'timeoutMs'>,
): TokenSource {
  if ('accessToken' in credentials) return givenToken(credentials.accessToken)
  if ('cloudbaseAccessToken' in credentials) return givenToken(credentials.cloudbaseAccessToken)
  return stableToken({ ...credentials, ...rest })
}

function isTokenRefused(thrown: unknown): boolean {
  return thrown instanceof Error && 'errCode' in thrown && TOKEN_REFUSED.includes(thrown.errCode)
}

function checkBaseUrl(baseUrl: string): void {
  const { protocol, hostname, host } = new URL(baseUrl)
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback))
    throw new Error(`${protocol}//${host} is not https: the access token would be readable on the way`)
}

/** Keys to snake_case, as WeChat spells them. */
function toWire(request: StatisticsRequest): Record<string, unknown> {
  return renameKeys({ ...request }, key => key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`))
}

/** Keys to camelCase, as wx-server-sdk spells them, and its two words for success. */
function fromWire(answer: Record<string, unknown>): object {
  const table = Object.fromEntries(Object.entries(answer).filter(([key]) => key !== 'errcode' && key !== 'errmsg'))
  return { ...toCamelCase(table), errMsg: `openapi.${API}:ok`, errCode: 0 }
}

function toCamelCase(answer: object): Record<string, unknown> {
  return renameKeys(answer, key => key.replace(/(?<=.)_([a-z])/g, (_, letter: string) => letter.toUpperCase()))
}

/** Keys at every depth, and only keys: a value such as `h5_open_uercnt` is data. */
function renameKeys(record: object, rename: (key: string) => string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [rename(key), renameWithin(value, rename)]))
}

function renameWithin(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map(item => renameWithin(item, rename))
  return typeof value === 'object' && value !== null ? renameKeys(value, rename) : value
}
