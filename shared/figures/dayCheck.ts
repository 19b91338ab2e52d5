/**
 * What one finished day tells of this environment, where WeChat publishes nothing: the opens of 转化数据 beside the sum of
 * 实时数据 over the same day and channel.
 */
export type DayCheck = 'cumulative' | 'equal' | 'oncePerStep'

/** @param distinct opens that 转化数据 gives for a day @param stepSum the sum of its realtime steps */
export function checkDay(distinct: number, stepSum: number): DayCheck {
  if (distinct > stepSum) return 'cumulative'
  return distinct === stepSum ? 'equal' : 'oncePerStep'
}

/** The same in one line. Whoever reads it decides by it what may be added and compared. */
export const DAY_CHECK_TEXTS: Readonly<Record<DayCheck, string>> = {
  cumulative: '转化数据多于同期实时之和：看来是截至当日的累计值，各天的概览、转化不能相加，也不能直接比较。',
  equal: '转化数据与当天实时之和相等：每人计一次。若这是活动首日，尚不能说明多天能否相加；人数一律不相加。',
  oncePerStep: '转化数据少于当天实时之和：实时按每 5 分钟去重，同一人可能重复；人数不能由各步或各天相加得出。',
}
