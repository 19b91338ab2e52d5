import type { StatisticsTable } from '../api'
import { channelName } from '../answer/channels'
import { ALL_CHANNELS_ID } from '../constants'
import { rateOf, stepsOf, type StepId } from '../answer/chart'
import { parseSendList, type Row, type SendTask, toRows } from '../answer/rows'

/** The counts of one row; `null` is not known. Rates are unclamped: above 1 is legal. */
export interface Figures {
  /** 提交下发数: what the sender reported, not what was delivered. */
  sent: number | null
  opened: number | null
  jumped: number | null
  /** `opened / sent`; `null` where nothing was sent. */
  openRate: number | null
  /** `jumped / opened` */
  jumpRate: number | null
}

export interface ChannelFigures extends Figures {
  channelId: string
  name: string
}

/**
 * The counts of a table with one row: what `overview` and `conversion` answer. `undefined` when it has no row. WeChat does
 * not say that there is never more than one, a row a day for instance: sends add up, people do not, so of several rows the
 * sends alone are known.
 *
 * @throws StatisticsError -601001 when the table is broken
 */
export function figuresOf(table: StatisticsTable): Figures | undefined {
  const { columns, rows } = toRows(table)
  const [first, ...more] = rows.map(row => toFigures(columns, row))
  if (first === undefined || more.length === 0) return first
  const sent = [first, ...more].reduce((sum: number | null, each) => add(sum, each.sent), 0)
  return { sent, opened: null, jumped: null, openRate: null, jumpRate: null }
}

/**
 * One entry a channel of `overviewByChannel`, in WeChat's order, without the row over all channels.
 *
 * @throws StatisticsError -601001 when the table is broken
 */
export function channelFigures(table: StatisticsTable): ChannelFigures[] {
  const { columns, rows } = toRows(table)
  return rows.flatMap(row => {
    const channelId = String(row['channel_id'] ?? '-')
    if (channelId === ALL_CHANNELS_ID) return []
    return [{ channelId, name: channelName(channelId), ...toFigures(columns, row) }]
  })
}

/** The channels that a table has rows of, in WeChat's order, without the row over all channels; none without that column. */
export function channelIdsOf({ dataColumn, dataValue }: StatisticsTable): string[] {
  const at = dataColumn.findIndex(({ colId }) => colId === 'channel_id')
  const ids = dataValue.map(row => row.dataValue[at])
  return ids.flatMap(id => (id === undefined || id === ALL_CHANNELS_ID ? [] : [id]))
}

/**
 * The send tasks of a table's first row; `undefined` when WeChat gave no list, or one that cannot be read.
 *
 * @throws StatisticsError -601001 when the table is broken
 */
export function sendTasks(table: StatisticsTable): SendTask[] | undefined {
  const list = toRows(table).rows[0]?.['sms_send_list']
  return (typeof list === 'string' ? parseSendList(list) : null) ?? undefined
}

function add(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b
}

function toFigures(columns: StatisticsTable['dataColumn'], row: Row): Figures {
  const steps = stepsOf(columns, row)
  const count = (colId: StepId): number | null => steps.find(step => step.colId === colId)?.count ?? null
  const [sent, opened, jumped] = [count('sms_send_uercnt'), count('h5_open_uercnt'), count('jump_wxapp_uercnt')]
  return { sent, opened, jumped, openRate: rateOf(opened, sent), jumpRate: rateOf(jumped, opened) }
}
