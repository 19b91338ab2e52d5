/** What all four functions do alike: the order of access, retries, pages and limits, and the line in the log. */
import type { Openapi, StatisticsRequest, StatisticsTable } from '../../shared/api'
import { type Sdk, serve } from '../../shared/serve'
import { conversionTable } from '../support/documented'
import { fakeOpenapi, type Played, sdkError } from '../support/fakeOpenapi'

const event = { beginDate: 1614182400, endDate: 1614268800, condition: { activityId: 'spring' } }

const TWENTY_SECONDS = { time_limit_in_ms: 20_000 }

let logged: string[] = []
beforeEach(() => {
  logged = []
  jest.spyOn(console, 'error').mockImplementation((line: string) => void logged.push(line))
})
afterEach(() => {
  jest.restoreAllMocks()
  jest.useRealTimers()
  for (const name of ['STATS_ALLOWED_OPENIDS', 'TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY'])
    delete process.env[name]
})

/** What stands in for wx-server-sdk: a caller's context, and the openapi object. */
function sdk(openapi: Openapi, wxContext: object = {}): Sdk {
  return {
    init: () => undefined,
    DYNAMIC_CURRENT_ENV: Symbol('current'),
    getWXContext: () => ({ ENV: 'env-1', ...wxContext }),
    openapi,
  }
}

function channels(cloud: Sdk) {
  return serve('overviewByChannel', cloud, ({ beginDate, endDate, pageOffset, pageLimit, condition }) => ({
    action: 'smsMarketingOverviewData',
    beginDate,
    endDate,
    pageOffset,
    pageLimit,
    condition: { ...condition, byChannelId: '1' },
  }))
}

function play(...answers: [Played, ...Played[]]) {
  const openapi = fakeOpenapi(...answers)
  return { openapi, main: channels(sdk(openapi)) }
}

/** Channels by the page, as WeChat gives them. */
function paged(rows: readonly string[]): Openapi {
  const [column] = conversionTable.dataColumn
  return {
    cloudbase: {
      getStatistics: ({ pageOffset = 0, pageLimit = 0 }: StatisticsRequest) =>
        Promise.resolve({
          ...conversionTable,
          dataColumn: [column],
          dataValue: rows.slice(pageOffset, pageOffset + pageLimit).map(row => ({ dataValue: [row] })),
          totalNum: rows.length,
        }),
    },
  }
}

const rowsOf = (reply: object): unknown => (reply as StatisticsTable).dataValue.flatMap(({ dataValue }) => dataValue)

