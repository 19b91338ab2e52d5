/** The functions as they are deployed, with the real wx-server-sdk inside, against the emulator. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EXAMPLE_EVENTS } from '../../scripts/lib/exampleEvents'
import { FUNCTION_KINDS } from '../../scripts/lib/functionKinds'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { builtFunctionFolder, sourceMapFile } from '../../scripts/lib/build/builtFiles'
import { ROOT } from '../../scripts/lib/root'
import { type FunctionRun, runFunction } from '../../scripts/lib/run/runFunction'
import type { FunctionKind } from '../../shared/call/event'
import { conversionTable } from '../support/documented'
import { useEmulator } from '../support/emulator'

const activity = { envId: 'wedcvfr', activityId: '21ded5cb6001691405171ba161c603d1' }
const day = { beginDate: '2021-02-25', endDate: '2021-02-26' }
const onTheWire = { begin_date: 1614182400, end_date: 1614268800 }
const firstPage = { page_offset: 0, page_limit: 1000 }
const condition = { env_id: activity.envId, activity_id: activity.activityId }

const RECEIVED: Record<FunctionKind, object> = {
  overview: {
    action: 'smsMarketingOverviewData',
    ...onTheWire,
    ...firstPage,
    condition: { ...condition, by_channel_id: '0' },
  },
  overviewByChannel: {
    action: 'smsMarketingOverviewData',
    ...onTheWire,
    ...firstPage,
    condition: { ...condition, by_channel_id: '1' },
  },
  conversion: {
    action: 'smsMarketingConversionData',
    ...onTheWire,
    ...firstPage,
    condition: { ...condition, channel_id: '_cms_sms_' },
  },
  realtime: {
    action: 'smsMarketingRealTimeData',
    ...onTheWire,
    condition: { ...condition, channel_id: '_cms_sms_', act_type: 'h5' },
  },
}

const emulator = useEmulator()
beforeAll(() => ensureBuilt())

function run(name: FunctionKind, event: unknown, folder = builtFunctionFolder(name)): Promise<FunctionRun> {
  return runFunction({ name, folder, endpoint: emulator().url, envId: 'wedcvfr' }, event)
}

async function resultOf(name: FunctionKind, event: unknown): Promise<unknown> {
  const functionRun = await run(name, event)
  return functionRun.outcome === 'returned' ? functionRun.result : functionRun
}

/** The column of a result in `format: "rows"`, as numbers. */
async function column(name: FunctionKind, event: object, colId: string): Promise<number[]> {
  const result = (await resultOf(name, { ...event, format: 'rows' })) as { rows: Record<string, number>[] }
  return result.rows.map(row => row[colId] ?? NaN)
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)

describe.each(FUNCTION_KINDS)('%s, built', name => {
  it('sends the documented request and gives a table', async () => {
    const before = emulator().requests.length

    const result = await resultOf(name, EXAMPLE_EVENTS[name])

    expect(emulator().requests.slice(before)).toStrictEqual([{ transport: 'cloudCall', body: RECEIVED[name] }])
    expect(result).toMatchObject({ errCode: 0, errMsg: 'openapi.cloudbase.getStatistics:ok' })
  })

  it('answers 10011 with an empty table for an activity that nobody knows', async () => {
    const event = {
      ...EXAMPLE_EVENTS[name],
      condition: { ...activity, activityId: 'nobody', ...(name === 'realtime' && { actType: 'h5' }) },
    }

    await expect(resultOf(name, event)).resolves.toMatchObject({
      errCode: 10011,
      dataColumn: [],
      dataValue: [],
      totalNum: 0,
    })
  })

  it('has nothing of the HTTPS call in it, which is for programs with credentials', () => {
    const map = JSON.parse(readFileSync(join(ROOT, sourceMapFile(name)), 'utf8')) as { sources: string[] }

    expect(map.sources).toContain('shared/call/getStatistics.ts')
    expect(map.sources.filter(source => source.startsWith('shared/https/'))).toEqual([])
  })

  it('runs alone in an empty folder: nothing but Node is required', async () => {
    const folder = mkdtempSync(join(tmpdir(), `${name}-`))
    for (const file of readdirSync(builtFunctionFolder(name)))
      copyFileSync(join(builtFunctionFolder(name), file), join(folder, file))

    const alone = await run(name, EXAMPLE_EVENTS[name], folder)
    rmSync(folder, { recursive: true })

    expect(alone).toMatchObject({ outcome: 'returned', result: { errCode: 0 }, exitCode: 0 })
  })
})

describe('the built-in campaign of the documentation', () => {
  it("gives the documentation's row to the character", async () => {
    await expect(resultOf('conversion', EXAMPLE_EVENTS.conversion)).resolves.toStrictEqual(conversionTable)
  })

  it('gives numbers with format "rows"', async () => {
    await expect(column('conversion', EXAMPLE_EVENTS.conversion, 'h5_sms_rate')).resolves.toStrictEqual([0.5])
  })

  it.each([
    ['a day', '2021-02-25', '2021-02-26'],
    ['a morning', '2021-02-25 08:00', '2021-02-25 12:00'],
    ['an odd date range', '2021-02-25 09:07:13', '2021-02-25 17:31:59'],
  ])("has channels that add up to the overview's opens, in %s", async (_, beginDate, endDate) => {
    const event = { beginDate, endDate, condition: activity }

    const channels = await column('overviewByChannel', event, 'h5_open_uercnt')
    const [all] = await column('overview', event, 'h5_open_uercnt')

    expect(channels.length).toBeGreaterThan(1)
    expect(sum(channels)).toBe(all)
  })

  it('is asked for the environment that the function runs in when the event names none', async () => {
    const { activityId } = activity

    await expect(resultOf('overview', { ...day, condition: { activityId } })).resolves.toMatchObject({ errCode: 0 })
    expect(emulator().requests.at(-1)?.body).toMatchObject({ condition: { env_id: 'wedcvfr' } })
  })

  it('takes ids with quotes, newlines, emoji and __proto__ as data', async () => {
    const activityId = '"quoted"\n🎉 __proto__'

    await resultOf('overview', { ...day, condition: { ...activity, activityId } })

    expect(emulator().requests.at(-1)?.body).toMatchObject({ condition: { activity_id: activityId } })
  })
})
