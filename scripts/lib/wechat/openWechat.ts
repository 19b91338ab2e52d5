import { WECHAT_API } from '../../../shared/https/wechatHttps'
import { wechatClient, type WechatClient } from '../../../shared/https/wechatClient'
import type { Variables } from '../cloud/settings'
import { chooseCredentials } from './credentials'
import { proxyFetch } from './proxyFetch'

/** WeChat's server APIs, or why they cannot be called. */
export type OpenedWechat = WechatClient | { problem: string }

/**
 * WeChat's server APIs with the credentials that the variables hold, through the proxy that the process's environment names.
 *
 * @throws Error when `baseUrl` would send a token in the clear
 */
export function openWechat(variables: Variables, baseUrl = WECHAT_API): OpenedWechat {
  const credentials = chooseCredentials(variables)
  if ('problem' in credentials) return credentials
  return wechatClient({ credentials, baseUrl, fetch: proxyFetch(process.env) })
}
