import { stringify } from 'csv-stringify/sync'
import type { Column, StatisticsTable } from '../../shared/api'
import { isNumberColumn, readNumber } from '../../shared/answer/values'
import { type Header, UNKNOWN_CHANNEL } from '../../shared/figures/csv'

/**
 * A table as CSV that Excel opens with its Chinese text intact: UTF-8 with BOM, CRLF, fields quoted where they must be. Values
 * are as WeChat gave them; text that a spreadsheet would run as a formula gets an apostrophe in front, numbers of number
 * columns do not. A table without columns, which is what "no data" brings, is nothing but the BOM.
 */
export function toCsv({ dataColumn, dataValue }: StatisticsTable, header: Header): string {
  const head = dataColumn.map(column => (header === 'id' ? column.colId : column.colName))
  const lines = dataValue.map(row => row.dataValue.map((value, at) => toCell(value, dataColumn[at])))
  return stringify(dataColumn.length === 0 ? [] : [head, ...lines], {
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
    quoted_match: /[\r\n]/, // by itself the library quotes the two together only
    cast: {
      string: cell => (cell === UNKNOWN_CHANNEL ? { value: cell, escape_formulas: false } : cell),
      // A number is no formula, and its own digits are kept: "0.50" does not become 0.5.
      object: cell => ({ value: isNumberText(cell) ? cell.number : '', escape_formulas: false }),
    },
  })
}

/** The text of a number. */
interface NumberText {
  number: string
}

function toCell(value: unknown, column: Column | undefined): string | NumberText {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const isNumber = column !== undefined && isNumberColumn(column) && readNumber(text) !== null
  return isNumber ? { number: text } : text
}

function isNumberText(cell: object): cell is NumberText {
  return 'number' in cell
}
