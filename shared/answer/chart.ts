import type { StatisticsRequest, StatisticsTable } from '../api'
import { conversionChart } from './charts/conversion'
import { type ChartOption, titleAt } from './charts/option'
import { channelsChart, overviewChart } from './charts/overview'
import { realtimeChart } from './charts/realtime'

export { channelsChart, overviewChart } from './charts/overview'
export { conversionChart } from './charts/conversion'
export { type ChartWindow, fillZeros, type Point, realtimeChart, realtimeRateChart } from './charts/realtime'
export { formatRate, rateOf, type Step, type StepId, stepsOf } from './charts/counts'
export type { ChartOption } from './charts/option'

/** What `format: "chart"` gives in place of `dataColumn` and `dataValue`. */
export interface ChartResult {
  /** `chart.setOption(result.option)` draws it. */
  option: ChartOption
  totalNum: number
  errMsg: string
  errCode: 0
}

/**
 * A table as the chart that fits its request: overview bars, channels two pies, conversion a funnel, realtime a curve.
 * A table without rows is an empty chart that says what empty means.
 *
 * @throws StatisticsError -601001 when the table is broken or lacks every column of its chart, -604001 when a realtime
 * window has too many steps
 */
export function toChart(request: StatisticsRequest, table: StatisticsTable): ChartResult {
  const { totalNum, errMsg, errCode } = table
  const option = table.dataValue.length === 0 ? emptyChart(request.action) : draw(request, table)
  return { option, totalNum, errMsg, errCode }
}

function draw(request: StatisticsRequest, table: StatisticsTable): ChartOption {
  switch (request.action) {
    case 'smsMarketingOverviewData':
      return request.condition.byChannelId === '1' ? channelsChart(table) : overviewChart(table)
    case 'smsMarketingConversionData':
      return conversionChart(table)
    case 'smsMarketingRealTimeData':
      return realtimeChart(table, request, request.condition.actType)
  }
}

/** What no rows mean, for each action. */
const EMPTY_MEANS: Readonly<Record<StatisticsRequest['action'], string>> = {
  smsMarketingOverviewData: '概览数据在次日约 06:00（北京时间）生成，也请核对时间范围和活动',
  smsMarketingConversionData: '转化数据在次日约 06:00（北京时间）生成，也请核对时间范围、活动和渠道',
  smsMarketingRealTimeData: '这段时间内没有人打开或跳转，也请核对时间范围、活动和渠道',
}

/** A chart of nothing, with what that means in its middle. */
export function emptyChart(action: StatisticsRequest['action']): ChartOption {
  return {
    title: [{ ...titleAt('50%', '暂无数据', EMPTY_MEANS[action]), top: '40%' }],
    tooltip: { trigger: 'item' },
    series: [],
  }
}
