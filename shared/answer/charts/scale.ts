import { formatCount } from './counts'
import type { ValueAxis } from './option'

/** An axis from 0 to a round number, its marks at equal distances. */
export interface Scale {
  max: number
  interval: number
}

const ROUND = [1, 2, 2.5, 5, 10]
/** Marks above 0. */
const MARKS = 4

/** A round scale that holds a number; its marks are whole numbers. */
export function scaleFor(largest: number): Scale {
  const rough = Math.max(largest, 1) / MARKS
  const power = 10 ** Math.floor(Math.log10(rough))
  const interval = Math.max(1, Math.round((ROUND.find(each => each * power >= rough) ?? 10) * power))
  return { max: interval * Math.max(1, Math.ceil(largest / interval)), interval }
}

/** Large numbers are said in 万 and 亿. */
const UNITS = [
  { from: 1e8, words: ' 亿' },
  { from: 1e4, words: ' 万' },
] as const

/**
 * The value axis of a curve, and where its numbers need words a second one beside it: an option has no functions, so that
 * axis counts in the unit that it names (`1,234.6 万`), and the first one shows no numbers.
 *
 * @returns the axes, the one that counts first; and the width of their numbers (px)
 */
export function countAxes({ max, interval }: Scale, gridIndex: number): { axes: ValueAxis[]; width: number } {
  const unit = UNITS.find(({ from }) => max > from)
  const axis: ValueAxis = {
    type: 'value',
    gridIndex,
    position: 'left',
    min: 0,
    max,
    interval,
    axisLabel: { fontSize: 11 },
  }
  if (unit === undefined) return { axes: [axis], width: widthOf(formatCount(max)) }
  const inUnits: ValueAxis = {
    ...axis,
    max: max / unit.from,
    interval: interval / unit.from,
    splitLine: { show: false },
    axisLabel: { fontSize: 11, formatter: `{value}${unit.words}` },
  }
  const longest = `${interval / unit.from} ${max / unit.from}`
    .split(' ')
    .reduce((a, b) => (a.length > b.length ? a : b))
  return { axes: [{ ...axis, axisLabel: { show: false } }, inUnits], width: widthOf(`${longest},${unit.words}  `) }
}

function widthOf(label: string): number {
  return Math.ceil(label.length * 6.6) + 12
}
