import type { ActType } from '../../shared/api'
import { ACT_TYPES } from '../../shared/constants'
import { isRecord } from '../../shared/isRecord'

/** A request that keeps the documented rules. Dates are Unix seconds. */
export type CheckedRequest = { begin: number; end: number; envId: string; activityId: string } & (
  | { kind: 'overview' | 'overviewByChannel'; offset: number; limit: number }
  | { kind: 'conversion'; offset: number; limit: number; channelId: string }
  | { kind: 'realtime'; channelId: string; actType: ActType }
)

/** WeChat's code for wrong arguments. Which one this API gives is not published. */
export const INVALID_ARGS = 40097

/** An answer of WeChat's that is an error. */
export class WechatError extends Error {
  constructor(
    readonly errcode: number,
    readonly errmsg: string,
  ) {
    super(errmsg)
  }
}

/** The body of a request as it came, snake_case. */
export type RequestBody = Record<string, unknown>

/**
 * Checks a request as the documentation states it: the fields that its action requires, and their types.
 *
 * @throws WechatError 40097 that names the field
 */
export function checkRequest(body: RequestBody): CheckedRequest {
  const begin = wholeNumber(body, 'begin_date')
  const end = wholeNumber(body, 'end_date')
  if (end <= begin) throw new WechatError(INVALID_ARGS, 'invalid args: end_date is not after begin_date')
  const condition = body['condition']
  if (!isRecord(condition)) throw new WechatError(INVALID_ARGS, 'invalid args: condition is not an object')
  const common = { begin, end, envId: text(condition, 'env_id'), activityId: text(condition, 'activity_id') }
  switch (body['action']) {
    case 'smsMarketingOverviewData': {
      const byChannelId = oneOf(condition, 'by_channel_id', ['0', '1'])
      return { ...common, kind: byChannelId === '0' ? 'overview' : 'overviewByChannel', ...page(body) }
    }
    case 'smsMarketingConversionData':
      return { ...common, kind: 'conversion', ...page(body), channelId: text(condition, 'channel_id') }
    case 'smsMarketingRealTimeData': {
      const channelId = text(condition, 'channel_id')
      return { ...common, kind: 'realtime', channelId, actType: oneOf(condition, 'act_type', ACT_TYPES) }
    }
    default:
      throw new WechatError(INVALID_ARGS, `invalid args: unknown action ${JSON.stringify(body['action'])}`)
  }
}

function page(body: RequestBody): { offset: number; limit: number } {
  return { offset: wholeNumber(body, 'page_offset'), limit: wholeNumber(body, 'page_limit') }
}

function wholeNumber(from: RequestBody, field: string): number {
  const value = from[field]
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw wrong(field, value, 'a whole number')
}

function text(from: RequestBody, field: string): string {
  const value = from[field]
  if (typeof value === 'string' && value !== '') return value
  throw wrong(field, value, 'a string')
}

function oneOf<T extends string>(from: RequestBody, field: string, values: readonly T[]): T {
  const value = values.find(candidate => candidate === from[field])
  if (value !== undefined) return value
  throw wrong(field, from[field], values.map(each => `"${each}"`).join(' or '))
}

function wrong(field: string, value: unknown, expected: string): WechatError {
  return new WechatError(
    INVALID_ARGS,
    `invalid args: ${field} is ${JSON.stringify(value) ?? 'missing'}, expected ${expected}`,
  )
}
