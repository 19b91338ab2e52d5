import { type CODES, isEnvironmentRefused } from '../errors'

/** A failure for Chinese readers: what it means, and what to do. */
export interface ChineseText {
  meaning: string
  advice: string
}

const LATER = '请稍后重试'
const LOOK_AT_ENVIRONMENT = '请在云开发控制台检查该环境：是否存在、是否欠费或被隔离、是否属于本小程序'

/** Every code of CODES: one that is missing here does not compile. */
const CHINESE: { readonly [Code in keyof typeof CODES]: ChineseText } = {
  '10011': {
    meaning: '暂无数据',
    advice: '概览和转化数据在次日约 06:00（北京时间）生成，实时数据立即可查；也请核对时间范围、活动和渠道',
  },
  '-1': { meaning: '微信系统繁忙', advice: LATER },
  '40001': { meaning: 'access_token 错误或已失效', advice: '请重新获取本小程序的 access_token' },
  '40013': { meaning: 'AppID 不正确', advice: '请检查 WX_APPID' },
  '40014': { meaning: '该接口不接受这个 access_token', advice: '请重新获取本小程序的 access_token' },
  '40097': { meaning: '参数错误', advice: '请按提示修改参数后重试' },
  '40125': { meaning: 'AppSecret 不正确', advice: '请检查 WX_APPSECRET' },
  '40164': {
    meaning: '调用方的 IP 地址不在白名单中',
    advice: '请登录 mp.weixin.qq.com，在“开发管理 - 开发设置 - IP白名单”中加入提示里的 IP，然后重试',
  },
  '41001': { meaning: '缺少 access_token', advice: '请携带 access_token 或 cloudbase_access_token' },
  '42001': { meaning: 'access_token 已过期', advice: '请重新获取 access_token' },
  '45009': { meaning: '今日的接口调用次数已用完', advice: '请减少调用，或明天再试' },
  '45011': { meaning: '一分钟内调用过于频繁', advice: '请等待一分钟，并降低调用频率' },
  '48001': { meaning: '小程序没有该接口的权限', advice: '请在微信公众平台确认小程序已获得该接口的权限' },
  '85088': { meaning: '小程序尚未开通云环境', advice: '请在微信开发者工具中开通云开发' },
  '-501000': { meaning: '云开发平台拒绝了该环境', advice: LOOK_AT_ENVIRONMENT },
  '-501001': { meaning: '云开发平台未正常响应', advice: LATER },
  '-501002': { meaning: '云开发平台响应超时', advice: LATER },
  '-501003': { meaning: '请求次数超过限制', advice: '请降低调用频率' },
  '-501004': { meaning: '并发请求数超过限制', advice: '请降低调用频率' },
  '-501005': { meaning: '环境不正确', advice: '请检查 condition.envId 以及云函数所部署的环境' },
  '-501006': { meaning: '公共参数不正确', advice: '请重新部署本项目的云函数' },
  '-501007': { meaning: '参数不正确', advice: '请按提示修改 event 后重试' },
  '-501008': { meaning: '请求来源不正确', advice: '请从小程序或云开发控制台调用' },
  '-501009': { meaning: '环境尚未初始化', advice: '请先在云开发控制台打开一次该环境' },
  '-504002': { meaning: '云函数执行失败', advice: `请查看云函数日志；${LOOK_AT_ENVIRONMENT}` },
  '-601001': { meaning: '微信返回的不是统计表格', advice: '请重试；若仍失败，请查看云函数日志' },
  '-601002': { meaning: '微信无法解析请求', advice: '请重新部署本项目的云函数' },
  '-601003': { meaning: '微信内部网络错误', advice: LATER },
  '-601004': {
    meaning: '没有访问权限',
    advice:
      '小程序用户：请把 OPENID 加入云函数的环境变量 STATS_ALLOWED_OPENIDS；其他调用方式（网页登录、HTTP 访问服务等）不开放，请看返回的说明',
  },
  '-601008': { meaning: '微信处理超时', advice: LATER },
  '-604001': {
    meaning: '结果超过平台上限（1 MB）',
    advice: '请用 pageOffset 和 pageLimit 分页读取，或缩短时间范围',
  },
  '-604100': { meaning: '接口不存在', advice: '请重新部署本项目的云函数' },
  '-604101': {
    meaning: '云函数没有调用 cloudbase.getStatistics 的权限',
    advice: '请用微信开发者工具上传一次云函数（须包含 config.json，tcb 不会登记该权限），然后等待 10 分钟',
  },
  '-604102': { meaning: '调用超时', advice: '请重试，减少读取的行数或缩短时间范围' },
  '-604103': { meaning: '微信开放接口内部错误', advice: LATER },
  '-604104': { meaning: '调用来源不合法', advice: '请从小程序、定时触发器或微信 HTTP API 触发云函数' },
}

const KNOWN: Readonly<Record<string, ChineseText>> = CHINESE

/**
 * What a reply's failure means and what to do, in Chinese, for charts, the page and the mini program; the reply itself stays
 * English. A code that nobody here knows says so, with the code.
 *
 * @param errMsg the reply's: an environment that is gone or unpaid comes under codes that else mean "later"
 */
export function explainInChinese(errCode: number, errMsg = ''): ChineseText {
  if (isEnvironmentRefused(errMsg)) return { meaning: '云开发环境不可用', advice: LOOK_AT_ENVIRONMENT }
  return (
    KNOWN[errCode] ?? {
      meaning: `微信返回错误码 ${errCode}`,
      advice: '请在微信官方文档中查询该错误码，或查看云函数日志',
    }
  )
}
