import type { Openapi, StatisticsRequest } from '../api'
import { API } from '../constants'
import { wechatClient, type WechatClientOptions } from './wechatClient'

/**
 * HTTPS 调用: what `cloud.openapi` is in a function, for a program that runs elsewhere and holds credentials. The same
 * requests, answers and errors; `getStatistics` of shared/call takes either. It is not for the functions: they call as
 * themselves, without a token.
 *
 * @throws Error at once when `baseUrl` would send a token in the clear
 * @see https://developers.weixin.qq.com/minigame/dev/api-backend/open-api/cloudbase/cloudbase.getStatistics.html
 */
export function httpsOpenapi(options: WechatClientOptions): Openapi {
  const client = wechatClient(options)

  async function getStatistics(request: StatisticsRequest): Promise<object> {
    return fromWire(await client.call({ api: API, path: '/tcb/getstatistics', body: toWire(request) }))
  }

  return { cloudbase: { getStatistics } }
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
