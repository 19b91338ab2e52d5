import type { ActType, RealTimeRequest, StatisticsTable } from '../../api'
import { MAX_UNIX_SECONDS, REALTIME_BUCKET_SECONDS } from '../../constants'
import { RESULT_TOO_LARGE, StatisticsError, SYSTEM_ERROR } from '../../errors'
import { toRows } from '../rows'
import { formatBeijing } from '../../call/time'
import { rateOf, toCount } from './counts'
import { type ChartOption, type LineSeries, titleAt } from './option'

/** The window of a curve, Unix seconds. */
export type ChartWindow = Pick<RealTimeRequest, 'beginDate' | 'endDate'>

/** One step of a curve: its begin in Unix seconds, and how many; `null` when WeChat gave no readable number. */
export interface Point {
  seconds: number
  count: number | null
}

/** About 170 days of five-minute steps: close to 1 MB as JSON, the most that a function's result may have. */
export const MAX_POINTS = 50_000

const ACT_NAMES: Readonly<Record<ActType, string>> = { h5: '打开 H5', wxapp: '跳转小程序' }

/**
 * 实时数据 as a curve of five-minute steps in Beijing time, the steps that WeChat leaves out filled with 0.
 *
 * @throws StatisticsError -604001 when the window has more than MAX_POINTS steps, -601001 when the table is broken
 */
export function realtimeChart(table: StatisticsTable, window: ChartWindow, actType: ActType): ChartOption {
  const points = fillZeros(table, window)
  const { subtitle, ...frame } = curveFrame(
    points.map(point => point.seconds),
    window,
  )
  return {
    title: [titleAt('50%', `实时${ACT_NAMES[actType]}`, subtitle)],
    ...frame,
    yAxis: [COUNT_AXIS],
    series: [
      line(
        ACT_NAMES[actType],
        points.map(point => point.count),
      ),
    ],
  }
}

/**
 * Opens and jumps in one chart, and the jumps per open of each step, in percent, on a second axis: a gap where nobody
 * opened. A table without columns (what 10011 brings) is a curve of zeros.
 *
 * @throws StatisticsError as realtimeChart
 */
export function realtimeRateChart(h5: StatisticsTable, wxapp: StatisticsTable, window: ChartWindow): ChartOption {
  const opens = toCounts(fillZeros(h5, window))
  const jumps = toCounts(fillZeros(wxapp, window))
  const times = [...new Set([...opens.keys(), ...jumps.keys()])].sort((a, b) => a - b)
  const rates = times.map(time => toPercent(rateOf(at(jumps, time), at(opens, time))))
  const { subtitle, ...frame } = curveFrame(times, window)
  return {
    title: [titleAt('50%', '实时打开与跳转', subtitle)],
    ...frame,
    yAxis: [COUNT_AXIS, { type: 'value', axisLabel: { formatter: '{value}%' }, splitLine: { show: false } }],
    series: [
      line(
        ACT_NAMES.h5,
        times.map(time => at(opens, time)),
      ),
      line(
        ACT_NAMES.wxapp,
        times.map(time => at(jumps, time)),
      ),
      { ...line('跳转率 (%)', rates), yAxisIndex: 1, ...FAINT },
    ],
  }
}

/**
 * Every five-minute step of a window, those that WeChat leaves out as 0: from the first multiple of 300 at or after
 * `beginDate` to the last one before `endDate`. A row that stands elsewhere is kept where it stands.
 *
 * WeChat does not publish the columns of this table; rows are known to be `[unixSeconds, count]`, so here, and nowhere
 * else, columns are taken by position.
 *
 * @throws StatisticsError as realtimeChart
 */
export function fillZeros(table: StatisticsTable, { beginDate, endDate }: ChartWindow): Point[] {
  const first = Math.ceil(beginDate / REALTIME_BUCKET_SECONDS) * REALTIME_BUCKET_SECONDS
  const steps = Math.ceil((endDate - first) / REALTIME_BUCKET_SECONDS)
  if (steps > MAX_POINTS)
    throw new StatisticsError(
      RESULT_TOO_LARGE,
      `the window has ${steps} steps of five minutes, a chart holds ${MAX_POINTS}`,
    )
  const counts = new Map<number, number | null>()
  for (let index = 0; index < steps; index++) counts.set(first + index * REALTIME_BUCKET_SECONDS, 0)
  for (const { seconds, count } of readPoints(table)) counts.set(seconds, count)
  return [...counts].map(([seconds, count]) => ({ seconds, count })).sort((a, b) => a.seconds - b.seconds)
}

function readPoints(table: StatisticsTable): Point[] {
  const { columns, rows } = toRows(table)
  const [timeColumn, countColumn] = columns
  if (timeColumn === undefined || countColumn === undefined) {
    if (rows.length === 0) return []
    throw broken(`its rows have ${columns.length} columns, expected time and count`)
  }
  const seen = new Set<number>()
  return rows.map((row, index) => {
    const seconds = toCount(row[timeColumn.colId])
    if (seconds === null || !Number.isSafeInteger(seconds) || seconds < 0 || seconds > MAX_UNIX_SECONDS)
      throw broken(`row ${index} has ${JSON.stringify(row[timeColumn.colId])} for a time, expected Unix seconds`)
    if (seen.has(seconds)) throw broken(`it has the time ${seconds} twice`)
    seen.add(seconds)
    return { seconds, count: toCount(row[countColumn.colId]) }
  })
}

const COUNT_AXIS = { type: 'value', minInterval: 1 } as const

/** The rate jumps about where few people come: it must not cover the curves. */
const FAINT = { showSymbol: true, showAllSymbol: true, symbolSize: 3, lineStyle: { width: 1, opacity: 0.5 } } as const

function curveFrame(
  times: readonly number[],
  { beginDate, endDate }: ChartWindow,
): Omit<ChartOption, 'title' | 'series'> & { subtitle: string } {
  return {
    subtitle: `${formatBeijing(beginDate)} 至 ${formatBeijing(endDate)}（北京时间）`,
    tooltip: { trigger: 'axis' },
    legend: { type: 'scroll', bottom: 0 },
    grid: { left: 16, right: 16, top: 80, bottom: 40, containLabel: true },
    // Text rather than a time axis: ECharts writes times in the viewer's zone, and these are Beijing's.
    xAxis: { type: 'category', data: times.map(time => formatBeijing(time).slice('2021-'.length)) },
  }
}

function line(name: string, data: (number | null)[]): LineSeries {
  return { type: 'line', name, yAxisIndex: 0, showSymbol: false, data }
}

/** A time that only the other table has is a step of 0 here; an unreadable number stays `null`. */
function at(counts: ReadonlyMap<number, number | null>, time: number): number | null {
  const count = counts.get(time)
  return count === undefined ? 0 : count
}

function toCounts(points: readonly Point[]): ReadonlyMap<number, number | null> {
  return new Map(points.map(({ seconds, count }) => [seconds, count]))
}

function toPercent(rate: number | null): number | null {
  return rate === null ? null : Number((rate * 100).toFixed(2))
}

function broken(what: string): StatisticsError {
  return new StatisticsError(SYSTEM_ERROR, `WeChat's realtime table is broken: ${what}`)
}
