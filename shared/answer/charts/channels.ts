import type { StatisticsTable } from '../../api'
import { ALL_CHANNELS_ID } from '../../constants'
import { channelName } from '../channels'
import { NAMES } from '../names'
import { COLORS } from '../palette'
import { type Row, toRows } from '../rows'
import { type BarKind, groupedBars } from './bars'
import { cannotDraw, formatCount, formatRate, hasColumn, missingColumns, toCount } from './counts'
import { type ChartOption, headingOf, type TitlePlace, wordsOption } from './option'
import { CHANNEL_COLUMN, MAX_ROWS } from './stepBars'

const KINDS = [
  { colId: 'h5_open_uercnt', shareId: 'h5_open_uercnt_percent', color: COLORS.opened },
  { colId: 'jump_wxapp_uercnt', shareId: 'jump_wxapp_uercnt_percent', color: COLORS.jumped },
] as const

/**
 * 概览数据(按渠道): who opened the H5 page, and who jumped, by channel, as bars with WeChat's own shares beside them. Bars
 * rather than a pie: a person who comes by two channels counts in both, so the shares may add up to more than 100 %.
 *
 * The eight largest channels, by the larger of the two counts; the others as one row with their sum. The row over all
 * channels is no channel.
 *
 * @param titlePlace `omitted` on a page whose own heading says it
 * @throws StatisticsError -601001 when there is no `channel_id`, or neither of the two columns, or the table is broken
 */
export function channelsChart(table: StatisticsTable, titlePlace: TitlePlace = 'drawn'): ChartOption {
  const { columns, rows } = toRows(table)
  if (!hasColumn(columns, CHANNEL_COLUMN)) throw cannotDraw(`column ${CHANNEL_COLUMN}`, columns)
  const kinds = KINDS.filter(({ colId }) => hasColumn(columns, colId))
  const ids = KINDS.map(({ colId }) => colId)
  if (kinds.length === 0) throw cannotDraw(`column ${ids.join(' or ')}`, columns)
  const channels = rows.filter(row => row[CHANNEL_COLUMN] !== ALL_CHANNELS_ID)
  if (channels.length === 0) return wordsOption('没有分渠道数据', '微信只返回了全部渠道的合计。')
  const sizeOf = (row: Row): number => Math.max(...kinds.map(({ colId }) => toCount(row[colId]) ?? 0))
  if (channels.every(row => kinds.every(({ colId }) => toCount(row[colId]) === 0)))
    return wordsOption('没有人', '这段时间内没有人从任何渠道打开或跳转。')
  const sorted = [...channels].sort((a, b) => sizeOf(b) - sizeOf(a))
  const [shown, others] = [sorted.slice(0, MAX_ROWS), sorted.slice(MAX_ROWS)]
  const names = namesOf(shown, channels)
  const hasShares = kinds.some(({ shareId }) => hasColumn(columns, shareId))
  const notes = [
    ...missingColumns(columns, ids),
    ...(hasShares ? ['百分比是微信给出的渠道占比。跨渠道的人在各渠道都计，相加可以超过 100%。'] : []),
  ]
  const { title, below } = headingOf('各渠道的打开与跳转', notes, titlePlace)
  const drawn = kinds.map(kind => toKind(kind, shown, others))
  return { title, ...groupedBars(others.length > 0 ? [...names, othersName(others)] : names, drawn, below) }
}

function toKind(
  { colId, shareId, color }: (typeof KINDS)[number],
  shown: readonly Row[],
  others: readonly Row[],
): BarKind {
  const counts = shown.map(row => toCount(row[colId]))
  const figures = shown.map((row, index) => {
    const share = toCount(row[shareId])
    return [formatCount(counts[index] ?? null), ...(share === null ? [] : [formatRate(share)])].join(' · ')
  })
  if (others.length === 0) return { name: NAMES[colId], color, values: counts, figures }
  // Shares of distinct people have no sum.
  const sum = others.reduce((total: number | null, row) => plus(total, toCount(row[colId])), 0)
  return { name: NAMES[colId], color, values: [...counts, sum], figures: [...figures, formatCount(sum)] }
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b
}

/** A channel that WeChat gave several rows of (what they mean is not published) has them numbered. */
function namesOf(shown: readonly Row[], all: readonly Row[]): string[] {
  return shown.map(row => {
    const same = all.filter(other => idOf(other) === idOf(row))
    return channelName(idOf(row)) + (same.length > 1 ? ` 第 ${same.indexOf(row) + 1} 行` : '')
  })
}

function othersName(others: readonly Row[]): string {
  return `其他（${new Set(others.map(idOf)).size} 个渠道）`
}

function idOf(row: Row): string {
  return String(row[CHANNEL_COLUMN] ?? '-')
}
