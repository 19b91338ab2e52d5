import type { Column, StatisticsTable } from '../../api'
import { ALL_CHANNELS_ID, channelName } from '../channels'
import { type Row, toRows } from '../rows'
import { isCountColumn } from '../values'
import { cannotDraw, missingColumns, STEPS, toCount } from './counts'
import { type ChartOption, type PieSeries, share, titleAt } from './option'

/** The column that tells channels apart. */
const CHANNEL_COLUMN = 'channel_id'
const PIES = [
  { colId: 'h5_open_uercnt', name: '打开 H5' },
  { colId: 'jump_wxapp_uercnt', name: '跳转小程序' },
] as const

/**
 * 概览数据 as bars: one for each column of whole numbers, whatever columns WeChat gives (it publishes none for the
 * overview); sent, opened and jumped come first. A table of several rows gives a group of bars for each.
 *
 * @throws StatisticsError -601001 when there is no column of numbers, or the table is broken
 */
export function overviewChart(table: StatisticsTable): ChartOption {
  const { columns, rows } = toRows(table)
  const counts = inStepOrder(columns.filter(isCountColumn))
  if (counts.length === 0) throw cannotDraw('column of whole numbers (colDataType "1")', columns)
  return {
    title: [titleAt('50%', '概览')],
    tooltip: { trigger: 'axis' },
    ...(rows.length > 1 ? { legend: { type: 'scroll', bottom: 0 } } : {}),
    grid: { left: 16, right: 16, top: 64, bottom: 40, containLabel: true },
    xAxis: { type: 'category', data: counts.map(column => column.colName), axisLabel: { interval: 0 } },
    yAxis: [{ type: 'value', minInterval: 1 }],
    series: rows.map((row, index) => ({
      type: 'bar',
      name: rowName(row, index, rows.length),
      data: counts.map(column => toCount(row[column.colId])),
      label: { show: true, position: 'top' },
      barMaxWidth: 80,
    })),
  }
}

/**
 * 概览数据(按渠道) as two pies: who opened the H5 page, and who jumped, by channel. The row over all channels is left
 * out. A pie whose column WeChat left out stays empty and says so.
 *
 * @throws StatisticsError -601001 when there is no `channel_id`, or neither of the two columns, or the table is broken
 */
export function channelsChart(table: StatisticsTable): ChartOption {
  const { columns, rows } = toRows(table)
  const has = (colId: string): boolean => columns.some(column => column.colId === colId)
  if (!has(CHANNEL_COLUMN)) throw cannotDraw(`column ${CHANNEL_COLUMN}`, columns)
  if (!PIES.some(({ colId }) => has(colId)))
    throw cannotDraw(`column ${PIES.map(({ colId }) => colId).join(' or ')}`, columns)
  const channels = rows.filter(row => row[CHANNEL_COLUMN] !== ALL_CHANNELS_ID)
  const middle = (index: number): string => share(index, PIES.length).middle
  return {
    title: PIES.map(({ colId, name }, index) =>
      titleAt(middle(index), `${name}（按渠道）`, missingColumns(columns, [colId])),
    ),
    tooltip: { trigger: 'item' },
    legend: { type: 'scroll', bottom: 0 },
    series: PIES.map(({ colId, name }, index): PieSeries => ({
      type: 'pie',
      name,
      radius: '46%',
      center: [middle(index), '54%'],
      label: { position: 'inside', formatter: '{d}%' },
      minShowLabelAngle: 30, // a slice that is narrower has no room for it; the tooltip has
      data: has(colId) ? channels.map(row => ({ name: channelOf(row), value: toCount(row[colId]) ?? '-' })) : [],
    })),
  }
}

/** What a row is called among others: its channel, or its number. */
export function rowName(row: Row, index: number, count: number): string {
  const channel = row[CHANNEL_COLUMN]
  if (channel !== undefined && channel !== null && channel !== '') return channelOf(row)
  return count > 1 ? `第 ${index + 1} 行` : '人数'
}

function channelOf(row: Row): string {
  return channelName(String(row[CHANNEL_COLUMN] ?? '-'))
}

function inStepOrder(columns: readonly Column[]): Column[] {
  const place = ({ colId }: Column): number => {
    const at = STEPS.findIndex(step => step.colId === colId)
    return at === -1 ? STEPS.length : at
  }
  return [...columns].sort((a, b) => place(a) - place(b))
}
