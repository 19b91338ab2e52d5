import { givenToken, stableToken, type StableTokenOptions, type TokenSource } from './accessToken'
import { callWechat, type Fetch, WECHAT_API } from './wechatHttps'

/**
 * What WeChat takes for a right to call: a token of the mini program's, one of cloud hosting's (云托管), or the appid and
 * secret, for which tokens are fetched as needed.
 */
export type Credentials =
  { accessToken: string } | { cloudbaseAccessToken: string } | { appId: string; appSecret: string }

export interface WechatClientOptions {
  credentials: Credentials
  /** Another domain of WeChat's, or an emulator; `https:`, or `http:` to this machine. @default WECHAT_API */
  baseUrl?: string
  /** The clock by which tokens expire, in milliseconds. @default Date.now */
  now?: () => number
  /** How long one HTTP request may take. @default 15000 */
  timeoutMs?: number
  /** In place of Node's own: through a proxy, for one. */
  fetch?: Fetch
  /** Gives up what is under way, and lets nothing begin, when it is aborted. */
  signal?: AbortSignal
}

/** A call of one of WeChat's server APIs, the token aside. */
export interface ApiCall {
  /** Begins the message of an error: `cloudbase.getStatistics`. */
  api: string
  /** `/tcb/getstatistics` */
  path: string
  /** What stands in the address beside the token. */
  query?: Readonly<Record<string, string>>
  /** What goes out as JSON. */
  body: unknown
}

/** WeChat's server APIs, for the holder of credentials. */
export interface WechatClient {
  /** @throws WechatError as `callWechat` does */
  call(call: ApiCall): Promise<Record<string, unknown>>
}

/** The token is wrong or no longer valid, of a wrong kind, or has expired: a new one may cure it. */
const TOKEN_REFUSED: readonly unknown[] = [40001, 40014, 42001]

/**
 * Calls WeChat's server APIs with a token. One that it fetched itself, and that WeChat refuses, is renewed once.
 *
 * @throws Error at once when `baseUrl` would send a token in the clear
 */
export function wechatClient(options: WechatClientOptions): WechatClient {
  const { credentials, baseUrl = WECHAT_API, now = Date.now, timeoutMs, fetch, signal } = options
  checkBaseUrl(baseUrl)
  const tokens = toTokenSource(credentials, { baseUrl, now, timeoutMs, fetch, signal })
  const parameter = 'cloudbaseAccessToken' in credentials ? 'cloudbase_access_token' : 'access_token'

  function send({ api, path, query = {}, body }: ApiCall, token: string): Promise<Record<string, unknown>> {
    const url = new URL(path, baseUrl)
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value)
    url.searchParams.set(parameter, token)
    return callWechat({ api, url, body, secrets: [token], timeoutMs, fetch, signal })
  }

  return {
    async call(call) {
      const token = await tokens.get()
      try {
        return await send(call, token)
      } catch (thrown) {
        if (tokens.renew === undefined || !isTokenRefused(thrown)) throw thrown
        return send(call, await tokens.renew(token))
      }
    },
  }
}

function toTokenSource(
  credentials: Credentials,
  rest: Pick<StableTokenOptions, 'baseUrl' | 'now' | 'timeoutMs' | 'fetch' | 'signal'>,
): TokenSource {
  if ('accessToken' in credentials) return givenToken(credentials.accessToken)
  if ('cloudbaseAccessToken' in credentials) return givenToken(credentials.cloudbaseAccessToken)
  return stableToken({ ...credentials, ...rest })
}

function isTokenRefused(thrown: unknown): boolean {
  return thrown instanceof Error && 'errCode' in thrown && TOKEN_REFUSED.includes(thrown.errCode)
}

/** Whether a host, as a URL names it, is this machine. */
export function isLoopback(hostname: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

/** @throws Error when `baseUrl` is no URL, or would send a token in the clear: `https:` is needed but to this machine */
export function checkBaseUrl(baseUrl: string): void {
  const { protocol, hostname, host } = new URL(baseUrl)
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname)))
    throw new Error(`${protocol}//${host} is not https: the access token would be readable on the way`)
}
