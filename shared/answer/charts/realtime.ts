import type { ActType, StatisticsTable } from '../../api'
import { formatBeijing } from '../../call/time'
import { DAY_SECONDS } from '../../constants'
import { ACT_FIGURES, NAMES } from '../names'
import { COLORS } from '../palette'
import { stepSeconds, type Steps, type StepOptions, type StepWindow, type TimeStep, toSteps } from '../steps'
import { rateOf } from './counts'
import {
  axisTooltip,
  type CategoryAxis,
  type ChartOption,
  headingOf,
  legendOf,
  type LineSeries,
  RING,
  type TitlePlace,
  type ValueAxis,
  wordsOption,
} from './option'
import { countAxes, scaleFor } from './scale'
import { type TimeMark, timeMarks } from './timeMarks'

/** What a curve is drawn with: the clock, the size of its steps, and where its title stands. */
export interface CurveOptions extends StepOptions {
  /** @default 'drawn' */
  titlePlace?: TitlePlace
}

/** Opens and jumps of an earlier date range, drawn dashed beside these, step for step from its begin. */
export interface EarlierCurves {
  h5: StatisticsTable
  wxapp: StatisticsTable
  /** As long as the date range that it stands beside, or cut to the same hours. */
  window: StepWindow
}

const STEP_WORDS: Readonly<Record<Steps['size'], string>> = {
  '5m': '每 5 分钟',
  '1h': '每小时',
  '1d': '每天',
  '7d': '每 7 天',
}

/** Fewer opens than these in a step have no rate: one jump on one open is no 100 %. */
const LEAST_OPENS = 5

const ACT_COLORS: Readonly<Record<ActType, string>> = { h5: COLORS.opened, wxapp: COLORS.jumped }

/**
 * 实时数据 as a curve over Beijing time, in steps that fit the date range; those that WeChat leaves out are 0. What lies
 * after `now` is not there; a step that is not whole yet has a hollow point.
 *
 * @throws StatisticsError as toSteps
 */
export function realtimeChart(
  table: StatisticsTable,
  window: StepWindow,
  actType: ActType,
  options: CurveOptions,
): ChartOption {
  const steps = toSteps(table, window, options)
  const times = steps.steps.map(({ seconds }) => seconds)
  if (times.length === 0) return notBegun(window)
  const name = NAMES[ACT_FIGURES[actType]]
  const heading = headingOf(`${name} · ${STEP_WORDS[steps.size]}`, notesOf(window, options, [steps]), placeOf(options))
  const { axes, width } = countAxes(scaleOf([steps.steps]), 0)
  return {
    title: heading.title,
    tooltip: axisTooltip('line'),
    grid: [{ left: width, right: RIGHT, top: heading.below + 8, bottom: BOTTOM, outerBoundsMode: 'none' }],
    ...timeAxes(times, steps.size, 1),
    yAxis: axes,
    series: [line(name, ACT_COLORS[actType], toData(steps.steps), 0)],
  }
}

/**
 * Opens and jumps in one chart, and below them, on an axis of its own, the jumps per open of each step in percent: from the
 * sums, a gap below five opens. A table without columns (what 10011 brings) is a curve of zeros.
 *
 * @param earlier a date range to set beside this one
 *
 * @throws StatisticsError as toSteps
 */
