import type { StatisticsTable } from '../../api'
import type { ChartOption, TitlePlace } from './option'
import { stepBarsChart } from './stepBars'

/**
 * 概览数据: sent, opened, jumped over all channels. Other columns are not drawn: WeChat does not publish what they hold, and
 * a day written as a number would dwarf every count.
 *
 * @param titlePlace `omitted` on a page whose own heading says it
 * @throws StatisticsError -601001 when none of the three columns is there, or the table is broken
 */
export function overviewChart(table: StatisticsTable, titlePlace: TitlePlace = 'drawn'): ChartOption {
  return stepBarsChart(table, { title: '概览', of: '全部渠道' }, titlePlace)
}
