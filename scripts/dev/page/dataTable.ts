/** Tables for people, and what of them goes into a file: pure. */
import type { StatisticsTable } from '../../../shared/api'
import { channelName } from '../../../shared/answer/channels'
import { formatCount, formatRate, SMALL_N } from '../../../shared/answer/chart'
import { MEANINGS, NAMES } from '../../../shared/answer/names'
import type { SendTask } from '../../../shared/answer/rows'
import { type Change, countChange, rateChange } from '../../../shared/figures/change'
import type { ChannelFigures, Figures } from '../../../shared/figures/counts'

/** A table that a person sorts and reads. */
export interface DataTable {
  caption: string
  columns: readonly DataColumn[]
  rows: readonly DataRow[]
}

export interface DataColumn {
  name: string
  /** What the "?" beside it says. */
  meaning?: string
  /** Numbers stand to the right. */
  numeric: boolean
}

export interface DataRow {
  cells: readonly DataCell[]
  /** The channel that a press on the row chooses. */
  channelId?: string
}

export interface DataCell {
  text: string
  /** What it is sorted by; `null`, which is not known, comes last. */
  value: number | string | null
  /** Few people stand behind it: grey. */
  small?: boolean
  change?: Change | undefined
}

/** A count, with its change. */
export function countCell(count: number | null, before?: number | null): DataCell {
  return {
    text: formatCount(count),
    value: count,
    change: before === undefined ? undefined : countChange(count, before),
  }
}

/** A rate with the count under it, and its change. */
export function rateCell(
  rate: number | null,
  n: number | null,
  before?: { rate: number | null; n: number | null },
): DataCell {
  return {
    text: formatRate(rate),
    value: rate,
    small: n === null || n < SMALL_N,
    change: before === undefined ? undefined : rateChange(rate, before.rate, before.n),
  }
}

/** A cell that shows a text, and is sorted by `value`. */
export function textCell(text: string, value: number | string = text): DataCell {
  return { text, value }
}

const FIGURE_COLUMNS: readonly DataColumn[] = [
  { name: NAMES.sms_send_uercnt, meaning: MEANINGS.sms_send_uercnt, numeric: true },
  { name: NAMES.h5_open_uercnt, meaning: MEANINGS.h5_open_uercnt, numeric: true },
  { name: NAMES.jump_wxapp_uercnt, meaning: MEANINGS.jump_wxapp_uercnt, numeric: true },
  { name: NAMES.h5_sms_rate, meaning: MEANINGS.h5_sms_rate, numeric: true },
  { name: NAMES.jump_h5_rate, meaning: MEANINGS.jump_h5_rate, numeric: true },
]

function figureCells(now: Figures, before: Figures | undefined): DataCell[] {
  return [
    countCell(now.sent, before?.sent),
    countCell(now.opened, before?.opened),
    countCell(now.jumped, before?.jumped),
    rateCell(now.openRate, now.sent, before && { rate: before.openRate, n: before.sent }),
    rateCell(now.jumpRate, now.opened, before && { rate: before.jumpRate, n: before.opened }),
  ]
}

/** A row a channel, each of which can be chosen. */
export function channelTable(
  channels: readonly ChannelFigures[],
  before: readonly ChannelFigures[] | undefined,
): DataTable {
  return {
    caption: '各渠道的人数和转化率',
    columns: [{ name: '渠道', numeric: false }, ...FIGURE_COLUMNS],
    rows: channels.map(channel => ({
      channelId: channel.channelId,
      cells: [
        textCell(channel.name),
        ...figureCells(
          channel,
          before?.find(({ channelId }) => channelId === channel.channelId),
        ),
      ],
    })),
  }
}

/** The steps of a campaign one below the other. */
export function stepTable(caption: string, now: Figures, before: Figures | undefined): DataTable {
  const [sent, opened, jumped, openRate, jumpRate] = figureCells(now, before)
  const none = { text: '', value: null }
  return {
    caption,
    columns: [
      { name: '步骤', numeric: false },
      { name: '数量', numeric: true },
      { name: '较上一步', numeric: true },
    ],
    rows: [
      { cells: [textCell(NAMES.sms_send_uercnt, 0), sent ?? none, none] },
      { cells: [textCell(NAMES.h5_open_uercnt, 1), opened ?? none, openRate ?? none] },
      { cells: [textCell(NAMES.jump_wxapp_uercnt, 2), jumped ?? none, jumpRate ?? none] },
    ],
  }
}

/** The same with the tasks that sent the SMS, each with its part of them. */
export function withTasks(table: DataTable, tasks: readonly SendTask[]): DataTable {
  const sum = tasks.reduce((total, { count }) => total + count, 0)
  const rows = tasks.map(({ task, count }, at) => ({
    cells: [
      textCell(`下发任务 ${task}`, (at + 1) / (tasks.length + 1)), // between the steps sent and opened
      countCell(count),
      { text: sum === 0 ? '–' : `占 ${formatRate(count / sum)}`, value: sum === 0 ? null : count / sum },
    ],
  }))
  const [sent, ...others] = table.rows
  return { ...table, rows: sent === undefined ? rows : [sent, ...rows, ...others] }
}

/** The rows of a table in the order of a column; what is not known comes last, whichever way. */
export function sortRows(rows: readonly DataRow[], column: number, direction: 'ascending' | 'descending'): DataRow[] {
  const sign = direction === 'ascending' ? 1 : -1
  return [...rows].sort((a, b) => {
    const [x, y] = [a.cells[column]?.value ?? null, b.cells[column]?.value ?? null]
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
    if (typeof x === 'number' && typeof y === 'number') return sign * (x - y)
    return sign * String(x).localeCompare(String(y), 'zh-CN')
  })
}

/** What goes into a CSV. */
export type FileTable = Pick<StatisticsTable, 'dataColumn' | 'dataValue'>

const CHANNEL_NAME_COLUMN = { colId: 'channel_name', colName: '渠道名称', colDataType: '0' }

/** WeChat's table with the name of each channel beside its id. */
export function withChannelNames({ dataColumn, dataValue }: FileTable): FileTable {
  const at = dataColumn.findIndex(({ colId }) => colId === 'channel_id')
  if (at === -1) return { dataColumn, dataValue }
  const insert = <T>(cells: readonly T[], cell: T): T[] => [...cells.slice(0, at + 1), cell, ...cells.slice(at + 1)]
  return {
    dataColumn: insert(dataColumn, CHANNEL_NAME_COLUMN),
    dataValue: dataValue.map(row => ({
      dataValue: insert(row.dataValue, channelName(String(row.dataValue[at] ?? '-'))),
    })),
  }
}
