/** The curve of opens and jumps: its numbers, its words, its table and its file. Pure. */
import type { StatisticsTable } from '../../../shared/api'
import { formatCount, formatRate, rateOf, SMALL_N } from '../../../shared/answer/chart'
import { MEANINGS, NAMES } from '../../../shared/answer/names'
import { type Steps, stepSeconds, toSteps } from '../../../shared/answer/steps'
import { formatBeijing } from '../../../shared/call/time'
import { countChange, rateChange } from '../../../shared/figures/change'
import { type CurvePoint, halfTimeOf, peakOf, sumOf } from '../../../shared/figures/curve'
import { type DateWindow } from '../../../shared/figures/days'
import { holdsNow } from '../../../shared/figures/windows'
import type { BigFigure } from './bigFigure'
import { countCell, type DataTable, type FileTable, rateCell, textCell } from './dataTable'

/** Opens and jumps of a date range, step by step. */
export interface Curve {
  size: Steps['size']
  opens: readonly CurvePoint[]
  jumps: readonly CurvePoint[]
}

/** @param now Unix seconds: later steps have not happened @throws StatisticsError as toSteps */
export function curveOf(opens: StatisticsTable, jumps: StatisticsTable, window: DateWindow, now: number): Curve {
  const opened = toSteps(opens, window, { now })
  return { size: opened.size, opens: opened.steps, jumps: toSteps(jumps, window, { now }).steps }
}

const SIZE_NAMES: Readonly<Record<Steps['size'], string>> = {
  '5m': '5 分钟',
  '1h': '1 小时',
  '1d': '1 天',
  '7d': '7 天',
}

/** Three numbers: opens, jumps, and the rate between them, each beside an earlier one. Sums of steps are 人次. */
export function curveFigures(curve: Curve, before: Curve | undefined): BigFigure[] {
  return sumFigures(sumsOf(curve), before && sumsOf(before))
}

/** The same of sums that are there already. */
export function sumFigures(now: Sums, before: Sums | undefined): BigFigure[] {
  const { opened, jumped } = now
  const rate = rateOf(jumped, opened)
  const earlier = before && { ...before, rate: rateOf(before.jumped, before.opened) }
  return [
    {
      name: NAMES.realtime_h5,
      meaning: MEANINGS.realtime_h5,
      text: formatCount(opened),
      change: earlier && countChange(opened, earlier.opened),
    },
    {
      name: NAMES.realtime_wxapp,
      meaning: MEANINGS.realtime_wxapp,
      text: formatCount(jumped),
      change: earlier && countChange(jumped, earlier.jumped),
    },
    {
      name: NAMES.jump_h5_rate,
      meaning: '跳转人次 ÷ 打开人次，都是各 5 分钟之和。链接被转发时可以超过 100%。',
      text: formatRate(rate),
      note: `n = ${formatCount(opened)}`,
      small: opened < SMALL_N,
      change: earlier && rateChange(rate, earlier.rate, earlier.opened),
    },
  ]
}

interface Sums {
  opened: number
  jumped: number
}

function sumsOf({ opens, jumps }: Curve): Sums {
  return { opened: sumOf(opens), jumped: sumOf(jumps) }
}

/** The peak, and by when half of the opens so far had come. */
export function curveWords({ size, opens }: Curve, window: DateWindow, now: number): string[] {
  const peak = peakOf(opens)
  const seconds = stepSeconds(size)
  const half = halfTimeOf(opens, seconds)
  if (peak === undefined || half === undefined) return []
  const total = formatCount(sumOf(opens))
  const unfinished = holdsNow(window, now)
  return [
    `高峰：${formatBeijing(peak.seconds)} 起的 ${SIZE_NAMES[size]}，打开 ${formatCount(peak.count)} 人次。`,
    `${unfinished ? `截至 ${formatBeijing(now)} 的` : ''} ${total} 人次打开，到 ${formatBeijing(Math.min(half, now))} 已有一半。`.trimStart(),
    ...(unfinished ? ['最后一两步可能还会增加。'] : []),
  ]
}

/** The numbers, for whoever does not see the curve. */
export function curveInWords(curve: Curve, words: readonly string[]): string {
  const figures = curveFigures(curve, undefined).map(({ name, text }) => `${name} ${text}`)
  return `${figures.join('，')}。${words.join('')}`
}

interface Step {
  seconds: number
  opened: number | null
  jumped: number | null
  rate: number | null
}

function stepsOf({ opens, jumps }: Curve): Step[] {
  const jumped = new Map(jumps.map(({ seconds, count }) => [seconds, count]))
  return opens.map(({ seconds, count: opened }) => {
    const count = jumped.get(seconds) ?? null
    return { seconds, opened, jumped: count, rate: rateOf(count, opened) }
  })
}

/** The steps in which somebody came. */
export function curveTable(curve: Curve): DataTable {
  return {
    caption: `每 ${SIZE_NAMES[curve.size]} 的人次（没有人的时段不列）`,
    columns: [
      { name: '时间（北京）', numeric: false },
      { name: NAMES.realtime_h5, meaning: MEANINGS.realtime_h5, numeric: true },
      { name: NAMES.realtime_wxapp, meaning: MEANINGS.realtime_wxapp, numeric: true },
      { name: NAMES.jump_h5_rate, numeric: true },
    ],
    rows: stepsOf(curve)
      .filter(({ opened, jumped }) => opened !== 0 || jumped !== 0)
      .map(({ seconds, opened, jumped, rate }) => ({
        cells: [
          textCell(formatBeijing(seconds), seconds),
          countCell(opened),
          countCell(jumped),
          rateCell(rate, opened),
        ],
      })),
  }
}

/** Every step, the empty ones as 0: one file for opens and jumps, with Beijing time in words. */
export function curveFile(curve: Curve): FileTable {
  const text = (value: number | null): string => (value === null ? '' : String(value))
  return {
    dataColumn: [
      { colId: 'stat_time', colName: 'Unix 秒', colDataType: '1' },
      { colId: 'beijing_time', colName: `北京时间（每 ${SIZE_NAMES[curve.size]}）`, colDataType: '0' },
      { colId: 'realtime_h5', colName: NAMES.realtime_h5, colDataType: '1' },
      { colId: 'realtime_wxapp', colName: NAMES.realtime_wxapp, colDataType: '1' },
      { colId: 'jump_h5_rate', colName: NAMES.jump_h5_rate, colDataType: '2' },
    ],
    dataValue: stepsOf(curve).map(({ seconds, opened, jumped, rate }) => ({
      dataValue: [
        String(seconds),
        formatBeijing(seconds),
        text(opened),
        text(jumped),
        rate === null ? '' : String(Number(rate.toFixed(6))),
      ],
    })),
  }
}
