import type { StatisticsTable } from '../../../shared/api'
import { getStatistics } from '../../../shared/call/getStatistics'
import { conversionRequest, conversionTable } from '../../support/documented'
import { fakeOpenapi, sdkError } from '../../support/fakeOpenapi'

/** What wx-server-sdk makes of 9007199254740993. */
const LONG_NUMBER = { s: 1, e: 15, c: [90, 7199254740993] }

/** A table with rows that need not be what WeChat documents. */
function tableWith(...dataValue: unknown[]): StatisticsTable {
  return { ...conversionTable, dataValue: dataValue as StatisticsTable['dataValue'] }
}

describe('getStatistics', () => {
  it("hands over WeChat's table as it is", async () => {
    const openapi = fakeOpenapi(conversionTable)

    expect(await getStatistics(openapi, conversionRequest)).toBe(conversionTable)
    expect(openapi.requests).toStrictEqual([conversionRequest])
  })

  it('writes numbers too long for JavaScript as text, and leaves everything else', async () => {
    const before = [{ dataValue: ['qq', '5'] }, { dataValue: [7, null, { s: 1 }, LONG_NUMBER] }]

    const { dataValue, ...rest } = await getStatistics(fakeOpenapi(tableWith(...before)), conversionRequest)

    expect(dataValue).toStrictEqual([
      { dataValue: ['qq', '5'] },
      { dataValue: [7, null, { s: 1 }, '9007199254740993'] },
    ])
    expect({ ...rest, dataValue: conversionTable.dataValue }).toStrictEqual(conversionTable)
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'row'],
    ['an object without cells', {}],
    ['cells that are no list', { dataValue: 'qq' }],
  ])('leaves a row that is none to those who read it: %s', async (_, row) => {
    const table = tableWith(row, { dataValue: [LONG_NUMBER] })

    const { dataValue } = await getStatistics(fakeOpenapi(table), conversionRequest)

    expect(dataValue).toStrictEqual([row, { dataValue: ['9007199254740993'] }])
  })

  it.each<[string, object]>([
    ['nothing but a message', { errMsg: 'openapi.cloudbase.getStatistics:ok', errCode: 0 }],
    ['columns without rows', { dataColumn: [] }],
    ['rows without columns', { dataValue: [] }],
    ['columns that are no list', { dataColumn: {}, dataValue: [] }],
    ['rows that are no list', { dataColumn: [], dataValue: '' }],
  ])('fails with -601001 when a "success" holds %s', async (_, answer) => {
    await expect(getStatistics(fakeOpenapi(answer), conversionRequest)).rejects.toMatchObject({
      errCode: -601001,
      cause: answer,
    })
  })

  it('fails with the code that the SDK threw', async () => {
    const openapi = fakeOpenapi(sdkError(-604101, 'no permission'))

    await expect(getStatistics(openapi, conversionRequest)).rejects.toMatchObject({ errCode: -604101 })
  })
})
