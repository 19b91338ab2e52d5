import fc from 'fast-check'
import type { StatisticsTable } from '../../../shared/api'
import { tableToCsv } from '../../../shared/figures/csv'
import { toCsv } from '../../../scripts/stats/csv'

/** Cells that break a CSV, or that a spreadsheet runs. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '\t',
        '\r',
        '\n',
        '"',
        ',',
        "'",
        '＝',
        '＋',
        '－',
        '＠',
        '短信',
        '😀',
        '5',
        '.',
        'e',
      ),
    )
    .map(parts => parts.join('')),
  fc.constantFrom('-', '-5', '-0.50', '1e-7', '=1+1', '[task1:5000,task2:5000]', ''),
)
const column = fc.record({ colId: text, colName: text, colDataType: fc.constantFrom('0', '1', '2', '') })
const table = fc.array(column, { maxLength: 4 }).chain(dataColumn => {
  const row = fc.array(text, { minLength: dataColumn.length, maxLength: dataColumn.length })
  const rows = fc.array(
    row.map(dataValue => ({ dataValue })),
    { maxLength: 4 },
  )
  return rows.map((dataValue): StatisticsTable => ({ dataColumn, dataValue, totalNum: 0, errMsg: '', errCode: 0 }))
})

describe('tableToCsv', () => {
  it('writes what the command line writes, whatever stands in the table', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('id', 'name'), (any, header) => {
        expect(tableToCsv(any, header)).toBe(toCsv(any, header))
      }),
    )
  })

  it('begins with a BOM, which Excel needs for Chinese, and makes formulas harmless', () => {
    const dataColumn = [{ colId: 'channel_id', colName: '渠道', colDataType: '0' }]
    const dataValue = [{ dataValue: ['=1+1'] }, { dataValue: ['a,"b"'] }]

    expect(tableToCsv({ dataColumn, dataValue }, 'name')).toBe(`\ufeff渠道\r\n'=1+1\r\n"a,""b"""\r\n`)
  })

  it.each([
    ['+.', "'+."],
    ['-.e5', "'-.e5"],
    ['-1.2.3', "'-1.2.3"],
    ['-0.50', '-0.50'],
    ['+.5', '+.5'],
    ['-', '-'],
    ['\r-5', '"\r-5"'],
  ])(
    'puts no apostrophe before a number in a column of numbers, but before what only looks like one: %j is written as %j',
    (value, cell) => {
      const dataColumn = [{ colId: 'visit_uv', colName: '访问人数', colDataType: '1' }]
      const oneCell: StatisticsTable = {
        dataColumn,
        dataValue: [{ dataValue: [value] }],
        totalNum: 1,
        errMsg: '',
        errCode: 0,
      }

      expect(tableToCsv(oneCell, 'id')).toBe(`\ufeffvisit_uv\r\n${cell}\r\n`)
      expect(toCsv(oneCell, 'id')).toBe(`\ufeffvisit_uv\r\n${cell}\r\n`)
    },
  )
})
