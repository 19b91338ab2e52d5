/** Whatever comes in, a function answers: a table, or a code and what to do. */
import * as fc from 'fast-check'
import cloud from 'wx-server-sdk'
import { main as conversion } from '../../functions/conversion'
import { main as overview } from '../../functions/overview'
import { main as overviewByChannel } from '../../functions/overviewByChannel'
import { main as realtime } from '../../functions/realtime'
import { conversionTable } from '../support/documented'
import { fakeOpenapi } from '../support/fakeOpenapi'

beforeEach(() => {
  Object.assign(cloud, { openapi: fakeOpenapi(conversionTable) })
  jest.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(() => jest.restoreAllMocks())

const paging = {
  pageOffset: orAnything(fc.nat()),
  pageLimit: orAnything(fc.nat()),
  all: orAnything(fc.boolean()),
}
const activity = { activityId: orAnything(fc.string()), envId: orAnything(fc.string()) }
const channelId = orAnything(fc.string())
const actType = orAnything(fc.constantFrom('h5', 'wxapp'))

/** What each function knows beside the dates and the format. */
const KEYS = {
  overview: { paging, condition: activity },
  overviewByChannel: { paging, condition: activity },
  conversion: { paging, condition: { ...activity, channelId } },
  realtime: { paging: {}, condition: { ...activity, channelId, actType } },
}

/** An event that is nearly right: each key as it should be, missing, or anything at all. */
function nearlyRight(name: keyof typeof KEYS): fc.Arbitrary<object> {
  return fc.record(
    {
      beginDate: orAnything(fc.constantFrom<unknown>(1614182400, '2021-02-25', '2021-02-25T08:00:00+09:00')),
      endDate: orAnything(fc.constantFrom<unknown>(1614268800, '2021-02-26', 1614268800000)),
      format: orAnything(fc.constantFrom('table', 'rows', 'chart')),
      condition: orAnything(fc.record(KEYS[name].condition, { requiredKeys: [] })),
      ...KEYS[name].paging,
    },
    { requiredKeys: [] },
  )
}

function orAnything(right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 5, arbitrary: right }, { weight: 1, arbitrary: fc.jsonValue() })
}

function isTable(reply: object): boolean {
  return ['dataValue', 'rows', 'option'].some(key => key in reply)
}

describe.each([
  ['overview', overview],
  ['overviewByChannel', overviewByChannel],
  ['conversion', conversion],
  ['realtime', realtime],
] as const)('%s', (name, main) => {
  it.each([
    ['any JSON', fc.jsonValue()],
    ['an event that is nearly right', nearlyRight(name)],
  ] as const)('answers %s with a table, or with a code and a message', async (_, events) => {
    await fc.assert(
      fc.asyncProperty(events as fc.Arbitrary<unknown>, async event => {
        const reply = await main(event)

        expect(JSON.parse(JSON.stringify(reply))).toBeInstanceOf(Object)
        expect(reply.errMsg).toEqual(expect.any(String))
        if (reply.errCode === 0) return isTable(reply)
        return Number.isInteger(reply.errCode) && reply.errMsg.startsWith(`${name}:fail `)
      }),
      { numRuns: 300 },
    )
  })

  it('does not always refuse what is nearly right', async () => {
    const codes = new Set<number>()
    for (const event of fc.sample(nearlyRight(name), { numRuns: 1000, seed: 1 })) codes.add((await main(event)).errCode)

    expect(codes).toContain(0)
    expect(codes).toContain(-501007)
  })
})
