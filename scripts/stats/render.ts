import type { StatisticsTable } from '../../shared/api'
import { toRows } from '../../shared/answer/rows'
import { formatTable } from '../lib/printTable'
import type { Header } from '../../shared/figures/csv'
import { toCsv } from './csv'

/** How the statistics can be shown. */
export const FORMATS = ['table', 'json', 'csv'] as const
export type Format = (typeof FORMATS)[number]

/**
 * A table as text that ends with a line break: for people, as a JSON array of rows with typed values, or as CSV.
 *
 * @throws StatisticsError -601001 when the table is broken
 */
export function render(table: StatisticsTable, format: Format, header: Header): string {
  const { columns, rows } = toRows(table)
  switch (format) {
    case 'table':
      return `${formatTable({ columns, values: table.dataValue.map(row => row.dataValue) }, Infinity)}\n`
    case 'json':
      return `${JSON.stringify(rows, undefined, 2)}\n`
    case 'csv':
      return toCsv(table, header)
  }
}
