import { formatRate } from '../answer/chart'
import { SMALL_N } from '../answer/chart'
import { type CurvePoint, sumOf } from './curve'

/** The last hour, in which a broken jump shows. */
export interface JumpTrouble {
  /** `none`: people open, nobody jumps. `few`: far fewer than before. */
  kind: 'none' | 'few'
  opens: number
  jumps: number
  /** Jumps per open in the date range before that hour; `null` when there were too few to say. */
  usualRate: number | null
}

/** So many opens without a jump are no accident, whatever the usual rate. */
const MANY_OPENS = 100
/** So many jumps would have come at the usual rate: none, or a quarter of them, is no accident either. */
const EXPECTED_JUMPS = 10
const LAST_SECONDS = 3600

/**
 * Whether the last hour looks like a broken jump: the open is reported before the jump link is made, so opens go on and
 * jumps stop. Call it only with two answers of WeChat's: a call that failed is no data, never a fall.
 *
 * @param now Unix seconds
 */
export function jumpTrouble(
  opens: readonly CurvePoint[],
  jumps: readonly CurvePoint[],
  now: number,
): JumpTrouble | undefined {
  const since = now - LAST_SECONDS
  const last = (points: readonly CurvePoint[]): number =>
    sumOf(points.filter(({ seconds }) => seconds >= since && seconds < now))
  const before = (points: readonly CurvePoint[]): number => sumOf(points.filter(({ seconds }) => seconds < since))
  const [opened, jumped, openedBefore] = [last(opens), last(jumps), before(opens)]
  const usualRate = openedBefore < SMALL_N ? null : before(jumps) / openedBefore
  const expected = opened * (usualRate ?? 0)
  const found = { opens: opened, jumps: jumped, usualRate }
  if (jumped === 0) return opened >= MANY_OPENS || expected >= EXPECTED_JUMPS ? { kind: 'none', ...found } : undefined
  const far = expected >= EXPECTED_JUMPS && jumped < expected / 4
  return far && opened >= MANY_OPENS ? { kind: 'few', ...found } : undefined
}

/** What a broken jump is called, and what to look at. */
export function describeJumpTrouble({ kind, opens, jumps, usualRate }: JumpTrouble): string {
  const seen = kind === 'none' ? `${opens} 人次打开，没有一次跳转` : `${opens} 人次打开，只有 ${jumps} 次跳转`
  const usual = usualRate === null ? '' : `（此前跳转率 ${formatRate(usualRate)}）`
  return `跳转可能坏了：最近 60 分钟 ${seen}${usual}。请检查活动是否开放、小程序页面路径、跳转链接权限。`
}
