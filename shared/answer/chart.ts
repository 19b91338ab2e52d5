import type { Failure, StatisticsRequest, StatisticsTable } from '../api'
import { channelsChart } from './charts/channels'
import { conversionChart } from './charts/conversion'
import { type ChartOption, type ChartResult, wordsOption } from './charts/option'
import { overviewChart } from './charts/overview'
import { realtimeChart } from './charts/realtime'
import { explainInChinese } from './codesChinese'
import type { StepOptions } from './steps'

export { channelsChart } from './charts/channels'
export { conversionChart } from './charts/conversion'
export { overviewChart } from './charts/overview'
export { type CurveOptions, realtimeChart, realtimeRateChart } from './charts/realtime'
export { formatCount, formatRate, rateOf, SMALL_N, type Step, type StepId, stepsOf } from './charts/counts'
export { type ChartOption, type ChartResult, type TitlePlace, wordsOption } from './charts/option'

/**
 * A table as the chart that fits its request: bars for the counts and the channels, a curve for realtime. A table without
 * rows is words that say what empty means.
 *
 * @param options the clock, and the step of a realtime chart
 * @throws StatisticsError -601001 when the table is broken or lacks every column of its chart, -501007 when `step` gives
 * too many steps
 */
export function toChart(request: StatisticsRequest, table: StatisticsTable, options: StepOptions): ChartResult {
  const { totalNum, errMsg, errCode } = table
  const option = table.dataValue.length === 0 ? emptyChart(request.action) : draw(request, table, options)
  return { option, totalNum, errMsg, errCode }
}

function draw(request: StatisticsRequest, table: StatisticsTable, options: StepOptions): ChartOption {
  switch (request.action) {
    case 'smsMarketingOverviewData':
      return request.condition.byChannelId === '1' ? channelsChart(table) : overviewChart(table)
    case 'smsMarketingConversionData':
      return conversionChart(table)
    case 'smsMarketingRealTimeData':
      return realtimeChart(table, request, request.condition.actType, options)
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
  return wordsOption('暂无数据', EMPTY_MEANS[action])
}

/** Why there is no chart, in Chinese, for whoever draws the answer without looking at its code. */
export function failureChart({ errCode, errMsg }: Failure): ChartOption {
  const { meaning, advice } = explainInChinese(errCode, errMsg)
  return wordsOption(`未能读取（${errCode}）`, `${meaning}。${advice}。`)
}
