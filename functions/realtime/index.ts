import cloud from 'wx-server-sdk'
import { serve } from '../../shared/serve'

/**
 * 实时数据: H5 opens (`h5`) or jumps (`wxapp`) of one channel, in steps of five minutes; empty steps are absent.
 *
 * @see https://developers.weixin.qq.com/minigame/dev/api-backend/open-api/cloudbase/cloudbase.getStatistics.html
 */
export const main = serve('realtime', cloud, ({ beginDate, endDate, condition }) => ({
  action: 'smsMarketingRealTimeData',
  beginDate, // Unix seconds
  endDate,
  condition: {
    envId: condition.envId,
    activityId: condition.activityId,
    channelId: condition.channelId,
    actType: condition.actType,
  },
}))
