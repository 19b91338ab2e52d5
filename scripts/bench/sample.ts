/** What was measured, several times over. */
export interface Sample {
  median: number
  /** The middle half of the values lies between these. */
  from: number
  to: number
}

/** The median of some measured values, and the range of their middle half. */
export function sampleOf(values: readonly number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (part: number): number => sorted[Math.round((sorted.length - 1) * part)] ?? NaN
  return { median: at(0.5), from: at(0.25), to: at(0.75) }
}

/** One of ours by one of theirs, pair by pair as they were measured, so that what slows both cancels out. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Sample {
  return sampleOf(ours.map((value, at) => value / (theirs[at] ?? NaN)))
}
