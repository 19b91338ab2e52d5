import Table from 'cli-table3'
import type { Column } from '../../shared/api'
import { isRecord } from '../../shared/isRecord'
import { toPlainText } from './plainText'

/** A table for people: columns as WeChat describes them, and for each row its values in the columns' order. */
export interface PrintableTable {
  columns: readonly Column[]
  values: readonly (readonly unknown[])[]
}

/** Longer tables are cut, with a line that says so, unless told otherwise. */
const MAX_ROWS = 12
const PLAIN = { style: { head: [], border: [], compact: true } }

/**
 * The table as text, Chinese characters counted as two cells wide. What is the same in every row stands above it, once.
 * A table with more columns than rows is turned: its columns go down the page, so that twelve of them fit into a terminal.
 */
export function formatTable(given: PrintableTable, maxRows = MAX_ROWS): string {
  const table = withPlainTexts(given)
  if (table.values.length === 0) return '(no rows)'
  if (table.values.length === 1) return formatTurned(table)
  const { shared, rest } = takeOutShared(table)
  const text = rest.columns.length > rest.values.length ? formatTurned(rest) : formatStraight(rest, maxRows)
  return [...shared, text].join('\n')
}

/** The texts are WeChat's, and what they hold must not steer the terminal. */
function withPlainTexts({ columns, values }: PrintableTable): PrintableTable {
  return {
    columns: columns.map(column => ({
      ...column,
      colId: toPlainText(column.colId),
      colName: toPlainText(column.colName),
    })),
    values: values.map(row => row.map(cell => (typeof cell === 'string' ? toPlainText(cell) : cell))),
  }
}

/** Texts such as the appid, which every row repeats. */
function takeOutShared({ columns, values }: PrintableTable): { shared: string[]; rest: PrintableTable } {
  const first = values[0] ?? []
  const isShared = columns.map(
    ({ colDataType }, at) => String(colDataType) === '0' && values.every(row => row[at] === first[at]),
  )
  const kept = <T>(cells: readonly T[]): T[] => cells.filter((_, at) => isShared[at] !== true)
  return {
    shared: columns.flatMap(({ colId }, at) => (isShared[at] === true ? [`${colId}: ${show(first[at])}`] : [])),
    rest: { columns: kept(columns), values: values.map(kept) },
  }
}

function formatTurned({ columns, values }: PrintableTable): string {
  const table = new Table({
    ...PLAIN,
    head: ['column', '', ...values.map((_, index) => (values.length > 1 ? `row ${index + 1}` : 'value'))],
  })
  columns.forEach((column, at) => table.push([column.colId, column.colName, ...values.map(row => show(row[at]))]))
  return table.toString()
}

function formatStraight({ columns, values }: PrintableTable, maxRows: number): string {
  const table = new Table({ ...PLAIN, head: columns.map(column => `${column.colId}\n${column.colName}`) })
  for (const row of values.slice(0, maxRows)) table.push(columns.map((_, at) => show(row[at])))
  const rest = values.length - maxRows
  return rest > 0 ? `${table.toString()}\n… and ${rest} more rows` : table.toString()
}

function show(value: unknown): string {
  if (value === null || value === undefined) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/**
 * A function's result as a table for people, or `undefined` when it holds none (a failure).
 * Takes both forms, `dataColumn`/`dataValue` and `format: "rows"`.
 */
export function toPrintable(result: unknown): PrintableTable | undefined {
  if (!isRecord(result)) return undefined
  if (Array.isArray(result['dataColumn']) && Array.isArray(result['dataValue'])) {
    const rows: unknown[] = result['dataValue']
    return {
      columns: result['dataColumn'].filter(isColumn),
      values: rows.map(cellsOf),
    }
  }
  if (!Array.isArray(result['columns']) || !Array.isArray(result['rows'])) return undefined
  const columns = result['columns'].filter(isColumn)
  return { columns, values: result['rows'].filter(isRecord).map(row => columns.map(({ colId }) => row[colId])) }
}

function cellsOf(row: unknown): unknown[] {
  return isRecord(row) && Array.isArray(row['dataValue']) ? Array.from<unknown>(row['dataValue']) : []
}

function isColumn(value: unknown): value is Column {
  return isRecord(value) && typeof value['colId'] === 'string' && typeof value['colName'] === 'string'
}
