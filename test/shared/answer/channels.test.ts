import { channelName } from '../../../shared/answer/channels'

describe('channelName', () => {
  it.each([
    ['_cms_sms_', '短信'],
    ['zhihu', '知乎'],
    ['qqvideo', '腾讯视频'],
    ['wecom', '企业微信'],
    ['qq', 'QQ'],
    ['-', '未知渠道'],
    ['all', '全部渠道'],
  ])('calls %s %s', (channelId, name) => {
    expect(channelName(channelId)).toBe(name)
  })

  it.each(['my_shop_poster', '', 'constructor', '__proto__'])('leaves the unknown id %j as it is', channelId => {
    expect(channelName(channelId)).toBe(channelId)
  })
})
