import cloud from 'wx-server-sdk'
import { serve } from '../../shared/serve'

/**
 * 概览数据: what an activity sent, how many opened its H5 page and how many jumped into the mini program, over all channels.
 *
 * @see https://developers.weixin.qq.com/minigame/dev/api-backend/open-api/cloudbase/cloudbase.getStatistics.html
 */
export const main = serve('overview', cloud, ({ beginDate, endDate, pageOffset, pageLimit, condition }) => ({
  action: 'smsMarketingOverviewData',
  beginDate, // Unix seconds
  endDate,
  pageOffset,
  pageLimit,
  condition: { envId: condition.envId, activityId: condition.activityId, byChannelId: '0' },
}))
