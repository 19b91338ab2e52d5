import type { Column, StatisticsTable } from '../api'
import { StatisticsError, SYSTEM_ERROR } from '../errors'
import { isRecord } from '../isRecord'
import { readValue, type Value } from './values'

export type { Value } from './values'

/** A row as an object, keyed by `colId` as the API spells it (`h5_open_uercnt` stays so). */
export type Row = Record<string, Value>

/** What `format: "rows"` gives in place of `dataColumn` and `dataValue`. */
export interface RowsTable {
  columns: Column[]
  rows: Row[]
  totalNum: number
  errMsg: string
  errCode: 0
}

/**
 * A table with objects for rows, its values typed by `colDataType`: `"0"` a string, `"1"` a number, `"2"` a double.
 *
 * @throws StatisticsError -601001 when a row is shorter or longer than its header, or a column stands in it twice
 */
export function toRows(table: StatisticsTable): RowsTable {
  const { dataColumn, dataValue, ...rest } = table
  checkColumns(dataColumn)
  return { columns: dataColumn, rows: dataValue.map((row, index) => toRow(dataColumn, row, index)), ...rest }
}

/**
 * Checks a header.
 *
 * @throws StatisticsError -601001 when a column has no colId, or stands in it twice
 */
export function checkColumns(columns: readonly unknown[]): void {
  const seen = new Set<string>()
  for (const column of columns) {
    const colId = isRecord(column) ? column['colId'] : undefined
    if (typeof colId !== 'string') throw broken(`dataColumn has a column without a colId: ${JSON.stringify(column)}`)
    if (seen.has(colId)) throw broken(`dataColumn has the column ${colId} twice`)
    seen.add(colId)
  }
}

function toRow(columns: readonly Column[], row: unknown, index: number): Row {
  const values = cellsOf(columns, row, index)
  return Object.fromEntries(columns.map((column, at) => [column.colId, readValue(column, values[at])]))
}

/**
 * The cells of a row, as they came: for who reads a hundred thousand rows, and would make as many objects.
 *
 * @throws StatisticsError -601001 when the row is shorter or longer than its header
 */
export function cellsOf(columns: readonly Column[], row: unknown, index: number): readonly unknown[] {
  const values: unknown = isRecord(row) ? row['dataValue'] : undefined
  if (!Array.isArray(values)) throw broken(`row ${index} has no dataValue`)
  if (values.length !== columns.length)
    throw broken(`row ${index} has ${values.length} values for ${columns.length} columns`)
  return values
}

/** One task of `sms_send_list`: how many SMS it sent. */
export interface SendTask {
  task: string
  count: number
}

/**
 * Reads `sms_send_list`, which is `[task1:5000,task2:5000]` and not JSON.
 *
 * @returns the tasks in their order; `[]` for an empty list; `null` when the text is no such list
 */
export function parseSendList(text: string): SendTask[] | null {
  const list = text.trim()
  if (!list.startsWith('[') || !list.endsWith(']')) return null
  const inner = list.slice(1, -1).trim()
  if (inner === '') return []
  const tasks: SendTask[] = []
  for (const item of inner.split(',')) {
    // A task's name may hold a colon: the count stands after the last one.
    const colon = item.lastIndexOf(':')
    const task = item.slice(0, Math.max(colon, 0)).trim()
    const digits = item.slice(colon + 1).trim()
    const count = Number(digits)
    if (task === '' || !/^\d+$/.test(digits) || !Number.isSafeInteger(count)) return null
    tasks.push({ task, count })
  }
  return tasks
}

function broken(what: string): StatisticsError {
  return new StatisticsError(SYSTEM_ERROR, `WeChat's table is broken: ${what}`)
}