export function realtimeRateChart(
  h5: StatisticsTable,
  wxapp: StatisticsTable,
  window: StepWindow,
  options: CurveOptions,
  earlier?: EarlierCurves,
): ChartOption {
  const [opens, jumps] = sameSteps(toSteps(h5, window, options), toSteps(wxapp, window, options))
  const times = opens.steps.map(({ seconds }) => seconds)
  if (times.length === 0) return notBegun(window)
  const rates = opens.steps.map(({ count }, index) => percent(jumps.steps[index]?.count ?? null, count))
  const before = earlier === undefined ? [] : earlierSteps(earlier, opens, options)
  const notes = [
    ...notesOf(window, options, [opens, jumps]),
    ...(earlier === undefined ? [] : [`虚线：${rangeOf(earlier.window)}`]),
    `${NAMES.jump_h5_rate}：不足 ${LEAST_OPENS} 次打开处留空`,
  ]
  const title = `打开与跳转 · ${STEP_WORDS[opens.size]}`
  const heading = headingOf(title, notes, placeOf(options))
  const { axes, width } = countAxes(scaleOf([opens.steps, jumps.steps, ...before.map(({ steps }) => steps)]), 0)
  const [countAxis, ...wordAxes] = axes
  const rateName = `${NAMES.jump_h5_rate} (%)`
  const names = [NAMES.realtime_h5, NAMES.realtime_wxapp, rateName]
  const left = Math.max(width, 44)
  const [counts, rate] = [0, 1]
  return {
    title: heading.title,
    tooltip: axisTooltip('line'),
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    legend: legendOf(names, heading.below),
    grid: [
      { left, right: RIGHT, top: heading.below + 28, bottom: BOTTOM + RATE_HEIGHT + 18, outerBoundsMode: 'none' },
      { left, right: RIGHT, height: RATE_HEIGHT, bottom: BOTTOM, outerBoundsMode: 'none' },
    ],
    ...timeAxes(times, opens.size, 2),
    yAxis: [...(countAxis === undefined ? [] : [countAxis]), rateAxis(rates), ...wordAxes],
    series: [
      line(NAMES.realtime_h5, COLORS.opened, toData(opens.steps), counts),
      line(NAMES.realtime_wxapp, COLORS.jumped, toData(jumps.steps), counts),
      { ...line(rateName, COLORS.rate, withLonePoints(rates), rate), lineStyle: { width: 1.5 } },
      ...before.map(({ name, color, steps }): LineSeries => {
        const data = steps.map(({ count }) => count)
        return { ...line(name, color, data, counts), lineStyle: { width: 1, type: 'dashed' } }
      }),
    ],
  }
}

/** The steps of an earlier date range, as many as there are beside them. */
function earlierSteps(
  { h5, wxapp, window }: EarlierCurves,
  { size, steps }: Steps,
  { now }: StepOptions,
): { name: string; color: string; steps: TimeStep[] }[] {
  const options = { now, ...(size !== '7d' && { step: size }) }
  const cut = (table: StatisticsTable): TimeStep[] => toSteps(table, window, options).steps.slice(0, steps.length)
  return [
    { name: `${NAMES.realtime_h5}（对比）`, color: COLORS.opened, steps: cut(h5) },
    { name: `${NAMES.realtime_wxapp}（对比）`, color: COLORS.jumped, steps: cut(wxapp) },
  ]
}

function rangeOf({ beginDate, endDate }: StepWindow): string {
  return `${formatBeijing(beginDate)} 至 ${formatBeijing(endDate)}`
}

/** Room for half of the last mark. */
const RIGHT = 22
/** Room for the marks of time. */
const BOTTOM = 24
const RATE_HEIGHT = 52
/** Marks of time that fit a canvas of 320 px, and a wide one. */
const NARROW_MARKS = 5
const WIDE_MARKS = 12
const WIDE_CANVAS = 720

/** The two curves of one date range: a row that WeChat gave for one of them before its begin must not shift the other. */
function sameSteps(a: Steps, b: Steps): [Steps, Steps] {
  const [firstA, firstB] = [a.steps[0]?.seconds, b.steps[0]?.seconds]
  if (firstA === undefined || firstB === undefined || firstA === firstB) return [a, b]
  const before = (seconds: number): TimeStep => ({ seconds, count: 0, whole: false })
  return firstA < firstB
    ? [a, { ...b, steps: [before(firstA), ...b.steps] }]
    : [{ ...a, steps: [before(firstB), ...a.steps] }, b]
}

function notBegun({ beginDate }: StepWindow): ChartOption {
  return wordsOption('还没有开始', `从 ${formatBeijing(beginDate)}（北京时间）开始。`)
}

function notesOf(window: StepWindow, { now }: StepOptions, curves: readonly Steps[]): string[] {
  const { beginDate, endDate } = window
  const size = curves[0]?.size ?? '5m'
  const outside = curves.reduce((sum, curve) => sum + curve.outside, 0)
  const isSummed = size !== '5m'
  const isNobody = curves.every(({ steps }) => steps.every(({ count }) => count === 0))
  const isUnfinished = curves.some(({ steps }) => steps.some(({ whole }) => !whole))
  return [
    rangeOf({ beginDate, endDate }),
    `北京时间${isSummed ? '，人次为各 5 分钟之和（有重复）' : ''}`,
    ...(now < endDate ? [`截至 ${formatBeijing(now - (now % 60))}，最近的数还可能增加`] : []),
    ...(isSummed && isUnfinished ? ['空心点：不足一个整步'] : []),
    ...(isNobody ? ['没有人来：各步都是 0'] : []),
    ...(outside > 0 ? [`微信另有 ${outside} 行不在所选时间内，未画出`] : []),
  ]
}

