import type { Column, StatisticsTable } from '../api'
import { StatisticsError, SYSTEM_ERROR } from '../errors'
import { isRecord } from '../isRecord'

/** A value of a row: numbers beyond 2^53 stay strings; an empty or unreadable number is `null`. */
export type Value = string | number | null

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

function checkColumns(columns: readonly unknown[]): void {
  const seen = new Set<string>()
  for (const column of columns) {
    const colId = isRecord(column) ? column['colId'] : undefined
    if (typeof colId !== 'string') throw broken(`dataColumn has a column without a colId: ${JSON.stringify(column)}`)
    if (seen.has(colId)) throw broken(`dataColumn has the column ${colId} twice`)
    seen.add(colId)
  }
}

function toRow(columns: readonly Column[], row: unknown, index: number): Row {
  const values = isRecord(row) ? row['dataValue'] : undefined
  if (!Array.isArray(values)) throw broken(`row ${index} has no dataValue`)
  if (values.length !== columns.length)
    throw broken(`row ${index} has ${values.length} values for ${columns.length} columns`)
  return Object.fromEntries(columns.map((column, at) => [column.colId, toValue(column.colDataType, values[at])]))
}

function toValue(colDataType: string, value: unknown): Value {
  if (value === null || value === undefined) return null
  const text = toText(value)
  switch (colDataType) {
    case '1':
    case '2':
      return toNumber(text)
    default:
      return text
  }
}

/** Values are documented as strings; a bare integer beyond 2^53 comes from the SDK as an object whose JSON is a string. */
function toText(value: unknown): string {
  const json: unknown = JSON.parse(JSON.stringify(value))
  return typeof json === 'string' ? json : JSON.stringify(json)
}

function toNumber(text: string): number | string | null {
  const trimmed = text.trim()
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed)) return null
  const number = Number(trimmed)
  if (!Number.isFinite(number)) return null
  return Number.isSafeInteger(number) || !/^[+-]?\d+$/.test(trimmed) ? number : trimmed
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
  const inner = /^\[(.*)\]$/s.exec(text.trim())?.[1]
  if (inner === undefined) return null
  if (inner.trim() === '') return []
  const tasks: SendTask[] = []
  for (const item of inner.split(',')) {
    const { task, count } = /^\s*(?<task>.*\S)\s*:\s*(?<count>\d+)\s*$/s.exec(item)?.groups ?? {}
    if (task === undefined || count === undefined || !Number.isSafeInteger(Number(count))) return null
    tasks.push({ task, count: Number(count) })
  }
  return tasks
}

function broken(what: string): StatisticsError {
  return new StatisticsError(SYSTEM_ERROR, `WeChat's table is broken: ${what}`)
}
