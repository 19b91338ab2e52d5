import { getEventListeners } from 'node:events'
import type { ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import type { StatisticsRequest } from '../../../shared/api'
import { StatisticsError } from '../../../shared/errors'
import { getStatistics } from '../../../shared/call/getStatistics'
import { httpsOpenapi } from '../../../shared/https/httpsOpenapi'
import type { Credentials } from '../../../shared/https/wechatClient'
import {
  conversionRequest,
  conversionTable,
  overviewByChannelRequest,
  overviewRequest,
  realtimeRequest,
} from '../../support/documented'
import { rejection, useWechatServer } from '../../support/wechatServer'

const wechat = useWechatServer()
const TOKEN = 'my+token/with=signs'
const APP = { appId: 'wx1', appSecret: 'my-secret' }

/** 返回漏斗数据示例, as it goes over the wire. */
const wireTable = {
  data_column: conversionTable.dataColumn.map(({ colId, colName, colDataType }) => ({
    col_id: colId,
    col_name: colName,
    col_data_type: colDataType,
  })),
  data_value: conversionTable.dataValue.map(({ dataValue }) => ({ data_value: dataValue })),
  total_num: 1,
}

function call(
  request: StatisticsRequest = conversionRequest,
  credentials: Credentials = { accessToken: TOKEN },
  timeoutMs = 5000,
): Promise<unknown> {
  return httpsOpenapi({ credentials, baseUrl: wechat.url, timeoutMs }).cloudbase.getStatistics(request)
}

/** Everything that a log could show of an error. */
function logged(thrown: unknown): string {
  return inspect(thrown, { depth: Infinity, showHidden: true }) + (thrown instanceof Error ? thrown.stack : '')
}

describe('httpsOpenapi', () => {
  it.each<[string, StatisticsRequest, object]>([
    [
      'overview',
      overviewRequest,
      { action: 'smsMarketingOverviewData', condition: { env_id: 'xxx', activity_id: 'xxx', by_channel_id: '0' } },
    ],
    [
      'overview by channel',
      overviewByChannelRequest,
      { action: 'smsMarketingOverviewData', condition: { env_id: 'xxx', activity_id: 'xxx', by_channel_id: '1' } },
    ],
    [
      'conversion',
      conversionRequest,
      { action: 'smsMarketingConversionData', condition: { env_id: 'xxx', activity_id: 'xxx', channel_id: 'xxx' } },
    ],
  ])('sends the documented %s request', async (_, request, expected) => {
    wechat.answer(() => wireTable)

    await call(request)

    expect(wechat.received).toStrictEqual([
      {
        method: 'POST',
        path: '/tcb/getstatistics',
        query: { access_token: TOKEN },
        body: { ...expected, begin_date: 1614182400, end_date: 1614268800, page_offset: 0, page_limit: 1000 },
      },
    ])
  })

  it('sends the documented realtime request, which has no paging', async () => {
    wechat.answer(() => wireTable)

    await call(realtimeRequest)

    expect(wechat.received[0]?.body).toStrictEqual({
      action: 'smsMarketingRealTimeData',
      begin_date: 1614182400,
      end_date: 1614268800,
      condition: { env_id: 'xxx', activity_id: 'xxx', channel_id: 'xxx', act_type: 'h5' },
    })
  })

  it("sends cloud hosting's token under its own name", async () => {
    wechat.answer(() => wireTable)

    await call(conversionRequest, { cloudbaseAccessToken: TOKEN })

    expect(wechat.received[0]?.query).toStrictEqual({ cloudbase_access_token: TOKEN })
  })

  it.each([
    ['with errcode 0', { errcode: 0, errmsg: 'ok', ...wireTable }],
    ['without errcode', wireTable],
  ])("gives the documentation's answer %s as wx-server-sdk does, values untouched", async (_, answer) => {
    wechat.answer(() => answer)

    expect(await call()).toStrictEqual(conversionTable)
  })

  it('keeps integers beyond 2^53 as text, and numbers within strings as they are', async () => {
    wechat.answer(
      () =>
        '{"data_column":[],"data_value":[{"data_value":[9007199254740993,-9007199254740993,9007199254740993.5,42,0.1234567890123456,"a \\" 9007199254740993"]}]}',
    )

    expect(await call()).toMatchObject({
      dataValue: [
        {
          dataValue: [
            '9007199254740993',
            '-9007199254740993',
            '9007199254740993.5',
            42,
            0.1234567890123456,
            'a " 9007199254740993',
          ],
        },
      ],
    })
  })

  it("throws WeChat's refusal in the form of wx-server-sdk's", async () => {
    wechat.answer(() => ({ errcode: 10011, errmsg: 'no data' }))

    const thrown = await rejection(call())

    expect(thrown).toBeInstanceOf(Error)
    expect(JSON.parse(JSON.stringify(thrown))).toStrictEqual({
      errCode: 10011,
      errMsg: 'cloudbase.getStatistics:fail no data',
    })
  })

  const answers: [string, number, (response: ServerResponse) => void][] = [
    ['HTTP 500', -501001, response => response.writeHead(500).end('internal error')],
    ['a 502 page of HTML', -501001, response => response.writeHead(502).end('<html>502</html>')],
    ['a redirect', -501001, response => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end()],
    ['a reset', -501001, response => response.socket?.resetAndDestroy()],
    [
      'a body that breaks off',
      -501001,
      response => {
        response.writeHead(200, { 'content-length': 100 })
        response.write('{', () => response.socket?.resetAndDestroy())
      },
    ],
    ['no answer in time', -501002, () => undefined],
    ['a page of HTML', -601001, response => response.end(`<html>${TOKEN}</html>`)],
    ['cut-off JSON', -601001, response => response.end('{"errcode":0,"data_col')],
    ['an empty body', -601001, response => response.end('')],
    ['null', -601001, response => response.end('null')],
    ['an array', -601001, response => response.end('[]')],
    ['an unreadable errcode', -601001, response => response.end('{"errcode":{}}')],
    ['an errcode as text', 40013, response => response.end('{"errcode":"40013"}')],
    [
      'a message with the token in it',
      40001,
      response =>
        response.end(JSON.stringify({ errcode: 40001, errmsg: `bad ${TOKEN} in ?t=${encodeURIComponent(TOKEN)}` })),
    ],
  ]

  it.each(answers)('throws %s as %i, without the token', async (_, errCode, respond) => {
    wechat.answer(() => respond)

    const thrown = await rejection(call(conversionRequest, { accessToken: TOKEN }, 300))

    expect(thrown).toMatchObject({ errCode, errMsg: expect.stringMatching(/^cloudbase\.getStatistics:fail/) as string })
    expect(logged(thrown)).not.toContain(TOKEN)
    expect(logged(thrown)).not.toContain(encodeURIComponent(TOKEN))
  })

  it.each<[string, (response: ServerResponse) => void]>([
    ['HTTP status 502', response => response.writeHead(502).end('<html>502</html>')],
    ['no answer in 300 ms', () => undefined],
    ['an empty answer', response => response.end('')],
    ['an answer of 15 characters that is not a JSON object', response => response.end('<html>no</html>')],
    ['an answer of 2 characters that is not a JSON object', response => response.end('[]')],
    ['an errcode that is not a number', response => response.end('{"errcode":{}}')],
  ])('tells what came instead of a table: %s', async (words, respond) => {
    wechat.answer(() => respond)

    const thrown = await rejection(call(conversionRequest, { accessToken: TOKEN }, 300))

    expect(thrown).toMatchObject({ errMsg: `cloudbase.getStatistics:fail ${words}` })
  })

  it('throws a connection that nobody takes as -501001, without the token', async () => {
    const openapi = httpsOpenapi({ credentials: { accessToken: TOKEN }, baseUrl: 'http://127.0.0.1:1' })

    const thrown = await rejection(openapi.cloudbase.getStatistics(conversionRequest))

    expect(thrown).toMatchObject({ errCode: -501001 })
    expect(logged(thrown)).not.toContain(encodeURIComponent(TOKEN))
  })

  it('gives up a call that is under way when its signal is aborted, and begins no other', async () => {
    wechat.answer(() => () => undefined)
    const ending = new AbortController()
    const openapi = httpsOpenapi({ credentials: { accessToken: TOKEN }, baseUrl: wechat.url, signal: ending.signal })
    const underWay = rejection(openapi.cloudbase.getStatistics(conversionRequest))

    ending.abort()
    const thrown = [await underWay, await rejection(openapi.cloudbase.getStatistics(conversionRequest))]

    expect(thrown).toMatchObject([{ errCode: -501001 }, { errCode: -501001 }])
    expect(wechat.received.length).toBeLessThanOrEqual(1)
  })

  it('leaves nothing on a signal that outlives its calls', async () => {
    wechat.answer(() => conversionTable)
    const { signal } = new AbortController()
    const openapi = httpsOpenapi({ credentials: { accessToken: TOKEN }, baseUrl: wechat.url, signal })

    await openapi.cloudbase.getStatistics(conversionRequest)

    expect(getEventListeners(signal, 'abort')).toStrictEqual([])
  })

  it('tells a failure in few words however long WeChat speaks', async () => {
    wechat.answer(() => ({ errcode: -1, errmsg: 'x'.repeat(1_000_000) }))

    expect(String(await rejection(call())).length).toBeLessThan(3000)
  })

  it('shows neither token nor secret when it is logged', () => {
    const openapis = [{ accessToken: TOKEN }, APP].map(credentials => httpsOpenapi({ credentials }))

    expect(logged(openapis)).not.toContain(TOKEN)
    expect(logged(openapis)).not.toContain(APP.appSecret)
  })

  it.each(['http://api.weixin.qq.com', 'http://127.0.0.1.example.org', 'ftp://127.0.0.1'])(
    'refuses %s, to which a token would go in the clear',
    baseUrl => {
      expect(() => httpsOpenapi({ credentials: { accessToken: TOKEN }, baseUrl })).toThrow('is not https')
    },
  )
})

describe('httpsOpenapi with appid and secret', () => {
  /** A server whose tokens are numbered, and that takes only those from `good` on. */
  function answerFrom(good: number, errcode: number): void {
    let tokens = 0
    wechat.answer(({ path, query }) => {
      if (path === '/cgi-bin/stable_token') return { access_token: String(++tokens), expires_in: 7200 }
      return Number(query['access_token']) >= good ? wireTable : { errcode, errmsg: 'refused' }
    })
  }
  const paths = (): string[] => wechat.received.map(({ path }) => path.split('/').at(-1) ?? '')

  it('fetches one token for many calls', async () => {
    answerFrom(1, 0)
    const { cloudbase } = httpsOpenapi({ credentials: APP, baseUrl: wechat.url })

    await Promise.all([cloudbase.getStatistics(conversionRequest), cloudbase.getStatistics(overviewRequest)])
    await cloudbase.getStatistics(realtimeRequest)

    expect(paths()).toStrictEqual(['stable_token', 'getstatistics', 'getstatistics', 'getstatistics'])
  })

  it('fetches another when the clock says that it expires', async () => {
    answerFrom(1, 0)
    let now = 0
    const { cloudbase } = httpsOpenapi({ credentials: APP, baseUrl: wechat.url, now: () => now })
    await cloudbase.getStatistics(conversionRequest)

    now = 7200_000
    await cloudbase.getStatistics(conversionRequest)

    expect(wechat.received.map(({ query }) => query['access_token'])).toStrictEqual([undefined, '1', undefined, '2'])
  })

  it.each([40001, 40014, 42001])('renews a token that is refused with %i, by force, and calls again', async errcode => {
    answerFrom(2, errcode)

    expect(await call(conversionRequest, APP)).toStrictEqual(conversionTable)
    expect(paths()).toStrictEqual(['stable_token', 'getstatistics', 'stable_token', 'getstatistics'])
    expect(wechat.received[2]?.body).toMatchObject({ force_refresh: true })
  })

  it('renews once and no more: a second refusal is thrown', async () => {
    answerFrom(3, 42001)

    expect(await rejection(call(conversionRequest, APP))).toMatchObject({ errCode: 42001 })
    expect(paths()).toStrictEqual(['stable_token', 'getstatistics', 'stable_token', 'getstatistics'])
  })

  it.each([-1, 10011, 48001])('does not renew on %i', async errcode => {
    answerFrom(2, errcode)

    expect(await rejection(call(conversionRequest, APP))).toMatchObject({ errCode: errcode })
    expect(paths()).toStrictEqual(['stable_token', 'getstatistics'])
  })

  it('does not renew a token that it was given', async () => {
    wechat.answer(() => ({ errcode: 40001, errmsg: 'refused' }))

    expect(await rejection(call())).toMatchObject({ errCode: 40001 })
    expect(wechat.received).toHaveLength(1)
  })
})

describe('getStatistics over HTTPS', () => {
  it("treats WeChat's refusal like that of the SDK", async () => {
    wechat.answer(() => ({ errcode: 48001, errmsg: 'api unauthorized' }))
    const openapi = httpsOpenapi({ credentials: { accessToken: TOKEN }, baseUrl: wechat.url })

    const thrown = await rejection(getStatistics(openapi, conversionRequest))

    expect(thrown).toBeInstanceOf(StatisticsError)
    expect(thrown).toMatchObject({
      errCode: 48001,
      message: '48001 the mini program may not call this API (api unauthorized)',
    })
    expect(logged(thrown)).not.toContain(TOKEN)
  })

  it('refuses a success without a table', async () => {
    wechat.answer(() => ({ errcode: 0, errmsg: 'ok' }))
    const openapi = httpsOpenapi({ credentials: { accessToken: TOKEN }, baseUrl: wechat.url })

    expect(await rejection(getStatistics(openapi, conversionRequest))).toMatchObject({ errCode: -601001 })
  })
})
