import cloud from 'wx-server-sdk'
import type { StatisticsTable } from '../../shared/api'
import { main as conversion } from '../../functions/conversion'
import { main as overview } from '../../functions/overview'
import { main as overviewByChannel } from '../../functions/overviewByChannel'
import { main as realtime } from '../../functions/realtime'
import { conversionTable } from '../support/documented'
import { fakeOpenapi, sdkError } from '../support/fakeOpenapi'

const event = {
  beginDate: 1614182400,
  endDate: 1614183000,
  condition: { envId: 'xxx', activityId: 'xxx' },
  format: 'chart',
}
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined))

const realtimeEvent = { ...event, condition: { ...event.condition, actType: 'h5' } }
const realtimeTable: StatisticsTable = {
  ...conversionTable,
  dataColumn: ['time', 'count'].map(colId => ({ colId, colName: colId, colDataType: '1' })),
  dataValue: [{ dataValue: ['1614182700', '7'] }],
}

const CASES: [string, (event: unknown) => Promise<unknown>, object, StatisticsTable, object][] = [
  ['overview', overview, event, conversionTable, { type: 'bar', name: '概览' }],
  ['overviewByChannel', overviewByChannel, event, conversionTable, { type: 'bar', name: 'H5 打开人数' }],
  ['conversion', conversion, event, conversionTable, { type: 'bar', name: '转化' }],
  ['realtime', realtime, realtimeEvent, realtimeTable, { type: 'line', data: [0, 7] }],
]

const realOpenapi = cloud.openapi
afterEach(() => Object.assign(cloud, { openapi: realOpenapi }))

describe.each(CASES)('%s, asked for a chart', (name, main, asked, table, series) => {
  it("returns an option for ECharts in the table's place", async () => {
    Object.assign(cloud, { openapi: fakeOpenapi(table) })

    const reply = await main(asked)

    expect(reply).toStrictEqual({ option: expect.any(Object) as object, totalNum: 1, errMsg: table.errMsg, errCode: 0 })
    expect(reply).toHaveProperty(['option', 'series', 0], expect.objectContaining(series))
  })

  it('answers a refusal with its code, its message, and words in Chinese to draw', async () => {
    Object.assign(cloud, { openapi: fakeOpenapi(sdkError(-604101, 'no permission')) })

    expect(await main(asked)).toStrictEqual({
      errCode: -604101,
      errMsg: expect.stringMatching(new RegExp(`^${name}:fail -604101`)) as string,
      option: expect.objectContaining({
        title: [
          expect.objectContaining({
            text: '未能读取（-604101）',
            subtext: expect.stringContaining('上传一次云函数') as string,
          }),
        ],
        series: [],
      }) as object,
    })
  })

  it('answers an event that it cannot read with words to draw, too', async () => {
    expect(await main({ ...asked, beginDate: 'x' })).toMatchObject({
      errCode: -501007,
      option: { title: [{ text: '未能读取（-501007）' }] },
    })
  })

  it('answers 10011 with an empty chart that says what empty means', async () => {
    Object.assign(cloud, { openapi: fakeOpenapi(sdkError(10011, 'no data')) })

    const reply = await main(asked)

    expect(reply).toMatchObject({ errCode: 10011, totalNum: 0, option: { title: [{ text: '暂无数据' }], series: [] } })
    expect(reply).toHaveProperty('errMsg', expect.stringMatching(new RegExp(`^${name}:fail 10011`)))
  })
})

describe('realtime, asked for a step', () => {
  const hours = { ...realtimeEvent, endDate: 1614182400 + 7200, step: '1h' }

  it.each([
    ['chart', { option: { series: [{ data: [7, 0] }] } }],
    [
      'rows',
      {
        columns: [{ colId: 'time' }, { colId: 'beijing_time' }, { colId: 'count' }],
        rows: [
          { time: 1614182400, beijing_time: '2021-02-25 00:00', count: 7 },
          { time: 1614186000, beijing_time: '2021-02-25 01:00', count: 0 },
        ],
        totalNum: 2,
      },
    ],
  ])('sums over hours of Beijing in format %s', async (format, expected) => {
    Object.assign(cloud, { openapi: fakeOpenapi(realtimeTable) })

    expect(await realtime({ ...hours, format })).toMatchObject({ ...expected, errCode: 0 })
  })

  it('refuses one that gives more than a screen can show', async () => {
    Object.assign(cloud, { openapi: fakeOpenapi(realtimeTable) })

    const reply = await realtime({ ...hours, endDate: 1614182400 + 86_400 * 30, step: '1h', format: 'rows' })

    expect(reply).toMatchObject({ errCode: -501007, errMsg: expect.stringContaining('use "1d"') as string })
  })
})
