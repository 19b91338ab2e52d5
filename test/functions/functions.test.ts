import cloud from 'wx-server-sdk'
import type { StatisticsRequest } from '../../shared/api'
import { main as conversion } from '../../functions/conversion'
import { main as overview } from '../../functions/overview'
import { main as overviewByChannel } from '../../functions/overviewByChannel'
import { main as realtime } from '../../functions/realtime'
import {
  conversionRequest,
  conversionTable,
  overviewByChannelRequest,
  overviewRequest,
  realtimeRequest,
} from '../support/documented'
import { fakeOpenapi, type Played, sdkError } from '../support/fakeOpenapi'

const window = { beginDate: 1614182400, endDate: 1614268800 }
const page = { pageOffset: 0, pageLimit: 1000 }
const activity = { envId: 'xxx', activityId: 'xxx' }

type Main = (event: unknown) => Promise<unknown>
interface Case {
  name: string
  main: Main
  event: { condition: object }
  request: StatisticsRequest
}

const CASES: Case[] = [
  { name: 'overview', main: overview, event: { ...window, ...page, condition: activity }, request: overviewRequest },
  {
    name: 'overviewByChannel',
    main: overviewByChannel,
    event: { ...window, ...page, condition: activity },
    request: overviewByChannelRequest,
  },
  {
    name: 'conversion',
    main: conversion,
    event: { ...window, ...page, condition: { ...activity, channelId: 'xxx' } },
    request: conversionRequest,
  },
  {
    name: 'realtime',
    main: realtime,
    event: { ...window, condition: { ...activity, channelId: 'xxx', actType: 'h5' } },
    request: realtimeRequest,
  },
]

/** Only `cloud.openapi` is replaced: the rest of the SDK is the real one. */
function withOpenapi(...answers: [Played, ...Played[]]) {
  const openapi = fakeOpenapi(...answers)
  Object.assign(cloud, { openapi })
  return openapi
}

const realOpenapi = cloud.openapi
afterEach(() => {
  Object.assign(cloud, { openapi: realOpenapi })
  jest.restoreAllMocks()
})
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined))

describe.each(CASES)('$name', ({ name, main, event, request }) => {
  it('sends exactly the request of the documentation', async () => {
    const openapi = withOpenapi(conversionTable)

    await main(event)

    expect(openapi.requests).toStrictEqual([request])
  })

  it("sends the same request when the event is the documentation's own, action and all", async () => {
    const openapi = withOpenapi(conversionTable)

    await main(request)

    expect(openapi.requests).toStrictEqual([request])
  })

  it('returns what the SDK returned, unchanged', async () => {
    withOpenapi(conversionTable)

    await expect(main(event)).resolves.toStrictEqual(conversionTable)
  })

  it('returns rows as objects when the event asks for them', async () => {
    withOpenapi(conversionTable)

    const reply = await main({ ...event, format: 'rows' })

    expect(reply).toMatchObject({ errCode: 0, totalNum: 1, rows: [{ h5_open_uercnt: 5000, h5_sms_rate: 0.5 }] })
  })

  it('answers 10011 with the code and an empty table', async () => {
    withOpenapi(sdkError(10011, 'openapi.cloudbase.getStatistics:fail no data rid: 1'))

    const reply = await main(event)

    expect(reply).toMatchObject({ errCode: 10011, dataColumn: [], dataValue: [], totalNum: 0 })
    expect(reply).toHaveProperty('errMsg', expect.stringMatching(new RegExp(`^${name}:fail 10011 no data`)))
  })

  it('answers 10011 with no rows when the event asks for rows', async () => {
    withOpenapi(sdkError(10011, 'no data'))

    const reply = await main({ ...event, format: 'rows' })

    expect(reply).toMatchObject({ errCode: 10011, columns: [], rows: [], totalNum: 0 })
  })

  it('passes the code of a missing permission on, with what to do', async () => {
    withOpenapi(sdkError(-604101, 'system error: error code: -604101'))

    const reply = await main(event)

    expect(reply).toStrictEqual({
      errCode: -604101,
      errMsg: expect.stringMatching(new RegExp(`^${name}:fail -604101 .*config\\.json`)) as unknown,
    })
  })

  it('calls a success without a table a failure', async () => {
    withOpenapi({ contentType: 'image/png', buffer: {}, errMsg: 'openapi.cloudbase.getStatistics:ok', errCode: 0 })

    await expect(main(event)).resolves.toMatchObject({ errCode: -601001 })
  })

  it('refuses a misspelt event without asking WeChat', async () => {
    const openapi = withOpenapi(conversionTable)

    const reply = await main({ ...event, beginDate: undefined, begin_date: 1614182400 })

    expect(reply).toStrictEqual({
      errCode: -501007,
      errMsg: expect.stringContaining('begin_date is not a key of the event: did you mean beginDate?') as unknown,
    })
    expect(openapi.requests).toStrictEqual([])
  })
})
