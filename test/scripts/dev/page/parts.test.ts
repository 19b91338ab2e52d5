/** The parts of the page that need no browser. */
import { type DataRow, sortRows, withChannelNames } from '../../../../scripts/dev/page/dataTable'
import { readJson } from '../../../../scripts/dev/page/jsonMistake'
import { SNIPPETS } from '../../../../scripts/dev/page/snippets'
import { tableOfResult } from '../../../../scripts/dev/page/resultTable'
import { OFFERED_FAULTS } from '../../../../scripts/dev/faultTexts'
import { conversionTable } from '../../../support/documented'

describe('a mistake in JSON', () => {
  it.each([
    ['{ beginDate: 1 }', 1, 3, '键和字符串都要用双引号'],
    ['{\n  "a": 1,\n}', 3, 1, '最后一项之后不能有逗号'],
    ["{ 'a': 1 }", 1, 3, '字符串要用双引号'],
    ['{ "a": 1', 1, 9, '没有写完'],
    ['', 1, 1, '请填写 event'],
  ])('in %j is found at line %i, column %i', (text, line, column, words) => {
    const read = readJson(text)

    expect(read).toMatchObject({
      mistake: { message: expect.stringContaining(`第 ${line} 行第 ${column} 列`) as string },
    })
    expect('mistake' in read && read.mistake.message).toContain(words)
  })

  it('is none in JSON', () => {
    expect(readJson('{"a":[1]}')).toStrictEqual({ value: { a: [1] } })
  })
})

describe('a table', () => {
  const rows = [3, null, 1, 2].map((value): DataRow => ({ cells: [{ text: String(value), value }] }))
  const sorted = (direction: 'ascending' | 'descending'): unknown[] =>
    sortRows(rows, 0, direction).map(({ cells }) => cells[0]?.value)

  it('is sorted either way with what is not known last', () => {
    expect(sorted('ascending')).toStrictEqual([1, 2, 3, null])
    expect(sorted('descending')).toStrictEqual([3, 2, 1, null])
  })

  it('gets the name of each channel beside its id', () => {
    const { dataColumn, dataValue } = withChannelNames(conversionTable)
    const at = dataColumn.findIndex(({ colId }) => colId === 'channel_id')

    expect(dataValue[0]?.dataValue.slice(at, at + 2)).toStrictEqual(['_cms_sms_', '短信'])
  })

  it('of a result has its ids last and its numbers marked', () => {
    const table = tableOfResult(conversionTable)

    expect(table?.columns.slice(-3).map(({ name }) => name.split(' ')[1])).toStrictEqual([
      'appid',
      'env_id',
      'activity_id',
    ])
    expect(table?.columns.filter(({ numeric }) => numeric)).toHaveLength(7)
  })
})

describe('a call to copy', () => {
  const question = {
    name: 'overview',
    functionName: 'renamed',
    event: { note: "it's" },
    caller: 'user',
    openid: 'o-1',
    allowedOpenids: '*',
  } as const
  const written = Object.fromEntries(SNIPPETS.map(({ id, write }) => [id, write(question)]))

  it('names the function as it is deployed, and survives a shell', () => {
    expect(written['callFunction']).toContain("name: 'renamed'")
    expect(written['invoke']).toBe(
      `npm run -s invoke -- renamed --caller user --openid 'o-1' --env 'STATS_ALLOWED_OPENIDS=*' --event '{"note":"it'\\''s"}'\n`,
    )
    expect(written['curl']).toContain(`-d '{"note":"it'\\''s"}'`)
  })
})

describe('the faults', () => {
  it('each have a Chinese text', () => {
    expect(OFFERED_FAULTS.filter(({ about }) => !/\p{Script=Han}|HTTP/u.test(about))).toStrictEqual([])
  })
})
