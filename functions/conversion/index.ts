import cloud from 'wx-server-sdk'
import { serve } from '../../shared/serve'

/**
 * 漏斗图数据: sent, opened, jumped and the rates between them, for one channel.
 *
 * @see https://developers.weixin.qq.com/minigame/dev/api-backend/open-api/cloudbase/cloudbase.getStatistics.html
 */
export const main = serve('conversion', cloud, ({ beginDate, endDate, pageOffset, pageLimit, condition }) => ({
  action: 'smsMarketingConversionData',
  beginDate, // Unix seconds
  endDate,
  pageOffset,
  pageLimit,
  condition: { envId: condition.envId, activityId: condition.activityId, channelId: condition.channelId },
}))
