/** What a function may send, what it answers, and what its callers send. Checked by `tsc`, never run. */
import type { Column, StatisticsTable } from '../../shared/api'
import type { ChartResult } from '../../shared/answer/chart'
import type { Row, RowsTable } from '../../shared/answer/rows'
import type { FunctionKind, Queries } from '../../shared/call/event'
import type { Events } from '../../shared/events'
import type { Reply, ReplyTo } from '../../shared/replies'
import { type Sdk, serve } from '../../shared/serve'

declare const cloud: Sdk

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function assertType<T extends true>(...proof: T[]): void {
  void proof
}

// serve takes the request of its own function, and nothing beside it.

serve('conversion', cloud, ({ beginDate, endDate, pageOffset, pageLimit, condition }) => ({
  action: 'smsMarketingConversionData',
  beginDate,
  endDate,
  pageOffset,
  pageLimit,
  condition: { envId: condition.envId, activityId: condition.activityId, channelId: condition.channelId },
}))

serve('conversion', cloud, ({ beginDate, endDate, pageOffset, pageLimit, condition }) => ({
  action: 'smsMarketingConversionData',
  beginDate,
  endDate,
  pageOffset,
  pageLimit,
  // @ts-expect-error a slip in a key of the condition
  condition: { envId: condition.envId, activityId: condition.activityId, chanelId: condition.channelId },
}))

serve('conversion', cloud, ({ beginDate, endDate, pageOffset, pageLimit, condition }) => ({
  action: 'smsMarketingConversionData',
  beginDate,
  endDate,
  pageOffset,
  pageLimit,
  condition: {
    envId: condition.envId,
    activityId: condition.activityId,
    channelId: condition.channelId,
    // @ts-expect-error a slip in a key beside the right one
    chanelId: condition.channelId,
  },
}))

serve('conversion', cloud, ({ beginDate, endDate, pageOffset, pageLimit, condition }) => ({
  // @ts-expect-error the action of another function
  action: 'smsMarketingOverviewData',
  beginDate,
  endDate,
  pageOffset,
  pageLimit,
  condition: { envId: condition.envId, activityId: condition.activityId, channelId: condition.channelId },
}))

serve('overview', cloud, ({ beginDate, endDate, pageOffset, pageLimit, condition }) => ({
  action: 'smsMarketingOverviewData',
  beginDate,
  endDate,
  pageOffset,
  pageLimit,
  // @ts-expect-error the byChannelId of overviewByChannel
  condition: { envId: condition.envId, activityId: condition.activityId, byChannelId: '1' },
}))

serve('overviewByChannel', cloud, ({ beginDate, endDate, pageOffset, pageLimit, condition }) => ({
  action: 'smsMarketingOverviewData',
  beginDate,
  endDate,
  pageOffset,
  pageLimit,
  // @ts-expect-error the byChannelId of overview
  condition: { envId: condition.envId, activityId: condition.activityId, byChannelId: '0' },
}))

serve('realtime', cloud, ({ beginDate, endDate, condition }) => ({
  action: 'smsMarketingRealTimeData',
  beginDate,
  endDate,
  // @ts-expect-error realtime has no pages, however the key is written
  pagelimit: 1000,
  condition,
}))

serve('realtime', cloud, ({ beginDate, endDate, condition }) => ({
  action: 'smsMarketingRealTimeData',
  beginDate,
  endDate,
  // @ts-expect-error realtime has no pages
  pageLimit: 1000,
  condition,
}))

// @ts-expect-error the end is missing
serve('realtime', cloud, ({ beginDate, condition }) => ({ action: 'smsMarketingRealTimeData', beginDate, condition }))

// errCode 0 tells an answer from a failure.

export function rowsOf(reply: Reply<'rows'>): Row[] {
  return reply.errCode === 0 ? reply.rows : []
}

export function columnsOf(reply: Reply<'table'>): Column[] {
  if (reply.errCode !== 0) return []
  return reply.dataColumn
}

export function optionOf(reply: Reply): ChartResult['option'] | undefined {
  return reply.errCode === 0 && 'option' in reply ? reply.option : undefined
}

/** The keys that every member of a union has. */
type CommonKeys<T> = keyof T
assertType<Same<CommonKeys<Exclude<Reply<'rows'>, { errCode: 0 }>>, 'errCode' | 'errMsg'>>(true)
assertType<Same<CommonKeys<Extract<Reply, { errCode: 0 }>>, 'errCode' | 'errMsg' | 'totalNum'>>(true)

/** Codes are numbers that can be compared; one that no code can be is a slip. */
export function isNoData(reply: Reply): boolean {
  // @ts-expect-error there is no such code
  return reply.errCode === 10011 || reply.errCode === 10012
}

// What each function is sent and gives back, by its name and the format.

assertType<Same<keyof Events, FunctionKind>>(true)

/** Every key that a function reads is in its event's type, and no other but what the function fixes itself. */
type KeysOf<T> = Exclude<T extends unknown ? keyof T : never, 'action' | 'byChannelId'>
type SameKeys = {
  [K in FunctionKind]: Same<KeysOf<Events[K]>, KeysOf<Queries[K]>> extends true
    ? Same<KeysOf<Events[K]['condition']>, KeysOf<Queries[K]['condition']>>
    : false
}[FunctionKind]
assertType<Same<SameKeys, true>>(true)

type Success<T> = Extract<T, { errCode: 0 }>
assertType<Same<Success<ReplyTo<Events['overview'] & { format: 'rows' }>>, RowsTable>>(true)
assertType<Same<Success<ReplyTo<Events['realtime'] & { format: 'chart' }>>, ChartResult>>(true)
assertType<Same<Success<ReplyTo<Omit<Events['overview'], 'format'>>>, StatisticsTable>>(true)
assertType<Same<ReplyTo<Events['conversion']>, Reply>>(true)

const day = { beginDate: '2021-02-25', endDate: 1614268800 }
export const events: Partial<Events> = {
  overview: { ...day, condition: { activityId: 'a' }, all: true, format: 'rows' },
  conversion: { ...day, condition: { activityId: 'a', channelId: 'qq', envId: 'e' }, pageLimit: 10 },
  realtime: { ...day, condition: { activityId: 'a', actType: 'h5' }, format: 'chart' },
}

// @ts-expect-error the overview is over all channels
export const overviewOfChannel: Events['overview'] = { ...day, condition: { activityId: 'a', channelId: 'qq' } }
// @ts-expect-error realtime needs actType
export const realtimeWithoutActType: Events['realtime'] = { ...day, condition: { activityId: 'a' } }
// @ts-expect-error realtime has no pages
export const realtimeWithAll: Events['realtime'] = { ...day, condition: { activityId: 'a', actType: 'h5' }, all: true }
// @ts-expect-error a format that there is not
export const overviewAsXml: Events['overview'] = { ...day, condition: { activityId: 'a' }, format: 'xml' }
