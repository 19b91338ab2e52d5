import type { ActType } from '../api'

/** Every figure that is shown: the API's own columns, and what realtime counts. */
export type FigureId =
  | 'sms_send_uercnt'
  | 'h5_open_uercnt'
  | 'jump_wxapp_uercnt'
  | 'h5_sms_rate'
  | 'jump_h5_rate'
  | 'h5_open_uercnt_percent'
  | 'jump_wxapp_uercnt_percent'
  | 'realtime_h5'
  | 'realtime_wxapp'

/** The one name of each figure, for people. WeChat's own column names stand only where its table is shown. */
export const NAMES: Readonly<Record<FigureId, string>> = {
  sms_send_uercnt: '短信提交下发数',
  h5_open_uercnt: 'H5 打开人数',
  jump_wxapp_uercnt: '小程序跳转人数',
  h5_sms_rate: '打开率',
  jump_h5_rate: '跳转率',
  h5_open_uercnt_percent: 'H5 打开渠道占比',
  jump_wxapp_uercnt_percent: '小程序跳转渠道占比',
  realtime_h5: 'H5 打开人次',
  realtime_wxapp: '小程序跳转人次',
}

/** What each figure means and what it does not, in Chinese. A rate's sentence is about the two counts it joins. */
export const MEANINGS: Readonly<Record<FigureId, string>> = {
  sms_send_uercnt: '发送方上报的短信条数，不等于送达，也不去重。发送方没有上报时为 0。',
  h5_open_uercnt:
    '打开过 H5 页面的浏览器会话，同一会话只计一次。同一个人换网络或换浏览器会再计一次；电脑浏览器的打开不上报。',
  jump_wxapp_uercnt: '从 H5 跳转进入小程序的人，按 OpenID 去重。',
  h5_sms_rate: 'H5 打开人数 ÷ 短信提交下发数。链接被转发时可以超过 100%；没有下发短信的渠道没有打开率。',
  jump_h5_rate:
    '小程序跳转人数 ÷ H5 打开人数。前者按 OpenID 去重，后者按会话去重，所以可以超过 100%。有打开而没有跳转时，跳转可能坏了：检查活动是否开放、小程序页面路径、跳转链接权限。',
  h5_open_uercnt_percent:
    '微信给出的占比：该渠道的 H5 打开人数占全部渠道去重人数的比例。从几个渠道来的人在每个渠道各计一次，所以各渠道相加可以超过 100%。',
  jump_wxapp_uercnt_percent:
    '微信给出的占比：该渠道的小程序跳转人数占全部渠道去重人数的比例。从几个渠道来的人在每个渠道各计一次，所以各渠道相加可以超过 100%。',
  realtime_h5: '微信按 5 分钟给出的打开数。每小时、每天的数是各 5 分钟之和，同一人可能重复，所以是人次，不是人数。',
  realtime_wxapp: '微信按 5 分钟给出的跳转数。每小时、每天的数是各 5 分钟之和，同一人可能重复，所以是人次，不是人数。',
}

/** What each `actType` of realtime counts. */
export const ACT_FIGURES = { h5: 'realtime_h5', wxapp: 'realtime_wxapp' } as const satisfies Record<ActType, FigureId>
