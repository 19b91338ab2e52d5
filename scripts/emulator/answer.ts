import { BEIJING_OFFSET_SECONDS, DAY_SECONDS } from '../../shared/constants'
import { NO_DATA } from '../../shared/errors'
import type { Campaign } from './campaign'
import { type CheckedRequest, checkRequest, type RequestBody, WechatError } from './rules'
import { DEFAULT_READING, type Reading, windowsOf } from './readings'
import { conversionTable, overviewByChannelTable, overviewTable, realtimeTable, type WireTable } from './tables'

/** Overview and conversion of a day are ready the next day at about six in the morning, Beijing time. */
const READY_AFTER_MIDNIGHT_SECONDS = 6 * 3600

/** A success as it goes over the wire. */
export type WireAnswer = { errcode: 0; errmsg: 'ok'; total_num: number } & WireTable

/**
 * What WeChat answers to a request.
 *
 * @param now Unix seconds: what lies later has not happened
 * @param reading how it is read where WeChat's pages leave it open
 * @throws WechatError for a request against the rules, and 10011 where there is nothing
 */
export function answerRequest(
  campaigns: readonly Campaign[],
  body: RequestBody,
  now: number,
  reading: Reading = DEFAULT_READING,
): WireAnswer {
  const request = checkRequest(body)
  const campaign = campaigns.find(
    ({ envId, activityId }) => envId === request.envId && activityId === request.activityId,
  )
  const table = campaign === undefined ? undefined : tableFor(campaign, request, now, reading)
  if (table === undefined || table.data_value.length === 0) throw new WechatError(NO_DATA, 'no data')
  const rows = table.data_value
  const shown = request.kind === 'realtime' ? rows : rows.slice(request.offset, request.offset + request.limit)
  return { errcode: 0, errmsg: 'ok', data_column: table.data_column, data_value: shown, total_num: rows.length }
}

function tableFor(campaign: Campaign, request: CheckedRequest, now: number, reading: Reading): WireTable | undefined {
  const until = request.kind === 'realtime' ? now : readyUntil(now)
  const window = { begin: request.begin, end: Math.min(request.end, until) }
  if (request.kind === 'realtime')
    return realtimeTable(campaign, window, request.channelId, request.actType, reading.realtime)
  // A snapshot of a date range that nobody has lived to see is none.
  if (window.end <= window.begin) return undefined
  const tables = windowsOf(reading.window, window, campaign).map(each => {
    switch (request.kind) {
      case 'overview':
        return overviewTable(campaign, each)
      case 'overviewByChannel':
        return overviewByChannelTable(campaign, each)
      case 'conversion':
        return conversionTable(campaign, each, request.channelId)
    }
  })
  const [first] = tables
  return first && { data_column: first.data_column, data_value: tables.flatMap(({ data_value }) => data_value) }
}

/** The Beijing midnight up to which whole days are ready. */
function readyUntil(now: number): number {
  const inBeijing = now + BEIJING_OFFSET_SECONDS - READY_AFTER_MIDNIGHT_SECONDS
  return Math.floor(inBeijing / DAY_SECONDS) * DAY_SECONDS - BEIJING_OFFSET_SECONDS
}
