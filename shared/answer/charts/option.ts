/**
 * What ECharts' `setOption` takes, as far as the charts here use it. Plain JSON, no functions: an option travels through
 * `wx.cloud.callFunction`. It names no colours, so that it fits a light and a dark theme.
 *
 * @see https://echarts.apache.org/en/option.html
 */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- setOption's type takes no interface
export type ChartOption = {
  title: ChartTitle[]
  tooltip: { trigger: 'item' | 'axis' }
  legend?: { type: 'scroll'; bottom: number }
  grid?: { left: number; right: number; top: number; bottom: number; containLabel: true }
  xAxis?: { type: 'category'; data: string[]; axisLabel?: { interval: 0 } }
  yAxis?: ChartValueAxis[]
  series: ChartSeries[]
}

export interface ChartTitle {
  text: string
  subtext?: string
  left: string
  top?: string
  textAlign: 'center'
  textStyle: { fontSize: number }
}

export interface ChartValueAxis {
  type: 'value'
  /** Counts are whole: no half people on an axis of small numbers. */
  minInterval?: 1
  axisLabel?: { formatter: string }
  splitLine?: { show: false }
}

export type ChartSeries = BarSeries | PieSeries | FunnelSeries | LineSeries

/** A part of a pie or a funnel; `-` is ECharts' own word for no value. */
export type DrawnCount = number | '-'

export interface BarSeries {
  type: 'bar'
  name: string
  data: (number | null)[]
  label: { show: true; position: 'top' }
  barMaxWidth: number
}

export interface PieSeries {
  type: 'pie'
  name: string
  radius: string
  center: [x: string, y: string]
  /** Names and counts are in the legend and the tooltip: beside a pie there is no room for them on a telephone. */
  label: { position: 'inside'; formatter: string }
  minShowLabelAngle: number
  data: { name: string; value: DrawnCount }[]
}

export interface FunnelSeries {
  type: 'funnel'
  name: string
  left: string
  width: string
  top: number
  bottom: number
  /** ECharts would sort by value: more jumps than opens would then stand above them. */
  sort: 'none'
  minSize: string
  data: { name: string; value: DrawnCount; label: { position: 'inside'; formatter: string } }[]
}

export interface LineSeries {
  type: 'line'
  name: string
  yAxisIndex: 0 | 1
  showSymbol: boolean
  /** A value between two gaps is a symbol and no line. */
  showAllSymbol?: true
  symbolSize?: number
  lineStyle?: { width: number; opacity: number }
  /** A value per entry of `xAxis.data`; `null` leaves a gap. */
  data: (number | null)[]
}

/** A title over the middle of a chart, or of one of its parts. */
export function titleAt(left: string, text: string, subtext?: string): ChartTitle {
  return { text, ...(subtext ? { subtext } : {}), left, textAlign: 'center', textStyle: { fontSize: 15 } }
}

/** Where part `index` of `count` stands when they share the width: `middle` and edges in percent. */
export function share(index: number, count: number): { left: string; middle: string; width: string } {
  const percent = (parts: number): string => `${Number(((parts * 100) / count).toFixed(2))}%`
  return { left: percent(index + 0.1), middle: percent(index + 0.5), width: percent(0.8) }
}
