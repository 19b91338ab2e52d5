import { isNumberColumn, readNumber } from '../answer/values'
import type { Column, StatisticsTable } from '../api'

/** What stands in the first line: the columns' ids, or their names, which are Chinese. */
export type Header = 'id' | 'name'

const BOM = '\ufeff'
const LINE_END = '\r\n'
/** How a cell begins that Excel, Numbers or WPS would run as a formula; the last four are full-width. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/

/**
 * A table as CSV that Excel opens with its Chinese text intact: UTF-8 with BOM, CRLF, fields quoted where they must be. The
 * same text as `npm run stats -- … --format csv` writes with csv-stringify, which needs Node; a test holds the two equal.
 */
export function tableToCsv(table: Pick<StatisticsTable, 'dataColumn' | 'dataValue'>, header: Header): string {
  const { dataColumn, dataValue } = table
  if (dataColumn.length === 0) return BOM
  const head = dataColumn.map(({ colId, colName }) => quoted(harmless(header === 'id' ? colId : colName)))
  const lines = dataValue.map(row => row.dataValue.map((value, at) => toCell(value, dataColumn[at])))
  return BOM + [head, ...lines].map(cells => cells.join(',') + LINE_END).join('')
}

function toCell(value: unknown, column: Column | undefined): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  // A number is no formula, and its own digits are kept: "-0.50" stays as it is.
  const isNumber = column !== undefined && isNumberColumn(column) && readNumber(text) !== null
  return quoted(isNumber ? text : harmless(text))
}

/** WeChat's unknown channel: a lone `-` is no formula to any spreadsheet, and stays as it is. */
export const UNKNOWN_CHANNEL = '-'

/** Text that a spreadsheet would run as a formula gets an apostrophe in front. */
function harmless(text: string): string {
  return FORMULA.test(text) && text !== UNKNOWN_CHANNEL ? `'${text}` : text
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}
