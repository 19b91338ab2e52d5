import { countChange, rateChange } from '../../../shared/figures/change'
import { channelFigures, figuresOf, sendTasks } from '../../../shared/figures/counts'
import { type CurvePoint, halfTimeOf, peakOf } from '../../../shared/figures/curve'
import { checkDay } from '../../../shared/figures/dayCheck'
import { describeJumpTrouble, jumpTrouble } from '../../../shared/figures/jumpTrouble'
import { conversionTable } from '../../support/documented'

const HOUR = 3600
const NOW = 100 * HOUR

function every5Minutes(hours: number, count: number, end = NOW): CurvePoint[] {
  return Array.from({ length: hours * 12 }, (_, at) => ({ seconds: end - hours * HOUR + at * 300, count }))
}

describe('the figures of a table', () => {
  it('are the documented row, with its rates', () => {
    expect(figuresOf(conversionTable)).toStrictEqual({
      sent: 10000,
      opened: 5000,
      jumped: 3000,
      openRate: 0.5,
      jumpRate: 0.6,
    })
    expect(sendTasks(conversionTable)).toStrictEqual([
      { task: 'task1', count: 5000 },
      { task: 'task2', count: 5000 },
    ])
  })

  it('leave the row over all channels out of the channels', () => {
    const [row] = conversionTable.dataValue
    const all = { dataValue: (row?.dataValue ?? []).map(value => (value === '_cms_sms_' ? 'all' : value)) }
    const table = { ...conversionTable, dataValue: [...conversionTable.dataValue, all] }

    expect(channelFigures(table).map(({ name }) => name)).toStrictEqual(['短信'])
  })

  it('of several rows are their sends alone: people do not add up', () => {
    const table = { ...conversionTable, dataValue: [...conversionTable.dataValue, ...conversionTable.dataValue] }

    expect(figuresOf(table)).toMatchObject({ sent: 20000, opened: null, jumped: null, openRate: null })
  })

  it('are null where WeChat left a column out', () => {
    const at = conversionTable.dataColumn.findIndex(({ colId }) => colId === 'sms_send_uercnt')
    const table = {
      ...conversionTable,
      dataColumn: conversionTable.dataColumn.filter((_, index) => index !== at),
      dataValue: conversionTable.dataValue.map(row => ({
        dataValue: row.dataValue.filter((_, index) => index !== at),
      })),
    }

    expect(figuresOf(table)).toMatchObject({ sent: null, openRate: null, opened: 5000 })
  })
})

describe('a change', () => {
  it.each([
    [1124, 1000, '↑12.4 %', false],
    [970, 1000, '↓3 %', false],
    [812, 812, '持平', false],
    [100_001, 100_000, '持平', false],
    [5, 0, '↑5', true],
    [0, 12, '↓100 %', true],
  ])('from %j to %j says %s', (now, before, text, small) => {
    expect(countChange(now, before)).toStrictEqual({ text, n: before, small })
  })

  it('of a rate is said in points, with the count under it', () => {
    expect(rateChange(0.6, 0.55, 812)).toStrictEqual({ text: '↑5 个百分点', n: 812, small: false })
    expect(rateChange(0.6, 0.55, 29)?.small).toBe(true)
  })

  it('is not there where one of the two is not known', () => {
    expect(countChange(null, 5)).toBeUndefined()
    expect(rateChange(0.5, null, 5)).toBeUndefined()
  })
})

describe('a curve in words', () => {
  const points = [0, 4, 9, 9, 2].map((count, at) => ({ seconds: at * 300, count }))

  it('has the first of its busiest steps for a peak', () => {
    expect(peakOf(points)).toStrictEqual({ seconds: 600, count: 9 })
  })

  it('has half of its opens by the end of a step', () => {
    expect(halfTimeOf(points, 300)).toBe(900)
  })

  it('has half of them by the end of its step when one came', () => {
    expect(halfTimeOf([{ seconds: 600, count: 1 }], 300)).toBe(900)
  })

  it('says nothing where nobody came, or nothing is known', () => {
    const nobody = [
      { seconds: 0, count: 0 },
      { seconds: 300, count: null },
    ]

    expect([peakOf(nobody), halfTimeOf(nobody, 300)]).toStrictEqual([undefined, undefined])
  })
})

