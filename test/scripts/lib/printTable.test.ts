import { formatTable, toPrintable } from '../../../scripts/lib/printTable'
import { toRows } from '../../../shared/answer/rows'
import { conversionTable } from '../../support/documented'

const columns = [
  { colId: 'a', colName: '时间', colDataType: '1' },
  { colId: 'b', colName: '人数', colDataType: '1' },
]

/** Terminal cells that a line takes: Chinese characters are two wide. */
function widthOf(line: string): number {
  return [...line].reduce((width, character) => width + (/[⺀-￡]/u.test(character) ? 2 : 1), 0)
}

describe('formatTable', () => {
  it('turns a wide table: a line for each column', () => {
    const text = formatTable({ columns: conversionTable.dataColumn, values: [['wx', 'env']] })

    expect(text).toMatch(/│ h5_open_uercnt\s+│ h5打开人数\s+│/)
    expect(text.split('\n')).toHaveLength(16)
  })

  it('keeps a long table straight, and says how many rows it leaves out', () => {
    const values = Array.from({ length: 20 }, (_, row) => [row * 300, row])

    const text = formatTable({ columns, values })

    expect(text).toContain('│ 3300 │ 11   │')
    expect(text).not.toContain('3600')
    expect(text).toMatch(/… and 8 more rows$/)
  })

  it('makes every line equally wide, Chinese counted as two cells', () => {
    const text = formatTable({
      columns: conversionTable.dataColumn,
      values: [conversionTable.dataColumn.map(() => '渠道')],
    })

    expect(new Set(text.split('\n').map(widthOf)).size).toBe(1)
  })

  it('says once, above the table, what every row repeats', () => {
    const named = [{ colId: 'appid', colName: '小程序id', colDataType: '0' }, ...columns]

    const lines = formatTable({
      columns: named,
      values: [
        ['wx', 1, 2],
        ['wx', 3, 4],
        ['wx', 5, 6],
      ],
    }).split('\n')

    expect(lines[0]).toBe('appid: wx')
    expect(lines.filter(line => line.includes('wx'))).toHaveLength(1)
  })

  it('shows a missing value as a dash', () => {
    expect(
      formatTable({
        columns,
        values: [
          [null, 1],
          [2, 3],
        ],
      }),
    ).toContain('│ –    │ 1    │')
  })

  it.each<[string, string[][]]>([
    ['turned', [['\u001b[2Jred', '1']]],
    [
      'straight',
      [
        ['a', '1'],
        ['b\u0007', '2'],
        ['c\u001b]0;owned\u0007', '3'],
      ],
    ],
  ])('lets no text of WeChat steer the terminal: %s', (_, values) => {
    const texts = ['id\u001b[31m', 'name\r'].map(colId => ({ colId, colName: colId, colDataType: '0' as const }))

    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(formatTable({ columns: texts, values })).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
  })

  it('says when there are no rows', () => {
    expect(formatTable({ columns, values: [] })).toBe('(no rows)')
  })
})

describe('toPrintable', () => {
  it('takes a table and its rows alike', () => {
    const fromTable = toPrintable(conversionTable)
    const fromRows = toPrintable(toRows(conversionTable))

    expect(fromTable?.columns).toStrictEqual(fromRows?.columns)
    expect(fromTable?.values[0]?.[4]).toBe('5000')
    expect(fromRows?.values[0]?.[4]).toBe(5000)
  })

  it.each([[undefined], [null], ['text'], [{ errCode: -1, errMsg: 'busy' }]])('finds no table in %j', result => {
    expect(toPrintable(result)).toBeUndefined()
  })
})
