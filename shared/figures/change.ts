import { SMALL_N } from '../answer/chart'

/** A figure beside an earlier one, in words: `↑12.4 %`, `↓3 %`, `持平`; `undefined` where one of them is not known. */
export interface Change {
  text: string
  /** What the change is measured against: the earlier count, or the count under the earlier rate. */
  n: number
  /** Too few to say much. */
  small: boolean
}

/** The change of a count. From 0 there is no percentage: the difference is said. */
export function countChange(now: number | null, before: number | null): Change | undefined {
  if (now === null || before === null) return undefined
  const text = before === 0 ? arrow(now, count => count.toLocaleString('zh-CN')) : arrow(now / before - 1, percent)
  return { text, n: before, small: before < SMALL_N }
}

/** The change of a rate, in percentage points. @param n the count under the earlier rate */
export function rateChange(now: number | null, before: number | null, n: number | null): Change | undefined {
  if (now === null || before === null || n === null) return undefined
  return { text: arrow(now - before, part => `${tenths(part * 100)} 个百分点`), n, small: n < SMALL_N }
}

function arrow(difference: number, show: (size: number) => string): string {
  const shown = show(Math.abs(difference))
  if (difference === 0 || shown === show(0)) return '持平'
  return `${difference > 0 ? '↑' : '↓'}${shown}`
}

function percent(part: number): string {
  return `${tenths(part * 100)} %`
}

function tenths(number: number): string {
  return Number(number.toFixed(1)).toLocaleString('zh-CN')
}
