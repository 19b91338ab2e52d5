import type { StatisticsTable } from '../../../shared/api'
import { toCsv } from '../../../scripts/stats/csv'

const BOM = '\ufeff'

/** A table of one column. */
function column(colDataType: string, ...values: string[]): StatisticsTable {
  return {
    dataColumn: [{ colId: 'col_id', colName: '列名', colDataType }],
    dataValue: values.map(value => ({ dataValue: [value] })),
    totalNum: values.length,
    errMsg: '',
    errCode: 0,
  }
}

const csvOf = (table: StatisticsTable): string => toCsv(table, 'id')

describe('toCsv', () => {
  it('begins with a BOM, which Excel needs for Chinese, and ends lines with CRLF', () => {
    expect(toCsv(column('0', '短信'), 'name')).toBe(`${BOM}列名\r\n短信\r\n`)
  })

  it('names columns by their id when asked to', () => {
    expect(csvOf(column('1', '5'))).toBe(`${BOM}col_id\r\n5\r\n`)
  })

  it("leaves WeChat's unknown channel, a lone -, as it is", () => {
    expect(csvOf(column('0', '-', '--'))).toBe(`${BOM}col_id\r\n-\r\n'--\r\n`)
  })

  it.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '=cmd|calc!A0', '-5', '+a', '-a', '@x'])(
    'makes the text %s harmless',
    text => {
      expect(csvOf(column('0', text))).toBe(`${BOM}col_id\r\n'${text}\r\n`)
    },
  )

  it('makes a formula in the head harmless', () => {
    const table = column('0')
    table.dataColumn[0] = { colId: '=1+1', colName: '', colDataType: '0' }

    expect(csvOf(table)).toBe(`${BOM}'=1+1\r\n`)
  })

  it.each([
    ['1', '-5'],
    ['1', '+5'],
    ['2', '-0.50'],
    ['2', '1.5e-7'],
  ])('leaves a number of type %s as WeChat wrote it: %s', (colDataType, number) => {
    expect(csvOf(column(colDataType, number))).toBe(`${BOM}col_id\r\n${number}\r\n`)
  })

  it('makes a formula in a column of numbers harmless', () => {
    expect(csvOf(column('1', '-1+cmd'))).toBe(`${BOM}col_id\r\n'-1+cmd\r\n`)
  })

  it.each([
    ['a comma', 'a,b', '"a,b"'],
    ['quotes', 'say "hi"', '"say ""hi"""'],
    ['a line break', 'a\nb', '"a\nb"'],
    ['a line break of Windows', 'a\r\nb', '"a\r\nb"'],
    ['a lone carriage return', 'a\rb', '"a\rb"'],
    ['Chinese', '短信，下发', '短信，下发'],
    ['an emoji', '🎉', '🎉'],
  ])('keeps %s', (_, text, field) => {
    expect(csvOf(column('0', text))).toBe(`${BOM}col_id\r\n${field}\r\n`)
  })

  it('is nothing but the BOM where there are no columns', () => {
    expect(csvOf({ ...column('0'), dataColumn: [] })).toBe(BOM)
  })
})
