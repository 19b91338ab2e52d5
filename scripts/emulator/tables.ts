import type { ActType } from '../../shared/api'
import { ALL_CHANNELS_ID } from '../../shared/constants'
import type { RealtimeReading } from './readings'
import { bucketOf, type Campaign, type Visit, type Window } from './campaign'

/** A table as it goes over the wire. */
export interface WireTable {
  data_column: { col_id: string; col_name: string; col_data_type: string }[]
  data_value: { data_value: string[] }[]
}

type Header = readonly (readonly [colId: string, colName: string, colDataType: string])[]

/** WeChat's page has these for the conversion. The overview's are not published: here they are the same. */
const COLUMNS: Header = [
  ['appid', '小程序id', '0'],
  ['env_id', '环境id', '0'],
  ['activity_id', '活动id', '0'],
  ['channel_id', '渠道', '0'],
  ['h5_open_uercnt', 'h5打开人数', '1'],
  ['jump_wxapp_uercnt', '小程序跳转人数', '1'],
  ['sms_send_uercnt', '短信下发人数', '1'],
  ['sms_send_list', '下发记录数组', '0'],
  ['jump_wxapp_uercnt_percent', '跳转人数渠道占比', '2'],
  ['h5_open_uercnt_percent', 'h5打开人数渠道占比', '2'],
  ['h5_sms_rate', '短信到h5转化率', '2'],
  ['jump_h5_rate', 'h5到跳转转化率', '2'],
]

/** Not published: only that a row is the Unix second of a step, and a count. */
const REALTIME_COLUMNS: Header = [
  ['stat_time', '统计时间', '1'],
  ['uercnt', '人数', '1'],
]

/** One row, over all channels. Nobody counts twice, whatever channels he came through. */
export function overviewTable(campaign: Campaign, window: Window): WireTable {
  return channelsTable(campaign, window, [ALL_CHANNELS_ID])
}

/** One row a channel in which something happened, the busiest first. */
export function overviewByChannelTable(campaign: Campaign, window: Window): WireTable {
  const { sends, opens, jumps } = within(campaign, window)
  const count = new Map<string, number>()
  for (const { channelId } of [...sends, ...opens, ...jumps]) count.set(channelId, (count.get(channelId) ?? 0) + 1)
  const busiestFirst = [...count].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return channelsTable(
    campaign,
    window,
    busiestFirst.map(([channelId]) => channelId),
  )
}

/** One row, of one channel; none when nothing happened in it. */
export function conversionTable(campaign: Campaign, window: Window, channelId: string): WireTable {
  return channelsTable(campaign, window, [channelId])
}

/**
 * `[Unix second of the step, count]`, steps without anybody left out.
 *
 * @param reading how often a session or OpenID counts that comes in several steps
 */
export function realtimeTable(
  campaign: Campaign,
  window: Window,
  channelId: string,
  actType: ActType,
  reading: RealtimeReading,
): WireTable {
  const events = within(campaign, window)
  const buckets = new Map<string, Set<number>>()
  for (const { id, time } of inChannel(actType === 'h5' ? events.opens : events.jumps, channelId))
    buckets.set(id, (buckets.get(id) ?? new Set()).add(bucketOf(time)))
  const counts = new Map<number, number>()
  for (const came of buckets.values())
    for (const bucket of reading === 'step' ? came : [Math.min(...came)])
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  const rows = [...counts].sort(([a], [b]) => a - b).map(row => row.map(String))
  return tableOf(REALTIME_COLUMNS, rows)
}

function channelsTable(campaign: Campaign, window: Window, channelIds: readonly string[]): WireTable {
  const events = within(campaign, window)
  const total = { opens: people(events.opens), jumps: people(events.jumps) }
  const rows: string[][] = []
  for (const channelId of channelIds) {
    const tasks = inChannel(events.sends, channelId)
    const sent = tasks.reduce((sum, { count }) => sum + count, 0)
    const opens = people(inChannel(events.opens, channelId))
    const jumps = people(inChannel(events.jumps, channelId))
    if (sent + opens + jumps === 0) continue
    rows.push([
      campaign.appid,
      campaign.envId,
      campaign.activityId,
      channelId,
      String(opens),
      String(jumps),
      String(sent),
      `[${tasks.map(({ task, count }) => `${task}:${count}`).join(',')}]`,
      ratio(jumps, total.jumps),
      ratio(opens, total.opens),
      ratio(opens, sent),
      ratio(jumps, opens),
    ])
  }
  return tableOf(COLUMNS, rows)
}

/** A date range takes whole steps of five minutes, by their beginnings: so all tables agree on what lies in it. */
function within(campaign: Campaign, { begin, end }: Window): Pick<Campaign, 'sends' | 'opens' | 'jumps'> {
  const inWindow = ({ time }: { time: number }): boolean => bucketOf(time) >= begin && bucketOf(time) < end
  return {
    sends: campaign.sends.filter(inWindow),
    opens: campaign.opens.filter(inWindow),
    jumps: campaign.jumps.filter(inWindow),
  }
}

function inChannel<E extends { channelId: string }>(events: readonly E[], channelId: string): readonly E[] {
  return channelId === ALL_CHANNELS_ID ? events : events.filter(event => event.channelId === channelId)
}

function people(visits: readonly Visit[]): number {
  return new Set(visits.map(({ id }) => id)).size
}

/** Six decimals without trailing zeros, as in WeChat's example; a step from 0 has no rate. */
function ratio(part: number, whole: number): string {
  return whole === 0 ? '' : String(Number((part / whole).toFixed(6)))
}

function tableOf(header: Header, rows: readonly string[][]): WireTable {
  return {
    data_column: header.map(([col_id, col_name, col_data_type]) => ({ col_id, col_name, col_data_type })),
    data_value: rows.map(data_value => ({ data_value })),
  }
}