describe('a function', () => {
  it('asks WeChat for nothing when the caller may not read', async () => {
    const openapi = fakeOpenapi(conversionTable)
    const main = channels(sdk(openapi, { OPENID: 'oNOBODY', SOURCE: 'wx_client' }))

    const reply = await main({ ...event, userInfo: { openId: 'oLISTED' }, OPENID: 'oLISTED' })

    expect(reply).toStrictEqual({
      errCode: -601004,
      errMsg: expect.stringMatching(/OPENID oNOBODY is not in STATS_ALLOWED_OPENIDS/) as unknown,
    })
    expect(openapi.requests).toStrictEqual([])
  })

  it('is closed when the SDK cannot tell who calls', async () => {
    const openapi = fakeOpenapi(conversionTable)
    const getWXContext = (): never => {
      throw new TypeError('no context')
    }

    const reply = await channels({ ...sdk(openapi), getWXContext })(event)

    expect(reply).toMatchObject({ errCode: -601004 })
    expect(openapi.requests).toStrictEqual([])
  })

  it('retries a call on a retryable error', async () => {
    jest.useFakeTimers()
    const { openapi, main } = play(sdkError(-1, 'busy'), sdkError(-501001, 'reset'), conversionTable)

    const reply = main(event, { time_limit_in_ms: 20_000 })
    await jest.advanceTimersByTimeAsync(10_000)

    await expect(reply).resolves.toMatchObject({ errCode: 0 })
    expect(openapi.requests).toHaveLength(3)
  })

  it('gives the last failure before the platform ends its time', async () => {
    jest.useFakeTimers()
    const { main } = play(sdkError(-501003, 'too many'))

    const reply = main(event, { time_limit_in_ms: 1000 })
    await jest.advanceTimersByTimeAsync(900)

    await expect(reply).resolves.toMatchObject({ errCode: -501003 })
  })

  it('gives every page with all: true', async () => {
    const rows = ['a', 'b', 'c', 'd', 'e']

    const reply = await channels(sdk(paged(rows)))({ ...event, pageLimit: 2, all: true })

    expect(rowsOf(reply)).toStrictEqual(rows)
  })

  it('gives one page without it', async () => {
    const reply = await channels(sdk(paged(['a', 'b', 'c'])))({ ...event, pageLimit: 2 })

    expect(rowsOf(reply)).toStrictEqual(['a', 'b'])
  })

  it.each([
    ['a plain call', { pageLimit: 1000 }],
    ['a call with all: true', { pageLimit: 10, all: true }],
    ['rows, which are larger than their table', { format: 'rows', pageLimit: 1000 }],
  ])('refuses a result over 1 MB, and names the paging: %s', async (_, more) => {
    const rows = Array.from({ length: 600 }, (_each, index) => `${index} `.padEnd(2000, 'x'))

    const reply = await channels(sdk(paged(rows)))({ ...event, ...more })

    expect(reply).toStrictEqual({
      errCode: -604001,
      errMsg: expect.stringMatching(/^overviewByChannel:fail .*bytes.*pageOffset and pageLimit/) as unknown,
    })
  })

  it('gives a result just under it', async () => {
    const rows = Array.from({ length: 500 }, (_each, index) => `${index} `.padEnd(2000, 'x'))

    await expect(channels(sdk(paged(rows)))(event)).resolves.toMatchObject({ errCode: 0, totalNum: 500 })
  })

  it('makes no call after its reply when a page is refused', async () => {
    jest.useFakeTimers()
    let calls = 0
    const getStatistics = async ({ pageOffset = 0 }: StatisticsRequest): Promise<unknown> => {
      calls++
      if (pageOffset === 0) return { ...conversionTable, totalNum: 50 }
      await new Promise(resolve => setTimeout(resolve, pageOffset))
      throw pageOffset === 1 ? sdkError(-604101, 'no permission') : sdkError(-1, 'busy')
    }

    const reply = channels(sdk({ cloudbase: { getStatistics } }))({ ...event, pageLimit: 1, all: true }, TWENTY_SECONDS)
    await jest.advanceTimersByTimeAsync(1)
    const { errCode } = await reply
    const callsAtReply = calls
    await jest.advanceTimersByTimeAsync(20_000)

    expect(errCode).toBe(-604101)
    expect(calls).toBe(callsAtReply)
    expect(jest.getTimerCount()).toBe(0)
  })

  it.each([
    ['an answer', () => Promise.resolve(conversionTable)],
    ['a table that is not consistent', () => Promise.resolve({ ...conversionTable, totalNum: NaN })],
  ])('leaves no timer behind after %s', async (_, getStatistics) => {
    jest.useFakeTimers()

    await channels(sdk({ cloudbase: { getStatistics } }))({ ...event, all: true }, TWENTY_SECONDS)

    expect(jest.getTimerCount()).toBe(0)
  })

  it('asks once, and names what would do, where the pages are too many', async () => {
    const openapi = fakeOpenapi({ ...conversionTable, totalNum: 1_000_000 })

    const reply = await channels(sdk(openapi))({ ...event, pageLimit: 1, all: true })

    expect(reply.errMsg).toMatch(
      /1000000 rows at 1 a page are more than 100 pages.*; choose a shorter date range \(about/,
    )
    expect(openapi.requests).toHaveLength(1)
  })

  it('says how many rows were read when its time runs out between pages', async () => {
    jest.useFakeTimers()
    const getStatistics = ({ pageOffset = 0 }: StatisticsRequest): Promise<unknown> =>
      pageOffset < 2 ? Promise.resolve({ ...conversionTable, totalNum: 50 }) : new Promise(() => undefined)

    const reply = channels(sdk({ cloudbase: { getStatistics } }))({ ...event, pageLimit: 1, all: true }, TWENTY_SECONDS)
    await jest.advanceTimersByTimeAsync(19_500)

    await expect(reply).resolves.toMatchObject({
      errCode: -604102,
      errMsg: expect.stringMatching(/:fail 2 of 50 rows were read, then the time was up; /) as unknown,
    })
  })

  it("answers WeChat's HTTP API before it stops waiting", async () => {
    jest.useFakeTimers()
    const openapi: Openapi = { cloudbase: { getStatistics: () => new Promise(() => undefined) } }

    const reply = channels(sdk(openapi, { SOURCE: 'wx_http' }))(event, TWENTY_SECONDS)
    await jest.advanceTimersByTimeAsync(4500)

    await expect(reply).resolves.toMatchObject({
      errCode: -604102,
      errMsg: expect.stringContaining('WeChat did not answer') as unknown,
    })
  })

  const [column] = conversionTable.dataColumn
  const rowsAt = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => ({ dataValue: [`row ${from + at}`] }))
  const endless: [string, (request: { offset: number; limit: number }, call: number) => object | Error][] = [
    ['counts a million rows', ({ offset, limit }) => ({ rows: rowsAt(offset, limit), totalNum: 1_000_000 })],
    ['gives a row a page', ({ offset }) => ({ rows: rowsAt(offset, 1), totalNum: 90 })],
    ['counts more rows each time', ({ offset }, call) => ({ rows: rowsAt(offset, 1), totalNum: 60 + call })],
    ['counts the rows of the page', ({ offset, limit }) => ({ rows: rowsAt(offset, limit), totalNum: limit })],
    [
      'fails at the first try of each page',
      ({ offset }, call) => (call % 2 === 0 ? sdkError(-1, 'busy') : { rows: rowsAt(offset, 1), totalNum: 95 }),
    ],
    ['is busy for ever', () => sdkError(-1, 'busy')],
    [
      'is busy after the first page',
      ({ offset }) => (offset === 0 ? { rows: rowsAt(0, 1), totalNum: 95 } : sdkError(-501003, 'too many')),
    ],
  ]
  it.each(endless)('makes at most 105 calls, whatever WeChat does: it %s', async (_, play) => {
    jest.useFakeTimers()
    let calls = 0
    const getStatistics = ({ pageOffset = 0, pageLimit = 0 }: StatisticsRequest): Promise<unknown> => {
      const played = play({ offset: pageOffset, limit: pageLimit }, calls++)
      if (played instanceof Error) return Promise.reject(played)
      const { rows, totalNum } = played as { rows: unknown; totalNum: number }
      return Promise.resolve({ ...conversionTable, dataColumn: [column], dataValue: rows, totalNum })
    }

    const reply = channels(sdk({ cloudbase: { getStatistics } }))({ ...event, pageLimit: 1, all: true }, TWENTY_SECONDS)
    await jest.advanceTimersByTimeAsync(20_000)

    expect(await reply).toMatchObject({ errMsg: expect.stringMatching(/:ok$|:fail .+; .+/) as unknown })
    expect(calls).toBeLessThanOrEqual(105)
  })

  it.each([
    ['each of them', {}, 'TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY are not set'],
    ['a half', { TENCENTCLOUD_SECRETID: 'id' }, 'no credentials: TENCENTCLOUD_SECRETKEY is not set'],
    [
      'the other half, empty',
      { TENCENTCLOUD_SECRETID: '', TENCENTCLOUD_SECRETKEY: 'key' },
      'TENCENTCLOUD_SECRETID is not set',
    ],
  ])("does not call the SDK's own openapi without credentials: %s", async (_, variables, message) => {
    const getStatistics = jest.fn()
    const openapi = Object.assign(() => undefined, { cloudbase: { getStatistics } })
    Object.assign(process.env, variables)

    const reply = await channels(sdk(openapi))(event)

    expect(reply).toMatchObject({ errCode: -501006, errMsg: expect.stringContaining(message) as unknown })
    expect(reply.errMsg).toContain('npm run invoke')
    expect(getStatistics).not.toHaveBeenCalled()
  })

  it('answers a mistake in the SDK without its detail', async () => {
    const { main } = play(new TypeError('secret of https://internal.example/'))

    await expect(main(event)).resolves.toStrictEqual({
      errCode: -601001,
      errMsg: expect.stringMatching(/^overviewByChannel:fail unexpected TypeError; /) as unknown,
    })
  })

  it('says so when every user may read', () => {
    process.env['STATS_ALLOWED_OPENIDS'] = '*'

    channels(sdk(fakeOpenapi(conversionTable)))

    expect(logged).toStrictEqual(['overviewByChannel: STATS_ALLOWED_OPENIDS is *: every user may read'])
  })
})

