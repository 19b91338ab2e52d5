import type { DataRow, Openapi, StatisticsRequest, StatisticsTable } from '../api'
import { bigNumberText } from './bigNumber'
import { StatisticsError, SYSTEM_ERROR, toStatisticsError } from '../errors'

/**
 * Calls `cloudbase.getStatistics` and returns its table, unchanged but for numbers too long for JavaScript, which the
 * SDK parses into objects: they come as text, as all values do.
 *
 * @param openapi the SDK's `cloud.openapi` (云调用), or anything else with that one method
 * @throws StatisticsError with WeChat's or the SDK's code; -601001 when the answer is a "success" that holds no table
 * @see https://developers.weixin.qq.com/minigame/dev/api-backend/open-api/cloudbase/cloudbase.getStatistics.html
 */
export async function getStatistics(openapi: Openapi, request: StatisticsRequest): Promise<StatisticsTable> {
  let answer: unknown
  try {
    answer = await openapi.cloudbase.getStatistics(request)
  } catch (thrown) {
    throw toStatisticsError(thrown)
  }
  if (isStatisticsTable(answer)) return withLongNumbersAsText(answer)
  throw new StatisticsError(SYSTEM_ERROR, 'WeChat answered without dataColumn and dataValue', { cause: answer })
}

/** The SDK reports empty, cut-off and plain-text bodies as a success: only what holds a table is one. */
function isStatisticsTable(answer: unknown): answer is StatisticsTable {
  if (typeof answer !== 'object' || answer === null) return false
  if (!('dataColumn' in answer && 'dataValue' in answer)) return false
  const { dataColumn, dataValue } = answer
  return Array.isArray(dataColumn) && Array.isArray(dataValue)
}

function withLongNumbersAsText(table: StatisticsTable): StatisticsTable {
  if (!table.dataValue.some(row => isRow(row) && row.dataValue.some(isLongNumber))) return table
  const dataValue = table.dataValue.map(row =>
    isRow(row) ? { ...row, dataValue: row.dataValue.map(value => bigNumberText(value) ?? value) } : row,
  )
  return { ...table, dataValue }
}

function isLongNumber(value: unknown): boolean {
  return typeof value === 'object' && bigNumberText(value) !== undefined
}

/** Rows are as WeChat sent them, whatever their type says. */
function isRow(row: unknown): row is DataRow {
  return typeof row === 'object' && row !== null && 'dataValue' in row && Array.isArray(row.dataValue)
}
