/** The rows of a function's result as a table for people: pure. */
import { toRows } from '../../../shared/answer/rows'
import type { ChartOption } from '../../../shared/answer/chart'
import type { StatisticsTable } from '../../../shared/api'
import { isRecord } from '../../../shared/isRecord'
import type { DataColumn, DataTable } from './dataTable'

/** Ids that every row repeats: they come last. */
const ID_COLUMNS: readonly string[] = ['appid', 'env_id', 'activity_id']

/** The rows of a result in `format` table or rows; `undefined` when it has none. */
export function tableOfResult(result: unknown): DataTable | undefined {
  if (!isRecord(result)) return undefined
  if (Array.isArray(result['dataColumn']) && Array.isArray(result['dataValue'])) {
    const read = readable(result as unknown as StatisticsTable)
    return read && toTable(read.columns, read.rows)
  }
  if (Array.isArray(result['columns']) && Array.isArray(result['rows']))
    return toTable(result['columns'], result['rows'])
  return undefined
}

/** The `option` of a result in `format` chart. */
export function optionOfResult(result: unknown): ChartOption | undefined {
  if (!isRecord(result) || !isRecord(result['option'])) return undefined
  return result['option'] as ChartOption // what a function returns under this name is one
}

/** A broken table is still shown raw. */
function readable(table: StatisticsTable): ReturnType<typeof toRows> | undefined {
  try {
    return toRows(table)
  } catch {
    return undefined
  }
}

function toTable(given: readonly unknown[], rows: readonly unknown[]): DataTable | undefined {
  if (rows.length === 0) return undefined
  const all = given.filter(isRecord).map(column => {
    const [id, name, type] = [String(column['colId']), String(column['colName']), column['colDataType']]
    return { id, name: `${name} ${id}`, numeric: type === '1' || type === '2' }
  })
  const isId = ({ id }: { id: string }): boolean => ID_COLUMNS.includes(id)
  const columns: (DataColumn & { id: string })[] = [...all.filter(each => !isId(each)), ...all.filter(isId)]
  return {
    caption: '返回的表格',
    columns,
    rows: rows.filter(isRecord).map(row => ({ cells: columns.map(({ id }) => toCell(row[id])) })),
  }
}

function toCell(value: unknown): { text: string; value: string | number | null } {
  if (value === null || value === undefined) return { text: '–', value: null }
  if (typeof value === 'number' || typeof value === 'string') return { text: String(value), value }
  const text = JSON.stringify(value)
  return { text, value: text }
}
