/**
 * A curve in words. People do not add up over steps, days, channels or windows: a sum of steps is 人次 here, never 人数.
 */

/** A step of a curve: its beginning in Unix seconds, and how many; `null` is not known. */
export interface CurvePoint {
  seconds: number
  count: number | null
}

/** The sum of the steps: 人次, because a person may come in several. Steps that are not known count as nothing. */
export function sumOf(points: readonly CurvePoint[]): number {
  return points.reduce((sum, { count }) => sum + (count ?? 0), 0)
}

/** The busiest step, the first of several; `undefined` when nobody came. */
export function peakOf(points: readonly CurvePoint[]): CurvePoint | undefined {
  let peak: CurvePoint | undefined
  for (const point of points) if ((point.count ?? 0) > (peak?.count ?? 0)) peak = point
  return peak
}

/** The end, in Unix seconds, of the step by which half of all that came had come; `undefined` when nobody came. */
export function halfTimeOf(points: readonly CurvePoint[], stepSeconds: number): number | undefined {
  const half = sumOf(points) / 2
  let sum = 0
  for (const { seconds, count } of points) {
    sum += count ?? 0
    if (half > 0 && sum >= half) return seconds + stepSeconds
  }
  return undefined
}
