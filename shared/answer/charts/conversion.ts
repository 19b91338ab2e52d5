import type { StatisticsTable } from '../../api'
import type { ChartOption, TitlePlace } from './option'
import { stepBarsChart } from './stepBars'

/**
 * 转化数据: sent, opened, jumped of one channel.
 *
 * @param titlePlace `omitted` on a page whose own heading says it
 * @throws StatisticsError -601001 when none of the three columns is there, or the table is broken
 */
export function conversionChart(table: StatisticsTable, titlePlace: TitlePlace = 'drawn'): ChartOption {
  return stepBarsChart(table, { title: '转化' }, titlePlace)
}
