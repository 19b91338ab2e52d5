import { ALL_CHANNELS_ID, CMS_CHANNEL_ID } from '../constants'

/** The channels that the CloudBase CMS knows, as it calls them. Operators add their own. */
const NAMES: ReadonlyMap<string, string> = new Map([
  [ALL_CHANNELS_ID, '全部渠道'],
  ['-', '未知渠道'],
  [CMS_CHANNEL_ID, '短信'],
  ['zhihu', '知乎'],
  ['qqvideo', '腾讯视频'],
  ['wecom', '企业微信'],
  ['qq', 'QQ'],
])

/** A channel's name in Chinese; an id that is not known (operators add their own) is its own name. */
export function channelName(channelId: string): string {
  return NAMES.get(channelId) ?? channelId
}
