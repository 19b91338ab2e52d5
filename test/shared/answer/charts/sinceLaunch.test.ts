import { sinceLaunchChart } from '../../../../shared/answer/charts/sinceLaunch'

const now = { opens: [5, 9, 12], jumps: [1, 2, 4] }
const other = { opens: [3, 8, 20, 40], jumps: [0, 1, 2, 3] }

describe('two campaigns since their launch', () => {
  const { series, xAxis, yAxis, grid } = sinceLaunchChart(now, other, []) as unknown as {
    series: { data: number[]; lineStyle: object; xAxisIndex: number; yAxisIndex: number }[]
    xAxis: { data: string[] }[]
    yAxis: { max: number; gridIndex?: number }[]
    grid: object[]
  }

  it('begin at 0 and are both as long as the younger one is old', () => {
    expect(series.map(({ data }) => data)).toEqual([
      [0, 5, 9, 12],
      [0, 1, 2, 4],
      [0, 3, 8, 20],
      [0, 0, 1, 2],
    ])
    expect(xAxis[0]?.data).toEqual(['0 小时', '1 小时', '2 小时', '3 小时'])
  })

  it('are drawn in full and dashed, the older one thinner', () => {
    const full = { width: 2 }
    const dashed = { width: 1, type: 'dashed' }
    expect(series.map(({ lineStyle }) => lineStyle)).toEqual([full, full, dashed, dashed])
  })

  it('share an axis that holds what is drawn, not what is cut off', () => {
    expect(yAxis[0]?.max).toBe(20)
  })

  it('stand on the one grid that there is', () => {
    expect(grid).toHaveLength(1)
    expect(yAxis.map(({ gridIndex = 0 }) => gridIndex)).toEqual(yAxis.map(() => 0))
    expect(series.map(({ xAxisIndex, yAxisIndex }) => [xAxisIndex, yAxisIndex])).toEqual(series.map(() => [0, 0]))
  })

  it('are points at 0 on an axis to 1 before the first hour of one of them is over', () => {
    const young = sinceLaunchChart({ opens: [], jumps: [] }, other, [])

    expect(young.series.map(({ data }) => data)).toEqual([[0], [0], [0], [0]])
    expect(young.yAxis?.[0]).toMatchObject({ min: 0, max: 1 })
  })
})
