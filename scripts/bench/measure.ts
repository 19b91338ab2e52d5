import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import type { Campaign } from '../emulator/campaign'
import { startEmulator } from '../emulator/server'
import { type Called, startBenchProcess, timeBareNode } from './benchProcess'

/** The folders of the two that are compared. */
export interface Contestants {
  ours: string
  example: string
}

/** A small campaign: the less WeChat takes, the more of a call is ours. */
const BEGIN = 1614182400
const CHANNELS = 20
const CAMPAIGN: Campaign = {
  appid: 'wxbench',
  envId: 'bench-env',
  activityId: 'bench',
  sends: [{ task: 'task1', channelId: 'channel0', count: 100, time: BEGIN + 1 }],
  opens: Array.from({ length: CHANNELS }, (_, at) => ({ id: `o${at}`, channelId: `channel${at}`, time: BEGIN + at })),
  jumps: Array.from({ length: CHANNELS }, (_, at) => ({ id: `j${at}`, channelId: `channel${at}`, time: BEGIN + at })),
}
const WINDOW = { beginDate: BEGIN, endDate: BEGIN + 86_400 }
const ACTIVITY = { envId: CAMPAIGN.envId, activityId: CAMPAIGN.activityId }
const EVENT = { ...WINDOW, condition: ACTIVITY }
/** The same as it is for WeChat: what the example sends. */
const REQUEST = {
  action: 'smsMarketingOverviewData',
  ...WINDOW,
  pageOffset: 0,
  pageLimit: 1000,
  condition: { ...ACTIVITY, byChannelId: '0' },
}

export interface PackageSize {
  /** Files of JavaScript. */
  scripts: number
  bytes: number
  zippedBytes: number
}

/** What would be uploaded. */
export function measurePackage(folder: string): PackageSize {
  const files = Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(path => statSync(join(folder, path)).isFile())
      .map(path => [path, readFileSync(join(folder, path))]),
  )
  const contents = Object.values(files)
  return {
    scripts: Object.keys(files).filter(path => /\.[cm]?js$/.test(path)).length,
    bytes: contents.reduce((sum, { byteLength }) => sum + byteLength, 0),
    zippedBytes: zipSync(files).byteLength,
  }
}

/** One cold start. Times in ms; `firstAnswerMs` is from the start of the process until its first answer is here. */
export interface ColdStart {
  loadMs: number
  firstAnswerMs: number
  peakBytes: number
}

/** Cold starts of both and of Node with nothing to do, in turn, `rounds` of each. */
export async function measureColdStarts({ ours, example }: Contestants, rounds: number) {
  const emulator = await startEmulator({ campaigns: [CAMPAIGN] })
  const starts = { ours: [] as ColdStart[], example: [] as ColdStart[], bareNodeMs: [] as number[] }
  try {
    for (let round = 0; round < rounds; round++) {
      starts.bareNodeMs.push(await timeBareNode())
      starts.ours.push(await coldStart(ours, emulator.url, EVENT))
      starts.example.push(await coldStart(example, emulator.url, REQUEST))
    }
    return starts
  } finally {
    await emulator.close()
  }
}

async function coldStart(folder: string, endpoint: string, event: unknown): Promise<ColdStart> {
  const start = performance.now()
  const { loadMs, call, close } = await startBenchProcess(folder, endpoint)
  const called = await call(event)
  const firstAnswerMs = performance.now() - start
  await close()
  checkAnswer(called)
  return { loadMs, firstAnswerMs, peakBytes: called.peakBytes }
}

const CALLS = 50
/** Until V8 has compiled what is hot. */
const WARM_UP_CALLS = 2000

/**
 * Milliseconds a call in one warm process (see writeWarmBundle): `main` and the bare call in turn, a batch of each, and the
 * other way round in the next round.
 */
export async function measureWarmCalls(folder: string, rounds: number) {
  const emulator = await startEmulator({ campaigns: [CAMPAIGN] })
  const { call, close } = await startBenchProcess(folder, emulator.url)
  const times = { ours: [] as number[], bare: [] as number[] }
  try {
    checkAnswer(await call(EVENT, WARM_UP_CALLS))
    checkAnswer(await call(REQUEST, WARM_UP_CALLS, 'bare'))
    const callOurs = async (): Promise<number> => times.ours.push((await call(EVENT, CALLS)).ms / CALLS)
    const callBare = async (): Promise<number> => times.bare.push((await call(REQUEST, CALLS, 'bare')).ms / CALLS)
    for (let round = 0; round < rounds; round++)
      for (const turn of round % 2 === 0 ? [callOurs, callBare] : [callBare, callOurs]) await turn()
    return times
  } finally {
    await Promise.all([close(), emulator.close()])
  }
}

/** Milliseconds for 20 pages of which WeChat takes 30 ms each: with `all`, and one page after the other; `undefined` when `all` gives less. */
export async function measureAllPages(overviewByChannel: string, rounds: number) {
  const emulator = await startEmulator({ campaigns: [CAMPAIGN], latencyMs: 30 })
  const { call, close } = await startBenchProcess(overviewByChannel, emulator.url)
  const times = { all: [] as number[], pageByPage: [] as number[] }
  try {
    for (let round = 0; round < rounds; round++) {
      const all = await call({ ...EVENT, all: true, pageLimit: 1 })
      if (rowsOf(all) !== CHANNELS) return undefined
      times.all.push(all.ms)
      const start = performance.now()
      for (let page = 0; page < CHANNELS; page++) checkAnswer(await call({ ...EVENT, pageOffset: page, pageLimit: 1 }))
      times.pageByPage.push(performance.now() - start)
    }
    return times
  } finally {
    await Promise.all([close(), emulator.close()])
  }
}

function checkAnswer(called: Called): void {
  if (rowsOf(called) === 0) throw new Error(`expected rows, the answer is ${JSON.stringify(called.result)}`)
}

function rowsOf({ result }: Called): number {
  if (typeof result !== 'object' || result === null || !('dataValue' in result)) return 0
  return Array.isArray(result.dataValue) ? result.dataValue.length : 0
}