function placeOf({ titlePlace = 'drawn' }: CurveOptions): TitlePlace {
  return titlePlace
}

function scaleOf(curves: readonly (readonly TimeStep[])[]): ReturnType<typeof scaleFor> {
  return scaleFor(curves.flat().reduce((most, { count }) => Math.max(most, count ?? 0), 0))
}

function percent(jumps: number | null, opens: number | null): number | null {
  const rate = opens !== null && opens >= LEAST_OPENS ? rateOf(jumps, opens) : null
  return rate === null ? null : Number((rate * 100).toFixed(2))
}

function rateAxis(rates: readonly (number | null)[]): ValueAxis {
  const { max } = scaleFor(rates.reduce((most: number, rate) => Math.max(most, rate ?? 0), 0))
  const axisLabel = { fontSize: 11, formatter: '{value}%' }
  return { type: 'value', gridIndex: 1, position: 'left', min: 0, max, interval: max, axisLabel }
}

function toData(steps: readonly TimeStep[]): LineSeries['data'] {
  return steps.map(({ count, whole }) =>
    whole || count === null ? count : { value: count, symbol: RING, symbolSize: 9 },
  )
}

/** A value between two gaps is no line: it gets a point. */
function withLonePoints(values: readonly (number | null)[]): LineSeries['data'] {
  const isGap = (index: number): boolean => (values[index] ?? null) === null
  return values.map((value, index) =>
    value !== null && isGap(index - 1) && isGap(index + 1) ? { value, symbol: 'circle', symbolSize: 4 } : value,
  )
}

/** The rate's two axes are the second of each kind. */
function line(name: string, color: string, data: LineSeries['data'], at: number): LineSeries {
  return {
    type: 'line',
    name,
    xAxisIndex: at,
    yAxisIndex: at,
    itemStyle: { color },
    lineStyle: { width: 2 },
    symbol: 'none',
    showAllSymbol: true,
    data,
  }
}

/**
 * An axis of times for each grid, whose texts are the tooltip's; and one more along the bottom, with the marks. Text rather
 * than ECharts' own time axis, which writes times in the viewer's zone: these are Beijing's.
 */
function timeAxes(times: readonly number[], size: Steps['size'], grids: number): Pick<ChartOption, 'xAxis' | 'media'> {
  const data = times.map(seconds => timeText(seconds, size, times))
  const plain = (gridIndex: number): CategoryAxis => ({
    type: 'category',
    gridIndex,
    position: 'bottom',
    boundaryGap: false,
    data,
    axisTick: { show: false },
    axisLabel: { show: false },
  })
  const [narrow, wide] = [timeMarks(times, NARROW_MARKS), timeMarks(times, WIDE_MARKS)]
  const marked = (marks: readonly TimeMark[]): Pick<CategoryAxis, 'data' | 'axisTick' | 'axisLabel'> => {
    const customValues = marks.map(({ index }) => index)
    const texts = new Map(marks.map(({ index, text }) => [index, text]))
    return {
      data: times.map((_, index) => texts.get(index) ?? ''),
      axisTick: { show: true, customValues },
      axisLabel: { fontSize: 11, margin: 8, customValues, hideOverlap: true },
    }
  }
  const marks: CategoryAxis = { ...plain(grids - 1), axisLine: { show: false }, axisPointer: { show: false } }
  const plains = Array.from({ length: grids }, (_, gridIndex) => plain(gridIndex))
  const only = (change: object): Record<string, unknown> => ({ xAxis: [...plains.map(() => ({})), change] })
  return {
    xAxis: [...plains, { ...marks, ...marked(narrow) }],
    media: [{ query: { minWidth: WIDE_CANVAS }, option: only(marked(wide)) }, { option: only(marked(narrow)) }],
  }
}

function timeText(seconds: number, size: Steps['size'], times: readonly number[]): string {
  const text = formatBeijing(seconds)
  if (stepSeconds(size) < DAY_SECONDS) return text.slice('2021-'.length)
  const years = new Set([times[0], times[times.length - 1]].map(time => formatBeijing(time ?? seconds).slice(0, 4)))
  return text.slice(years.size > 1 ? 0 : '2021-'.length, '2021-02-25'.length)
}
