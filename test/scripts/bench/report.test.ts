import { packageLines, timeLine } from '../../../scripts/bench/report'
import { ratioOf, sampleOf } from '../../../scripts/bench/sample'

test('a sample is its median and its middle half, however it is ordered', () => {
  expect(sampleOf([9, 1, 5, 3, 7])).toEqual({ median: 5, from: 3, to: 7 })
})

test('a ratio is taken pair by pair, so that a slow spell counts for neither side', () => {
  expect(ratioOf([1, 10, 1], [2, 20, 2]).median).toBe(0.5)
})

test('a target is reached at its limit and missed above', () => {
  expect(timeLine('time', [5], [10], 0.5).reached).toBe(true)
  expect(timeLine('time', [5.1], [10], 0.5).reached).toBe(false)
  expect(timeLine('time', [5], [10]).reached).toBeUndefined()
})

test('a package reaches its target as one file of a 25th of the bytes', () => {
  const example = { scripts: 100, bytes: 3000, zippedBytes: 2500 }
  const reached = (ours: { scripts: number; zippedBytes: number }): unknown[] =>
    packageLines({ bytes: 200, ...ours }, example).map(line => line.reached)
  expect(reached({ scripts: 1, zippedBytes: 100 })).toEqual([true, undefined, true])
  expect(reached({ scripts: 2, zippedBytes: 101 })).toEqual([false, undefined, false])
})
