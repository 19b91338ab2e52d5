import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { DAY_SECONDS } from '../../shared/constants'
import { isRecord } from '../../shared/isRecord'
import type { Campaign } from '../emulator/campaign'
import { startEmulator } from '../emulator/server'
import type { Caller } from '../lib/run/platform'
import { explainInvocation, type FunctionProcess, type Invocation, startFunction } from '../lib/run/runFunction'

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
const WINDOW = { beginDate: BEGIN, endDate: BEGIN + DAY_SECONDS }
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

/** Somebody whom the function lets in. */
const OPENID = 'oBench'
const CALLER: Caller = { openid: OPENID, source: 'wx_client' }

function start(folder: string, endpoint: string): FunctionProcess {
  const environment = { STATS_ALLOWED_OPENIDS: OPENID }
  // This process holds the emulator too, and reading log lines here would slow it down.
  return startFunction({ name: 'bench', folder, endpoint, environment, output: 'discarded' })
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

/** Milliseconds that Node takes to start and end with nothing to do: the floor. */
async function timeBareNode(): Promise<number> {
  const begin = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { env: {}, stdio: 'ignore' }), 'exit')
  return performance.now() - begin
}

async function coldStart(folder: string, endpoint: string, event: unknown): Promise<ColdStart> {
  const begin = performance.now()
  const functionProcess = start(folder, endpoint)
  const called = await call(functionProcess, event)
  const firstAnswerMs = performance.now() - begin
  const loadMs = (await functionProcess.loadMs()) ?? NaN
  await functionProcess.close()
  checkAnswer(called)
  return { loadMs, firstAnswerMs, peakBytes: called.memory.peakBytes }
}

const CALLS = 50
/** Until V8 has compiled what is hot. */
const WARM_UP_CALLS = 2000

/**
 * Milliseconds a call in one warm process (see writeWarmBundle): ours and the bare call in turn, a batch of each, and the
 * other way round in the next round.
 */
export async function measureWarmCalls(folder: string, rounds: number) {
  const emulator = await startEmulator({ campaigns: [CAMPAIGN] })
  const functionProcess = start(folder, emulator.url)
  const times = { ours: [] as number[], bare: [] as number[] }
  const callOurs = (calls: number): Promise<number> => callMany(functionProcess, EVENT, calls)
  const callBare = (calls: number): Promise<number> => callMany(functionProcess, { bare: REQUEST }, calls)
  try {
    await callOurs(WARM_UP_CALLS)
    await callBare(WARM_UP_CALLS)
    const batches = [
      async () => times.ours.push(await callOurs(CALLS)),
      async () => times.bare.push(await callBare(CALLS)),
    ]
    for (let round = 0; round < rounds; round++)
      for (const batch of round % 2 === 0 ? batches : [...batches].reverse()) await batch()
    return times
  } finally {
    await Promise.all([functionProcess.close(), emulator.close()])
  }
}

/** Milliseconds a call. */
async function callMany(functionProcess: FunctionProcess, event: unknown, calls: number): Promise<number> {
  let ms = 0
  for (let done = 0; done < calls; done++) {
    const called = await call(functionProcess, event)
    checkAnswer(called)
    ms += called.ms
  }
  return ms / calls
}

/** Milliseconds for 20 pages of which WeChat takes 30 ms each: with `all`, and one page after the other; `undefined` when `all` gives less. */
export async function measureAllPages(overviewByChannel: string, rounds: number) {
  const emulator = await startEmulator({ campaigns: [CAMPAIGN], latencyMs: 30 })
  const functionProcess = start(overviewByChannel, emulator.url)
  const times = { all: [] as number[], pageByPage: [] as number[] }
  try {
    for (let round = 0; round < rounds; round++) {
      const all = await call(functionProcess, { ...EVENT, all: true, pageLimit: 1 })
      if (rowsOf(all.result) !== CHANNELS) return undefined
      times.all.push(all.ms)
      let pageByPageMs = 0
      for (let page = 0; page < CHANNELS; page++)
        pageByPageMs += await callMany(functionProcess, { ...EVENT, pageOffset: page, pageLimit: 1 }, 1)
      times.pageByPage.push(pageByPageMs)
    }
    return times
  } finally {
    await Promise.all([functionProcess.close(), emulator.close()])
  }
}

type Returned = Extract<Invocation, { outcome: 'returned' }>

async function call(functionProcess: FunctionProcess, event: unknown): Promise<Returned> {
  const invocation = await functionProcess.invoke(event, CALLER)
  if (invocation.outcome !== 'returned') throw new Error(explainInvocation(invocation))
  return invocation
}

function checkAnswer({ result }: Returned): void {
  if (rowsOf(result) === 0) throw new Error(`expected rows, the answer is ${JSON.stringify(result)}`)
}

function rowsOf(result: unknown): number {
  return isRecord(result) && Array.isArray(result['dataValue']) ? result['dataValue'].length : 0
}
