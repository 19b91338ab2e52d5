import type { Column } from '../../api'
import { StatisticsError, SYSTEM_ERROR } from '../../errors'
import { NAMES } from '../names'
import type { Row } from '../rows'
import { readNumber } from '../values'

/** The steps of a campaign, first to last, by their columns: SMS sent, H5 opened, mini program entered. */
export const STEP_IDS = ['sms_send_uercnt', 'h5_open_uercnt', 'jump_wxapp_uercnt'] as const

/** The `colId` of a step. */
export type StepId = (typeof STEP_IDS)[number]

/** A rate whose base is below this says little, and a reader is told so. */
export const SMALL_N = 30

/** One step as it went: how many people, and what part of the step before they are. */
export interface Step {
  colId: StepId
  /** In Chinese, from the one table of names. */
  name: string
  /** `null` when WeChat gave no readable number. */
  count: number | null
  /** The count of the step before, if that is known: the n of the rate. */
  base: number | null
  /** `count / base`; above 1 where links are shared; `null` after 0, and for the first step. */
  rate: number | null
}

/** The steps that stand in a row, in their order. A column that WeChat left out is no step, and the next has no rate. */
export function stepsOf(columns: readonly Column[], row: Row): Step[] {
  let before: number | null = null
  const steps: Step[] = []
  for (const colId of STEP_IDS) {
    const isThere = hasColumn(columns, colId)
    const count = isThere ? toCount(row[colId]) : null
    if (isThere) steps.push({ colId, name: NAMES[colId], count, base: before, rate: rateOf(count, before) })
    before = count
  }
  return steps
}

/** Whether WeChat gave a column. */
export function hasColumn(columns: readonly Column[], colId: string): boolean {
  return columns.some(column => column.colId === colId)
}

/** A value as a number to draw; text that is no number, and an empty one, is `null`, never 0. */
export function toCount(value: unknown): number | null {
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

/** A count for people: `12345678` as `12,345,678`, and none as `–`. */
export function formatCount(count: number | null): string {
  if (count === null) return '–'
  const [whole = '', ...fraction] = String(count).split('.')
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ','), ...fraction].join('.')
}

/** Names the columns that WeChat left out, for a note of the chart; none when all are there. */
export function missingColumns(columns: readonly Column[], wanted: readonly string[]): string[] {
  const missing = wanted.filter(colId => !hasColumn(columns, colId))
  return missing.length === 0 ? [] : [`微信未返回列：${missing.join('、')}`]
}

/** The error for a table in which nothing can be drawn. */
export function cannotDraw(wanted: string, columns: readonly Column[]): StatisticsError {
  const came = columns.map(column => column.colId).join(', ') || 'none'
  return new StatisticsError(
    SYSTEM_ERROR,
    `WeChat's table has no ${wanted}, which the chart needs (its columns: ${came}): read it without format "chart"`,
  )
}