describe('the name in messages and in the log', () => {
  it.each([
    ['that of the deployed function, which the platform tells', { function_name: 'smsChannels' }, 'smsChannels'],
    ['what the function serves, without a context', undefined, 'overviewByChannel'],
    ['what the function serves, with an empty name', { function_name: '' }, 'overviewByChannel'],
  ])('is %s', async (_, context, name) => {
    const { main } = play(conversionTable)

    const reply = await main({}, context)

    expect(reply.errMsg).toMatch(new RegExp(`^${name}:fail `))
    expect(JSON.parse(logged.at(-1) ?? '')).toMatchObject({ function: name })
  })
})

describe('the log', () => {
  const lines = (): unknown[] => logged.map(line => JSON.parse(line) as unknown)
  const base = { function: 'overviewByChannel', action: 'smsMarketingOverviewData', activity: 'spring' }

  it('has one line of JSON an invocation', async () => {
    const { main } = play(conversionTable, sdkError(10011, 'no data'))

    await main(event)
    await main(event)

    const ms = expect.any(Number) as unknown
    expect(lines()).toStrictEqual([
      { ...base, rows: 1, tries: 1, ms, errCode: 0 },
      { ...base, rows: 0, tries: 1, ms, errCode: 10011 },
    ])
  })

  it('names the keys of the event that were ignored, few of them and cut', async () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${'x'.repeat(200)}${index}`, 1]))

    await play(conversionTable).main({ ...event, userInfo: {}, appId: 'wx1' })
    await play(conversionTable).main({ ...event, ...many })

    expect(lines()).toMatchObject([{ ignored: ['appId'] }, { ignored: { length: 20 } }])
    expect(logged[1]?.length).toBeLessThan(3000)
  })

  it('counts retries and pages', async () => {
    await channels(sdk(paged(['a', 'b', 'c', 'd', 'e'])))({ ...event, pageLimit: 2, all: true })

    expect(lines()).toMatchObject([{ rows: 5, tries: 3, errCode: 0 }])
  })

  it('holds no OPENID and nothing of an event that was refused', async () => {
    const main = channels(sdk(fakeOpenapi(conversionTable), { OPENID: 'oNOBODY', SOURCE: 'wx_client' }))

    await main(event)
    process.env['STATS_ALLOWED_OPENIDS'] = 'oNOBODY'
    await main({ ...event, beginDate: 'private' })

    expect(lines()).toMatchObject([
      { function: 'overviewByChannel', rows: 0, tries: 0, errCode: -601004 },
      { function: 'overviewByChannel', rows: 0, tries: 0, errCode: -501007 },
    ])
    expect(logged.join()).not.toMatch(/oNOBODY|private|spring/)
  })

  it('shows a mistake in the SDK in full, without addresses', async () => {
    const { main } = play(new TypeError('x is not a function at https://internal.example/?token=t'))

    await main(event)

    expect(lines()).toMatchObject([
      { errCode: -601001, error: expect.stringMatching(/^TypeError: x is not a function at <url>\n +at /) as unknown },
    ])
  })

  it('shows the mistake that the SDK stamps as WeChat being busy, and retries nothing', async () => {
    const { openapi, main } = play(
      Object.assign(new TypeError('x is null'), { errCode: -1, errMsg: 'x:fail x is null' }),
    )

    await main(event)

    expect(openapi.requests).toHaveLength(1)
    expect(lines()).toMatchObject([
      { errCode: -601001, tries: 1, error: expect.stringMatching(/^TypeError: x is null\n +at /) as unknown },
    ])
  })

  it('shows a mistake that a later page met as well', async () => {
    const [column] = conversionTable.dataColumn
    const page = { ...conversionTable, dataColumn: [column], dataValue: [{ dataValue: ['a'] }], totalNum: 2 }
    const { main } = play(page, new TypeError('x is null'))

    await main({ ...event, pageLimit: 1, all: true })

    expect(lines()).toMatchObject([
      {
        errMsg: expect.stringContaining('1 of 2 rows were read, then unexpected TypeError') as unknown,
        error: expect.stringMatching(/^TypeError: x is null\n +at /) as unknown,
      },
    ])
  })

  it('says of a failure what the caller was told', async () => {
    const { main } = play(sdkError(-604101, 'system error: error code: -604101'))

    const reply = await main(event)

    expect(lines()).toMatchObject([{ ...base, errCode: -604101, errMsg: reply.errMsg }])
  })

  it('names the keys of an answer that is no table, each cut where it gets long', async () => {
    const { main } = play({ result: 'private', ['k'.repeat(500)]: 1, errMsg: 'x:ok', errCode: 0 })

    await main(event)

    expect(lines()).toMatchObject([{ errCode: -601001, keys: ['result', `${'k'.repeat(100)}…`, 'errMsg', 'errCode'] }])
    expect(logged.join()).not.toContain('private')
  })

  it('says nothing more of 10011, a refused event or a refused caller', async () => {
    const { main } = play(sdkError(10011, 'no data'))
    await main(event)
    await main({ ...event, beginDate: 'private' })
    await channels(sdk(fakeOpenapi(conversionTable), { OPENID: 'oNOBODY', SOURCE: 'wx_client' }))(event)

    expect(lines().map(line => Object.keys(line as object).filter(key => /errMsg|error|keys/.test(key)))).toStrictEqual(
      [[], [], []],
    )
  })

  it('cuts an activity that is long', async () => {
    const { main } = play(conversionTable)

    await main({ ...event, condition: { activityId: 'a'.repeat(100_000) } })

    expect(lines()).toMatchObject([{ activity: `${'a'.repeat(100)}…` }])
  })
})
