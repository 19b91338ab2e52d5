/**
 * `cloudbase.getStatistics` as types: the SMS-marketing statistics of a mini program.
 *
 * @see https://developers.weixin.qq.com/minigame/dev/api-backend/open-api/cloudbase/cloudbase.getStatistics.html
 */

/** What WeChat counts for an activity: `h5`, the H5 page was opened; `wxapp`, somebody jumped into the mini program. */
export type ActType = 'h5' | 'wxapp'

/** The date range of a request. WeChat reads days in Beijing time (UTC+8). */
interface Window {
  /** Unix SECONDS, not milliseconds. */
  beginDate: number
  /** Unix SECONDS, after `beginDate`. */
  endDate: number
}

/** Rows are read a page at a time; WeChat requires both fields. */
interface Paging {
  /** Rows to skip; 0 for the first page. */
  pageOffset: number
  /** Rows to return at most. The greatest value that WeChat takes is not published. */
  pageLimit: number
}

/** The realtime action has no paging: naming one does not compile. */
interface NoPaging {
  pageOffset?: never
  pageLimit?: never
}

interface ActivityCondition {
  /** The cloud environment that sent the SMS. */
  envId: string
  /** The SMS activity (短信营销活动), as the CMS shows it. */
  activityId: string
}

/** 概览数据: the totals of an activity, or the same divided by channel. */
export interface OverviewRequest extends Window, Paging {
  action: 'smsMarketingOverviewData'
  condition: ActivityCondition & {
    /** `"0"` the totals, `"1"` one row a channel (for a pie). Strings, as in the documentation. */
    byChannelId: '0' | '1'
    channelId?: never
    actType?: never
  }
}

/** 转化数据 (漏斗图): sent, opened, jumped, for one channel. */
export interface ConversionRequest extends Window, Paging {
  action: 'smsMarketingConversionData'
  condition: ActivityCondition & {
    /** The CloudBase CMS sends as `_cms_sms_`. */
    channelId: string
    byChannelId?: never
    actType?: never
  }
}

/** 实时数据: counts in steps of 300 seconds, for one channel. */
export interface RealTimeRequest extends Window, NoPaging {
  action: 'smsMarketingRealTimeData'
  condition: ActivityCondition & {
    channelId: string
    actType: ActType
    byChannelId?: never
  }
}

/** Every request that `cloudbase.getStatistics` knows, told apart by `action`. */
export type StatisticsRequest = OverviewRequest | ConversionRequest | RealTimeRequest

/** The request of each function: what `serve` calls WeChat with. */
export interface Requests {
  overview: OverviewRequest & { condition: { byChannelId: '0' } }
  overviewByChannel: OverviewRequest & { condition: { byChannelId: '1' } }
  conversion: ConversionRequest
  realtime: RealTimeRequest
}

/** One column of an answer. Find columns by `colId`, never by position: WeChat may leave one out. */
export interface Column {
  /** As the API spells it, for example `h5_open_uercnt`. */
  colId: string
  /** Chinese, for people. */
  colName: string
  /** `"0"` string, `"1"` number, `"2"` double. */
  colDataType: string
}

/** One row of an answer: a string per column, in the order of `dataColumn`. */
export interface DataRow {
  dataValue: string[]
}

/** A successful answer, as wx-server-sdk hands it over. */
export interface StatisticsTable {
  dataColumn: Column[]
  dataValue: DataRow[]
  /** Rows that match in all, whatever the page. */
  totalNum: number
  errMsg: string
  errCode: 0
}

/** What a caller gets when there is no table. `errCode` is never 0. */
export interface Failure {
  errCode: number
  /** `<function>:fail <what happened, and what to do>` */
  errMsg: string
}

/**
 * The part of `cloud.openapi` that this package uses. The SDK's object implements it (云调用), and so can an HTTPS
 * client. The answer is `unknown` on purpose: the SDK calls bodies a success that hold no table.
 */
export interface Openapi {
  cloudbase: {
    getStatistics(request: StatisticsRequest): Promise<unknown>
  }
}
