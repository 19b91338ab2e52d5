/** The requests and the answer of WeChat's page, each named after its heading there. */
import type { ConversionRequest, OverviewRequest, RealTimeRequest, StatisticsTable } from '../../shared/api'

const window = { beginDate: 1614182400, endDate: 1614268800 }
const firstPage = { pageOffset: 0, pageLimit: 1000 }

/** 请求概览数据示例 */
export const overviewRequest: OverviewRequest = {
  action: 'smsMarketingOverviewData',
  condition: { envId: 'xxx', activityId: 'xxx', byChannelId: '0' },
  ...window,
  ...firstPage,
}

/** 请求概览数据(按渠道)示例 */
export const overviewByChannelRequest: OverviewRequest = {
  action: 'smsMarketingOverviewData',
  condition: { envId: 'xxx', activityId: 'xxx', byChannelId: '1' },
  ...window,
  ...firstPage,
}

/** 请求漏斗图数据示例 */
export const conversionRequest: ConversionRequest = {
  action: 'smsMarketingConversionData',
  condition: { envId: 'xxx', activityId: 'xxx', channelId: 'xxx' },
  ...window,
  ...firstPage,
}

/** 请求打开 H5 实时数据示例 */
export const realtimeRequest: RealTimeRequest = {
  action: 'smsMarketingRealTimeData',
  condition: { envId: 'xxx', activityId: 'xxx', channelId: 'xxx', actType: 'h5' },
  ...window,
}

/** 返回漏斗数据示例, as the SDK hands it over: with `errCode: 0` besides. */
export const conversionTable: StatisticsTable = {
  dataColumn: [
    { colId: 'appid', colName: '小程序id', colDataType: '0' },
    { colId: 'env_id', colName: '环境id', colDataType: '0' },
    { colId: 'activity_id', colName: '活动id', colDataType: '0' },
    { colId: 'channel_id', colName: '渠道', colDataType: '0' },
    { colId: 'h5_open_uercnt', colName: 'h5打开人数', colDataType: '1' },
    { colId: 'jump_wxapp_uercnt', colName: '小程序跳转人数', colDataType: '1' },
    { colId: 'sms_send_uercnt', colName: '短信下发人数', colDataType: '1' },
    { colId: 'sms_send_list', colName: '下发记录数组', colDataType: '0' },
    { colId: 'jump_wxapp_uercnt_percent', colName: '跳转人数渠道占比', colDataType: '2' },
    { colId: 'h5_open_uercnt_percent', colName: 'h5打开人数渠道占比', colDataType: '2' },
    { colId: 'h5_sms_rate', colName: '短信到h5转化率', colDataType: '2' },
    { colId: 'jump_h5_rate', colName: 'h5到跳转转化率', colDataType: '2' },
  ],
  dataValue: [
    {
      dataValue: [
        'xxxxxxxxxxxxxxxxxx',
        'wedcvfr',
        '21ded5cb6001691405171ba161c603d1',
        '_cms_sms_',
        '5000',
        '3000',
        '10000',
        '[task1:5000,task2:5000]',
        '0.535714',
        '0.625',
        '0.5',
        '0.6',
      ],
    },
  ],
  totalNum: 1,
  errMsg: 'openapi.cloudbase.getStatistics:ok',
  errCode: 0,
}
