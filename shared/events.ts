import type { ActType, StatisticsTable } from './api'
import type { ChartResult } from './answer/charts/option'
import type { RowsTable } from './answer/rows'
import type { StepSize } from './constants'

/**
 * What a caller sends, and what it gets when all is well, by function, for the code that calls one. The functions
 * themselves trust no type.
 */

/** How the answer comes: `table` as WeChat gives it, `rows` as objects with typed values, `chart` as ECharts draws it. */
export type Format = 'table' | 'rows' | 'chart'

interface WindowEvent {
  /** Unix SECONDS, or a date in Beijing time (UTC+8): `"2021-02-25"`, `"2021-02-25 08:30"`. */
  beginDate: number | string
  /** After `beginDate`; a day means its 00:00, so the day before is the last one. */
  endDate: number | string
  /** @default 'table' */
  format?: Format
}

interface PagesEvent {
  /** @default 0 */
  pageOffset?: number
  /** @default 1000 */
  pageLimit?: number
  /** Every page. @default false */
  all?: boolean
}

interface StepEvent {
  /**
   * With format `rows` and `chart`: sums over Beijing hours or days, of at most 600 steps.
   *
   * @default rows: none, the five-minute steps that WeChat has; chart: by the length of the date range
   */
  step?: StepSize
}

interface ActivityEvent {
  activityId: string
  /** @default the environment that the function runs in */
  envId?: string
}

interface ChannelEvent extends ActivityEvent {
  /** @default '_cms_sms_', the channel that the CMS sends through */
  channelId?: string
}

/** The event of each function: the `data` of `wx.cloud.callFunction`. */
export interface Events {
  overview: WindowEvent & PagesEvent & { condition: ActivityEvent }
  overviewByChannel: WindowEvent & PagesEvent & { condition: ActivityEvent }
  conversion: WindowEvent & PagesEvent & { condition: ChannelEvent }
  realtime: WindowEvent & StepEvent & { condition: ChannelEvent & { actType: ActType } }
}

/** A successful answer, by its format. */
export interface Answers {
  table: StatisticsTable
  rows: RowsTable
  chart: ChartResult
}
