import { toRows } from '../../../shared/answer/rows'
import type { ChartOption } from '../../../shared/answer/chart'
import type { StatisticsTable } from '../../../shared/api'
import { h } from './dom'
import { isRecord } from '../../../shared/isRecord'

/** Longer tables are cut, with a line that says so. */
const MAX_ROWS = 200

/** A value as indented JSON, cut where a page would choke on it. */
export function jsonBlock(label: string, value: unknown): HTMLElement {
  const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)
  const shown = text.length > 20_000 ? `${text.slice(0, 20_000)}\n… 共 ${text.length} 个字符` : text
  return h('pre', { tabindex: '0', 'aria-label': label }, shown)
}

/** The rows of a result in `format` table or rows; `undefined` when it has none. */
export function tableBlock(result: unknown): HTMLElement | undefined {
  const table = asCells(result)
  if (table === undefined || table.cells.length === 0) return undefined
  const { head, cells } = table
  const rows = cells.slice(0, MAX_ROWS).map(row => h('tr', {}, ...row.map(cell => h('td', {}, cell))))
  const more = cells.length > MAX_ROWS ? [h('p', { class: 'muted' }, `前 ${MAX_ROWS} 行，共 ${cells.length} 行`)] : []
  const columns = h('tr', {}, ...head.map(([id, name]) => h('th', { scope: 'col' }, id, h('small', {}, name))))
  const grid = h('table', {}, h('thead', {}, columns), h('tbody', {}, ...rows))
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': '表格' }, grid, ...more)
}

/** The `option` of a result in `format` chart. */
export function optionOf(result: unknown): ChartOption | undefined {
  if (!isRecord(result) || !isRecord(result['option'])) return undefined
  return result['option'] as ChartOption // what a function returns under this name is one
}

interface Cells {
  head: [id: string, name: string][]
  cells: string[][]
}

function asCells(result: unknown): Cells | undefined {
  if (!isRecord(result)) return undefined
  if (Array.isArray(result['dataColumn']) && Array.isArray(result['dataValue'])) {
    const { columns, rows } = readable(result as unknown as StatisticsTable) ?? { columns: [], rows: [] }
    return toCells(columns, rows)
  }
  if (Array.isArray(result['columns']) && Array.isArray(result['rows']))
    return toCells(result['columns'], result['rows'])
  return undefined
}

/** A broken table is still shown raw. */
function readable(table: StatisticsTable): ReturnType<typeof toRows> | undefined {
  try {
    return toRows(table)
  } catch {
    return undefined
  }
}

function toCells(columns: readonly unknown[], rows: readonly unknown[]): Cells {
  const head = columns
    .filter(isRecord)
    .map((column): [string, string] => [String(column['colId']), String(column['colName'])])
  const cells = rows.filter(isRecord).map(row => head.map(([id]) => show(row[id])))
  return { head, cells }
}

function show(value: unknown): string {
  if (value === null || value === undefined) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
