import type { FunctionKind } from '../../../shared/call/event'

/** What WeChat's page calls the data of each function. */
export const FUNCTION_TITLES: Readonly<Record<FunctionKind, string>> = {
  overview: '概览数据',
  overviewByChannel: '概览数据（按渠道）',
  conversion: '转化数据',
  realtime: '实时数据',
}
