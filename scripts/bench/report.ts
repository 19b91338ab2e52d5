import type { PackageSize } from './measure'
import { ratioOf, type Sample, sampleOf } from './sample'

/** A line of the table. `reached` is `undefined` where there is no target. */
export interface Line {
  what: string
  ours: string
  example: string
  ratio: string
  target: string
  reached?: boolean
}

const PACKAGE_TARGET = 1 / 25

/** What is uploaded: modules, bytes, and bytes zipped. */
export function packageLines(ours: PackageSize, example: PackageSize): Line[] {
  const line = (what: string, of: (size: PackageSize) => number, show: (value: number) => string): Line => ({
    what,
    ours: show(of(ours)),
    example: show(of(example)),
    ratio: formatRatio(of(ours) / of(example)),
    target: '',
  })
  const zipped = ours.zippedBytes / example.zippedBytes
  return [
    {
      ...line('package: files of JavaScript', ({ scripts }) => scripts, String),
      target: '1 file',
      reached: ours.scripts === 1,
    },
    line('package: MB', ({ bytes }) => bytes, megabytes),
    {
      ...line('package zipped: MB', ({ zippedBytes }) => zippedBytes, megabytes),
      target: `≤ ${formatRatio(PACKAGE_TARGET)}`,
      reached: zipped <= PACKAGE_TARGET,
    },
  ]
}

/** Something measured in pairs. The ratio is the median of the pairs' ratios; the target is its upper limit. */
export function timeLine(what: string, ours: readonly number[], example: readonly number[], target?: number): Line {
  const ratio = ratioOf(ours, example)
  const line = {
    what,
    ours: formatSample(sampleOf(ours)),
    example: formatSample(sampleOf(example)),
    ratio: `${formatRatio(ratio.median)} (${formatRatio(ratio.from)}–${formatRatio(ratio.to)})`,
  }
  if (target === undefined) return { ...line, target: '' }
  return { ...line, target: `≤ ${formatRatio(target)}`, reached: ratio.median <= target }
}

/** What no function can go below. */
export function floorLine(what: string, values: readonly number[]): Line {
  const floor = formatSample(sampleOf(values))
  return { what, ours: floor, example: floor, ratio: '', target: '' }
}

/** What could not be measured. */
export function missedLine(what: string, why: string): Line {
  return { what, ours: why, example: '', ratio: '', target: '', reached: false }
}

function formatSample({ median, from, to }: Sample): string {
  const digits = median < 10 ? 2 : 0
  return `${median.toFixed(digits)} (${from.toFixed(digits)}–${to.toFixed(digits)})`
}

function formatRatio(ratio: number): string {
  return ratio < 0.1 ? ratio.toFixed(3) : ratio.toFixed(2)
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2)
}