describe('a broken jump', () => {
  it('is seen when 100 people opened in the last hour and nobody jumped', () => {
    const found = jumpTrouble(every5Minutes(1, 10), every5Minutes(1, 0), NOW)

    expect(found).toStrictEqual({ kind: 'none', opens: 120, jumps: 0, usualRate: null })
    expect(found && describeJumpTrouble(found)).toContain('跳转可能坏了：最近 60 分钟 120 人次打开，没有一次跳转')
  })

  it('looks at the steps of the last 60 minutes, the first of them included', () => {
    const opens = [
      { seconds: NOW - HOUR - 1, count: 500 },
      { seconds: NOW - HOUR, count: 100 },
      { seconds: NOW, count: 500 },
    ]

    expect(jumpTrouble(opens, [{ seconds: NOW - HOUR - 1, count: 250 }], NOW)).toMatchObject({ opens: 100, jumps: 0 })
  })

  it('is seen with fewer opens when the usual rate makes no jump an accident', () => {
    const jumps = every5Minutes(5, 1).map(point => (point.seconds >= NOW - HOUR ? { ...point, count: 0 } : point))

    expect(jumpTrouble(every5Minutes(5, 2), jumps, NOW)).toMatchObject({ kind: 'none', opens: 24, usualRate: 0.5 })
  })

  it('is seen when jumps fall far below the usual rate', () => {
    const jumps = every5Minutes(5, 10).map((point, at) =>
      point.seconds >= NOW - HOUR ? { ...point, count: at % 6 === 0 ? 1 : 0 } : point,
    )

    expect(jumpTrouble(every5Minutes(5, 20), jumps, NOW)).toMatchObject({ kind: 'few', opens: 240, jumps: 2 })
  })

  it.each([
    ['few opened', every5Minutes(1, 1), every5Minutes(1, 0)],
    ['all goes well', every5Minutes(5, 20), every5Minutes(5, 10)],
    ['nobody opened', every5Minutes(5, 0), every5Minutes(5, 0)],
    ['the opens are older', every5Minutes(5, 20, NOW - 2 * HOUR), []],
  ])('is not seen when %s', (_, opens, jumps) => {
    expect(jumpTrouble(opens, jumps, NOW)).toBeUndefined()
  })
})

describe('a broken jump, at its limits', () => {
  const curve = (before: number, last: number): CurvePoint[] => [
    { seconds: NOW - 2 * HOUR, count: before },
    { seconds: NOW - HOUR, count: last },
  ]

  it.each([
    ['100 opens without a jump', curve(0, 100), curve(0, 0), 'none'],
    ['99 opens without a jump', curve(0, 99), curve(0, 0), undefined],
    ['10 jumps that the usual rate of 30 opens expects', curve(30, 20), curve(15, 0), 'none'],
    ['the rate of 29 opens, which is none', curve(29, 99), curve(29, 0), undefined],
    ['less than a quarter of 100 expected jumps', curve(100, 100), curve(100, 24), 'few'],
    ['a quarter of 100 expected jumps', curve(100, 100), curve(100, 25), undefined],
  ])('by %s', (_, opens, jumps, kind) => {
    expect(jumpTrouble(opens, jumps, NOW)?.kind).toBe(kind)
  })

  it('is described with the usual rate where there is one', () => {
    const found = { kind: 'none', opens: 120, jumps: 0 } as const

    expect(describeJumpTrouble({ ...found, usualRate: 0.5 })).toContain('没有一次跳转（此前跳转率 50%）。')
    expect(describeJumpTrouble({ ...found, usualRate: null })).toContain('没有一次跳转。')
  })
})

describe('a finished day', () => {
  it.each([
    [900, 500, 'cumulative'],
    [500, 500, 'equal'],
    [500, 640, 'oncePerStep'],
  ])('of %i distinct opens and %i in steps tells: %s', (distinct, stepSum, check) => {
    expect(checkDay(distinct, stepSum)).toBe(check)
  })
})
