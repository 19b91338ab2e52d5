import type { Column } from '../../api'
import { StatisticsError, SYSTEM_ERROR } from '../../errors'
import type { Row } from '../rows'
import { readNumber, type Value } from '../values'

/** The steps of a campaign, first to last: SMS sent, H5 opened, mini program entered. */
export const STEPS = [
  { colId: 'sms_send_uercnt', name: '短信下发人数' },
  { colId: 'h5_open_uercnt', name: 'H5 打开人数' },
  { colId: 'jump_wxapp_uercnt', name: '小程序跳转人数' },
] as const satisfies readonly { colId: string; name: string }[]

/** The `colId` of a step. */
export type StepId = (typeof STEPS)[number]['colId']

/** One step as it went: how many people, and what part of the step before they are. */
export interface Step {
  colId: StepId
  /** WeChat's name of the column, in Chinese. */
  name: string
  /** `null` when WeChat gave no readable number. */
  count: number | null
  /** `count` over that of the step before; above 1 where links are shared; `null` after 0, and for the first step. */
  rate: number | null
}

/** The steps that stand in a row, in their order. A column that WeChat left out is no step, and the next has no rate. */
export function stepsOf(columns: readonly Column[], row: Row): Step[] {
  let before: number | null = null
  const steps: Step[] = []
  for (const { colId } of STEPS) {
    const column = columns.find(candidate => candidate.colId === colId)
    const count = column === undefined ? null : toCount(row[colId])
    if (column !== undefined) steps.push({ colId, name: column.colName, count, rate: rateOf(count, before) })
    before = count
  }
  return steps
}

/** A value as a number to draw; text that is no number, and an empty one, is `null`, never 0. */
export function toCount(value: Value | undefined): number | null {
  const count = readNumber(value)
  return count === null ? null : Number(count)
}

/** `part / whole`, unclamped: H5 opens are counted by browser session and jumps by person, so it may pass 1. */
export function rateOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole
}

/** A rate for people: `0.535714` as `53.57%`, `1.2` as `120%`, and no rate as `–`. */
export function formatRate(rate: number | null): string {
  return rate === null ? '–' : `${Number((rate * 100).toFixed(2))}%`
}

/** Names the columns that WeChat left out, for a chart's subtitle; `undefined` when all are there. */
export function missingColumns(columns: readonly Column[], wanted: readonly string[]): string | undefined {
  const missing = wanted.filter(colId => !columns.some(column => column.colId === colId))
  return missing.length === 0 ? undefined : `微信未返回列：${missing.join('、')}`
}

/** The error for a table in which nothing can be drawn. */
export function cannotDraw(wanted: string, columns: readonly Column[]): StatisticsError {
  const came = columns.map(column => column.colId).join(', ') || 'none'
  return new StatisticsError(
    SYSTEM_ERROR,
    `WeChat's table has no ${wanted}, which the chart needs (its columns: ${came}): read it without format "chart"`,
  )
}
