import { NAMES } from '../names'
import { COLORS } from '../palette'
import { type ChartOption, headingOf, legendOf, type LineSeries, type TitlePlace } from './option'
import { countAxes, scaleFor } from './scale'

/** A campaign from its launch: what had come by the end of each hour, in 人次. */
export interface LaunchCurve {
  opens: readonly number[]
  jumps: readonly number[]
}

/**
 * Two campaigns on hours since the launch, the other one dashed: both as long as the younger one is old.
 *
 * @param notes what has to be read with it
 */
export function sinceLaunchChart(
  now: LaunchCurve,
  other: LaunchCurve,
  notes: readonly string[],
  titlePlace: TitlePlace = 'drawn',
): ChartOption {
  const hours = Math.min(now.opens.length, other.opens.length)
  const heading = headingOf('启动以来累计', notes, titlePlace)
  const curves = [now.opens, now.jumps, other.opens, other.jumps].map(curve => curve.slice(0, hours))
  const { axes, width } = countAxes(scaleFor(Math.max(0, ...curves.flat())), 0)
  const line = (at: number, name: string, color: string, type?: 'dashed'): LineSeries => ({
    type: 'line',
    name,
    xAxisIndex: 0,
    yAxisIndex: 0,
    itemStyle: { color },
    lineStyle: { width: type === undefined ? 2 : 1, ...(type && { type }) },
    symbol: 'none',
    showAllSymbol: true,
    data: [0, ...(curves[at] ?? [])],
  })
  return {
    title: heading.title,
    tooltip: { trigger: 'axis', confine: true, axisPointer: { type: 'line' } },
    legend: legendOf([NAMES.realtime_h5, NAMES.realtime_wxapp], heading.below),
    grid: [{ left: Math.max(width, 44), right: 22, top: heading.below + 28, bottom: 24, outerBoundsMode: 'none' }],
    xAxis: [
      {
        type: 'category',
        boundaryGap: false,
        data: Array.from({ length: hours + 1 }, (_, hour) => `${hour} 小时`),
        axisLabel: { fontSize: 11, hideOverlap: true },
      },
    ],
    yAxis: axes,
    series: [
      line(0, NAMES.realtime_h5, COLORS.opened),
      line(1, NAMES.realtime_wxapp, COLORS.jumped),
      line(2, `${NAMES.realtime_h5}（对比）`, COLORS.opened, 'dashed'),
      line(3, `${NAMES.realtime_wxapp}（对比）`, COLORS.jumped, 'dashed'),
    ],
  }
}
