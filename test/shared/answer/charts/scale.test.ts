import * as fc from 'fast-check'
import { countAxes, scaleFor } from '../../../../shared/answer/charts/scale'

describe('the scale of an axis', () => {
  it.each([
    [0, 1, 1],
    [1, 1, 1],
    [4, 4, 1],
    [5, 6, 2],
    [9, 9, 3],
    [10, 12, 3],
    [11, 15, 5],
    [21, 30, 10],
    [100, 100, 25],
    [101, 150, 50],
    [10_000, 10_000, 2_500],
  ])('for %d ends at %d, with a mark every %d', (largest, max, interval) => {
    expect(scaleFor(largest)).toEqual({ max, interval })
  })

  it('holds every number, with two to four whole marks above 0 where there is room for them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1e12 }), largest => {
        const { max, interval } = scaleFor(largest)
        expect(max).toBeGreaterThanOrEqual(largest)
        expect(max - largest).toBeLessThan(interval)
        expect(Number.isInteger(interval) && Number.isInteger(max / interval)).toBe(true)
        expect(max / interval).toBeGreaterThanOrEqual(2)
        expect(max / interval).toBeLessThanOrEqual(4)
      }),
    )
  })
})

describe('the axes of counts', () => {
  const axesFor = (largest: number) => countAxes(scaleFor(largest), 1)

  it('are one up to 10,000, in its grid, from 0', () => {
    expect(axesFor(10_000).axes).toEqual([
      {
        type: 'value',
        gridIndex: 1,
        position: 'left',
        min: 0,
        max: 10_000,
        interval: 2_500,
        axisLabel: { fontSize: 11 },
      },
    ])
  })

  it.each([
    [10_001, ' 万', { max: 1.5, interval: 0.5 }, { max: 15_000, interval: 5_000 }],
    [100_000_001, ' 亿', { max: 1.5, interval: 0.5 }, { max: 150_000_000, interval: 50_000_000 }],
  ])('are two for %d: one that counts, without numbers, and one that counts in%s', (largest, unit, said, counted) => {
    const [counting, saying, ...more] = axesFor(largest).axes

    expect(more).toEqual([])
    expect(counting).toMatchObject({ ...counted, axisLabel: { show: false } })
    expect(saying).toMatchObject({
      ...said,
      position: 'left',
      splitLine: { show: false },
      axisLabel: { formatter: `{value}${unit}` },
    })
  })

  it('leave room for their longest number, and for its words', () => {
    const widths = [9, 99, 9_999, 10_001].map(largest => axesFor(largest).width)

    expect(widths).toEqual([19, 32, 52, 65])
  })
})
