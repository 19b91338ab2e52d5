import type { Column } from '../api'

/** A value of a row: numbers beyond 2^53 stay strings; an empty or unreadable number is `null`. */
export type Value = string | number | null

/** Whether a column holds numbers: `colDataType` is `"1"`, `"2"`, or the same as a number. */
export function isNumberColumn({ colDataType }: Pick<Column, 'colDataType'>): boolean {
  return isCountColumn({ colDataType }) || String(colDataType) === '2'
}

/** Whether a column holds whole numbers: `colDataType` is `"1"`, or the same as a number. */
export function isCountColumn({ colDataType }: Pick<Column, 'colDataType'>): boolean {
  return String(colDataType) === '1'
}

/** A value as its column types it; the one reading of numbers that rows, charts and files share. */
export function readValue(column: Pick<Column, 'colDataType'>, value: unknown): Value {
  if (value === null || value === undefined) return null
  return isNumberColumn(column) ? readNumber(value) : toText(value)
}

/**
 * A decimal number, with blanks around it and an exponent or without. What is none (empty, blank, hexadecimal, `NaN`,
 * `Infinity`, beyond a double) is `null`; digits that a JavaScript number would lose stay the text that they are.
 */
export function readNumber(value: unknown): Value {
  if (value === null || value === undefined) return null
  const text = toText(value).trim()
  // No digit can be matched in two ways: a megabyte of them is read in one go.
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return null
  const number = Number(text)
  if (!Number.isFinite(number)) return null
  const losesDigits = Math.abs(number) > Number.MAX_SAFE_INTEGER && !/e/i.test(text)
  return losesDigits ? text : number
}

/** Values are documented as strings; whatever else comes is written as JSON, which json-bigint's numbers do as a string. */
function toText(value: unknown): string {
  if (typeof value === 'string') return value
  const json = JSON.stringify(value)
  return json.startsWith('"') ? String(JSON.parse(json)) : json
}
