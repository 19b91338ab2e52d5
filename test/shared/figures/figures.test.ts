import { formatCount } from '../../../shared/answer/chart'
import { bigNumbers, conversionFigure, realtimeFigure } from '../../../shared/figures/figures'
import { CODES } from '../../../shared/errors'
import { conversionTable } from '../../support/documented'

const noData = { errCode: 10011, errMsg: 'realtime:fail 10011 no data' }
const window = { beginDate: 1614182400, endDate: 1614268800 }
const opens = {
  ...conversionTable,
  dataColumn: [
    { colId: 'time', colName: '时间', colDataType: '1' },
    { colId: 'count', colName: '人数', colDataType: '1' },
  ],
  dataValue: [{ dataValue: ['1614182700', '3'] }],
}

describe('a figure', () => {
  it('is drawn from a table, and keeps the table for its CSV', () => {
    expect(conversionFigure(conversionTable)).toStrictEqual({
      state: 'drawn',
      option: expect.objectContaining({ series: expect.any(Array) as unknown }) as unknown,
      tables: { conversion: conversionTable },
    })
  })

  it('is empty, and says what that means, for no data', () => {
    expect(conversionFigure(noData)).toStrictEqual({
      state: 'empty',
      meaning: expect.stringContaining('次日约 06:00') as unknown,
    })
  })

  it('is drawn when one of two answers has no data, and empty when both have none', () => {
    expect([
      realtimeFigure(opens, noData, window, { now: window.endDate }),
      realtimeFigure(noData, noData, window, { now: window.endDate }),
    ]).toMatchObject([{ state: 'drawn' }, { state: 'empty' }])
  })

  it('has files of its curve with the time in words beside the Unix seconds', () => {
    const figure = realtimeFigure(opens, noData, window, { now: window.endDate })

    const columns = figure.state === 'drawn' ? figure.tables['realtime-h5']?.dataColumn : undefined
    expect(columns?.map(({ colId }) => colId)).toContain('beijing_time')
  })

  it('is an error with its code when one of two answers failed', () => {
    const refused = { errCode: -604101, errMsg: `realtime:fail no permission; ${CODES['-604101'].advice}` }

    expect(realtimeFigure(opens, refused, window, { now: window.endDate })).toStrictEqual({
      state: 'error',
      errCode: -604101,
      errMsg: 'realtime:fail no permission',
      advice: CODES['-604101'].advice,
    })
  })

  it('is an error when an answer says that all is well and holds no table', () => {
    const none = { errCode: 0, errMsg: 'ok' } as unknown as typeof conversionTable

    expect(conversionFigure(none)).toMatchObject({ state: 'error', errCode: -601001 })
  })

  it('is an error when the table cannot be drawn', () => {
    const broken = { ...conversionTable, dataValue: [{ dataValue: ['too short'] }] }

    expect(conversionFigure(broken)).toMatchObject({ state: 'error', errCode: -601001 })
  })
})

describe('bigNumbers', () => {
  it('gives the three counts with separators, the number of tasks and the rates', () => {
    expect(bigNumbers(conversionTable).map(({ text, note }) => [text, note])).toStrictEqual([
      ['10,000', '2 个下发任务'],
      ['5,000', '打开率 50%'],
      ['3,000', '跳转率 60%'],
    ])
  })

  it('gives a dash for a number that cannot be read', () => {
    const [row] = conversionTable.dataValue
    const values = row?.dataValue.map((value, at) => (at === 4 ? '' : value)) ?? []

    expect(bigNumbers({ ...conversionTable, dataValue: [{ dataValue: values }] })[1]).toMatchObject({
      text: '–',
      note: '打开率 –',
    })
  })
})

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [12345678, '12,345,678'],
    [null, '–'],
  ])('writes %s as %s', (count, text) => {
    expect(formatCount(count)).toBe(text)
  })
})
