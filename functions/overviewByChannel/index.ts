import cloud from 'wx-server-sdk'
import { serve } from '../../shared/serve'

/**
 * 概览数据(按渠道): the overview as one row a channel, for a pie.
 *
 * @see https://developers.weixin.qq.com/minigame/dev/api-backend/open-api/cloudbase/cloudbase.getStatistics.html
 */
export const main = serve('overviewByChannel', cloud, ({ beginDate, endDate, pageOffset, pageLimit, condition }) => ({
  action: 'smsMarketingOverviewData',
  beginDate, // Unix seconds
  endDate,
  pageOffset,
  pageLimit,
  condition: { envId: condition.envId, activityId: condition.activityId, byChannelId: '1' },
}))
