/** Campaign beside campaign, on hours since the launch of each: pure. */
import type { StatisticsTable } from '../../../shared/api'
import type { ChartOption } from '../../../shared/answer/chart'
import { type LaunchCurve, sinceLaunchChart } from '../../../shared/answer/charts/sinceLaunch'
import { launchOf, toSteps } from '../../../shared/answer/steps'
import { formatBeijing } from '../../../shared/call/time'
import type { DateWindow } from '../../../shared/figures/days'
import type { BigFigure } from './bigFigure'
import { sumFigures } from './curve'

/** Opens and jumps of a campaign, over a date range that holds its launch. */
export interface Launched {
  name: string
  opens: StatisticsTable
  jumps: StatisticsTable
  window: DateWindow
}

/** Longer than this no campaign is compared: by then nearly everybody has come. */
const MAX_HOURS = 48
const HOUR_SECONDS = 3600

/**
 * Two campaigns at the same age; `undefined` where one of them has not begun in its window.
 *
 * @param now Unix seconds
 */
export function sinceLaunch(
  ours: Launched,
  theirs: Launched,
  now: number,
): { option: ChartOption; figures: BigFigure[]; words: string[] } | undefined {
  const [launch, otherLaunch] = [launchOf(ours.opens), launchOf(theirs.opens)]
  if (launch === undefined || otherLaunch === undefined) return undefined
  const age = (from: number, { window }: Launched): number => (Math.min(now, window.endDate) - from) / HOUR_SECONDS
  const hours = Math.floor(Math.min(MAX_HOURS, age(launch, ours), age(otherLaunch, theirs)))
  if (hours < 1) return undefined
  const [curve, other] = [hourly(ours, launch, hours), hourly(theirs, otherLaunch, hours)]
  const notes = [`各自启动后 ${hours} 小时内的累计人次`, `虚线：${theirs.name}`]
  const last = ({ opens, jumps }: LaunchCurve): { opened: number; jumped: number } => ({
    opened: opens.at(-1) ?? 0,
    jumped: jumps.at(-1) ?? 0,
  })
  return {
    option: sinceLaunchChart(curve, other, notes, 'omitted'),
    figures: sumFigures(last(curve), last(other)),
    words: [
      `启动按首次有人打开计：${ours.name} ${formatBeijing(launch)}，${theirs.name} ${formatBeijing(otherLaunch)}。` +
        `上面的数是各自启动后 ${hours} 小时的累计${hours < MAX_HOURS ? '（不足 48 小时，或仍在进行中）' : ''}。`,
      '不同活动的人群、星期和时段不同，差别仅供参考；多批下发的活动不能分批计算。',
    ],
  }
}

/** What had come by the end of each hour since the launch. */
function hourly({ opens, jumps }: Launched, launch: number, hours: number): LaunchCurve {
  const endDate = launch + hours * HOUR_SECONDS
  const cumulated = (table: StatisticsTable): number[] => {
    const sums = Array.from({ length: hours }, () => 0)
    for (const { seconds, count } of toSteps(table, { beginDate: launch, endDate }, { now: endDate, step: '5m' }).steps)
      for (let hour = Math.floor((seconds - launch) / HOUR_SECONDS); hour < hours; hour++)
        sums[hour] = (sums[hour] ?? 0) + (count ?? 0)
    return sums
  }
  return { opens: cumulated(opens), jumps: cumulated(jumps) }
}
