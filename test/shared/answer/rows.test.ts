import * as fc from 'fast-check'
import type { StatisticsTable } from '../../../shared/api'
import { parseSendList, toRows } from '../../../shared/answer/rows'
import { conversionTable } from '../../support/documented'

/** A table of one row, from [colId, colDataType, value] for each column. */
function tableOf(...cells: [colId: string, colDataType: string, value: unknown][]): StatisticsTable {
  // Values are documented as strings, and these tests are about the others.
  const dataValue = cells.map(([, , value]) => value) as string[]
  return {
    dataColumn: cells.map(([colId, colDataType]) => ({ colId, colName: colId, colDataType })),
    dataValue: [{ dataValue }],
    totalNum: 1,
    errMsg: 'openapi.cloudbase.getStatistics:ok',
    errCode: 0,
  }
}

describe('toRows', () => {
  it("gives the documentation's row as an object with typed values", () => {
    expect(toRows(conversionTable)).toStrictEqual({
      columns: conversionTable.dataColumn,
      rows: [
        {
          appid: 'xxxxxxxxxxxxxxxxxx',
          env_id: 'wedcvfr',
          activity_id: '21ded5cb6001691405171ba161c603d1',
          channel_id: '_cms_sms_',
          h5_open_uercnt: 5000,
          jump_wxapp_uercnt: 3000,
          sms_send_uercnt: 10000,
          sms_send_list: '[task1:5000,task2:5000]',
          jump_wxapp_uercnt_percent: 0.535714,
          h5_open_uercnt_percent: 0.625,
          h5_sms_rate: 0.5,
          jump_h5_rate: 0.6,
        },
      ],
      totalNum: 1,
      errMsg: 'openapi.cloudbase.getStatistics:ok',
      errCode: 0,
    })
  })

  it.each([
    ['an integer', '1', '42', 42],
    ['a negative integer', '1', '-5', -5],
    ['a double', '2', '0.625', 0.625],
    ['an exponent', '2', '1e-3', 0.001],
    ['a number that came as a number', '1', 42, 42],
    ['the largest safe integer', '1', '9007199254740991', 9007199254740991],
    ['an integer beyond 2^53, kept as text', '1', '9007199254740993', '9007199254740993'],
    ["the SDK's big integer, kept as text", '1', { toJSON: () => '9007199254740993' }, '9007199254740993'],
    ['an empty number', '1', '', null],
    ['a blank number', '1', ' ', null],
    ['NaN', '2', 'NaN', null],
    ['Infinity', '2', 'Infinity', null],
    ['1e999', '2', '1e999', null],
    ['a hexadecimal', '1', '0x10', null],
    ['text in a number column', '1', 'abc', null],
    ['null in a number column', '1', null, null],
    ['a string of digits in a string column', '0', '0042', '0042'],
    ['a number in a string column', '0', 42, '42'],
    ['null in a string column', '0', null, null],
    ['a value of an unknown type', '9', '42', '42'],
  ])('reads %s', (_, colDataType, value, expected) => {
    expect(toRows(tableOf(['x', colDataType, value])).rows).toStrictEqual([{ x: expected }])
  })

  it.each(['__proto__', 'constructor', 'toString'])('keeps a column named %s as data', colId => {
    const [row] = toRows(tableOf([colId, '1', '7'])).rows

    expect(Object.entries(row ?? {})).toStrictEqual([[colId, 7]])
  })

  it.each([
    ['shorter', ['1'], 'row 0 has 1 values for 2 columns'],
    ['longer', ['1', '2', '3'], 'row 0 has 3 values for 2 columns'],
  ])('refuses a row that is %s than its header', (_, dataValue, message) => {
    const table = { ...tableOf(['a', '1', '1'], ['b', '1', '2']), dataValue: [{ dataValue }] }

    expect(() => toRows(table)).toThrow(message)
  })

  it('refuses a column that stands in the header twice', () => {
    expect(() => toRows(tableOf(['a', '1', '1'], ['a', '1', '2']))).toThrow('dataColumn has the column a twice')
  })

  it('leaves the table that it is given as it was', () => {
    const before = JSON.stringify(conversionTable)

    toRows(conversionTable)

    expect(JSON.stringify(conversionTable)).toBe(before)
  })
})

describe('parseSendList', () => {
  it.each([
    [
      '[task1:5000,task2:5000]',
      [
        { task: 'task1', count: 5000 },
        { task: 'task2', count: 5000 },
      ],
    ],
    ['[task1:5000]', [{ task: 'task1', count: 5000 }]],
    ['[a:b:7]', [{ task: 'a:b', count: 7 }]],
    [
      '[ task1 : 1 , 任务 : 2 ]',
      [
        { task: 'task1', count: 1 },
        { task: '任务', count: 2 },
      ],
    ],
    ['[]', []],
  ])('reads %s', (text, tasks) => {
    expect(parseSendList(text)).toStrictEqual(tasks)
  })

  it.each([
    '',
    '-',
    'task1:5000',
    '[task1]',
    '[task1:]',
    '[:5]',
    '[task1:x]',
    '[task1:5000,]',
    '[t:99999999999999999]',
  ])('gives null for %j, which is no such list', text => {
    expect(parseSendList(text)).toBeNull()
  })
})

test.each([' ', '1', ':', '1:', 'a', ' :', '[', ','])('parseSendList reads a megabyte of %j in no time', shape => {
  const started = performance.now()

  parseSendList(`[${shape.repeat(1_000_000 / shape.length)}]`)

  expect(performance.now() - started).toBeLessThan(500)
})

describe('toRows, written back', () => {
  const colIds = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 6 })
  const cell = {
    '0': fc.string(),
    '1': fc.oneof(fc.maxSafeInteger().map(String), fc.bigInt({ min: 2n ** 53n }).map(String)),
    '2': fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map(number => (Object.is(number, -0) ? '0' : String(number))),
  }
  const table = colIds.chain(ids =>
    fc.tuple(...ids.map(() => fc.constantFrom<keyof typeof cell>('0', '1', '2'))).chain(types =>
      fc.array(fc.tuple(...types.map(type => cell[type])), { maxLength: 5 }).map((rows): StatisticsTable => ({
        dataColumn: ids.map((colId, at) => ({ colId, colName: colId, colDataType: types[at] ?? '0' })),
        dataValue: rows.map(dataValue => ({ dataValue })),
        totalNum: rows.length,
        errMsg: 'openapi.cloudbase.getStatistics:ok',
        errCode: 0,
      })),
    ),
  )

  it('loses nothing of any table', () => {
    fc.assert(
      fc.property(table, given => {
        const { columns, rows, ...rest } = toRows(given)

        const dataValue = rows.map(row => ({ dataValue: columns.map(({ colId }) => String(row[colId])) }))
        expect({ dataColumn: columns, dataValue, ...rest }).toStrictEqual(given)
      }),
    )
  })
})
