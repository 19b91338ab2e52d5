import { SYSTEM_ERROR, StatisticsError } from '../errors'
import { callWechat, type Fetch } from './wechatHttps'

/** Where a call takes its access token from. */
export interface TokenSource {
  /** @throws WechatError of `stable_token`, or StatisticsError -601001 when it answers without a token */
  get(): Promise<string>
  /** A new token in place of `refused`, which WeChat no longer takes; absent where there is only the one. */
  renew?: (refused: string) => Promise<string>
}

/** What `stableToken` needs. */
export interface StableTokenOptions {
  appId: string
  appSecret: string
  baseUrl: string
  /** The clock, in milliseconds. */
  now: () => number
  timeoutMs?: number | undefined
  fetch?: Fetch | undefined
  signal?: AbortSignal | undefined
}

/** WeChat gives a new token for the asking in the last five minutes of the old one's life; both work until its end. */
const MARGIN_MS = 5 * 60_000

/** A token that was handed to us: there is no other. */
export function givenToken(token: string): TokenSource {
  return { get: () => Promise.resolve(token) }
}

interface HeldToken {
  token: string
  /** Unix MILLISECONDS. */
  keepUntil: number
}

/**
 * Access tokens for an appid and its secret: fetched when the first is needed, kept until five minutes before it
 * expires, with one request under way at most. This kind of token does not invalidate the ones that other servers hold.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html
 */
export function stableToken(options: StableTokenOptions): TokenSource {
  let held: HeldToken | undefined
  let underWay: Promise<string> | undefined

  async function fetchAndKeep(force: boolean): Promise<string> {
    try {
      held = await fetchToken(options, force)
      return held.token
    } finally {
      underWay = undefined
    }
  }

  return {
    async get() {
      if (held !== undefined && options.now() < held.keepUntil) return held.token
      return (underWay ??= fetchAndKeep(false))
    },
    async renew(refused) {
      if (held !== undefined && held.token !== refused) return held.token
      held = undefined
      return (underWay ??= fetchAndKeep(true))
    },
  }
}

/** @param force a new token even though the old one has time left; WeChat allows this twenty times a day */
async function fetchToken(
  { appId, appSecret, baseUrl, now, timeoutMs, fetch, signal }: StableTokenOptions,
  force: boolean,
): Promise<HeldToken> {
  const asked = now()
  const { access_token: token, expires_in: lifeSeconds } = await callWechat({
    api: 'stable_token',
    url: new URL('/cgi-bin/stable_token', baseUrl),
    body: { grant_type: 'client_credential', appid: appId, secret: appSecret, force_refresh: force },
    secrets: [appSecret],
    timeoutMs,
    fetch,
    signal,
  })
  if (typeof token !== 'string' || token === '' || typeof lifeSeconds !== 'number')
    throw new StatisticsError(SYSTEM_ERROR, 'stable_token answered without access_token and expires_in')
  return { token, keepUntil: asked + lifeSeconds * 1000 - MARGIN_MS }
}
