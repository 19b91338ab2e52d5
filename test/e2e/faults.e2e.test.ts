/** The built functions, with the real SDK in them, against a WeChat that misbehaves in every way the emulator knows. */
import Table from 'cli-table3'
import { DOCUMENTED } from '../../scripts/emulator/builtInCampaigns'
import { FAULT_NAMES, type FaultName } from '../../scripts/emulator/faults'
import { type Emulator, startEmulator } from '../../scripts/emulator/server'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { builtFunctionFolder } from '../../scripts/lib/build/builtFiles'
import { EXAMPLE_EVENTS } from '../../scripts/lib/exampleEvents'
import { FUNCTION_KINDS } from '../../scripts/lib/functionKinds'
import { type FunctionProcess, type Invocation, startFunction } from '../../scripts/lib/run/runFunction'
import { CODES, isRetryable } from '../../shared/errors'
import type { FunctionKind } from '../../shared/call/event'

type Rows = unknown[][]
/** What a caller gets: an errCode, or the rows that it gets without the fault, changed. */
type Outcome = number | ((rows: Rows) => Rows)
interface Expected {
  table: Outcome
  rows: Outcome
}

const same = (rows: Rows): Rows => rows
const each =
  (change: (row: unknown[]) => unknown[]) =>
  (rows: Rows): Rows =>
    rows.map(change)
const last = (value: unknown) => each(row => [...row.slice(0, -1), value])
const asNumber = (text: unknown): unknown => (/^\d+(\.\d+)?$/.test(String(text)) ? Number(text) : text)

const both = (outcome: Outcome): Expected => ({ table: outcome, rows: outcome })

/** A table is handed over as WeChat sent it; only rows know types, and what a row has to look like. */
const EXPECTED: Readonly<Record<FaultName, Expected>> = {
  // refused by WeChat, the gateway or the platform
  busy: both(-1),
  noData: both(10011),
  tokenExpired: both(42001),
  tokenInvalid: both(40014),
  ipNotListed: both(40164),
  minuteLimit: both(45011),
  codeAsText: both(10011),
  noPermission: both(-604101),
  apiNotFound: both(-604100),
  illegalSource: both(-604104),
  requestLimit: both(-501003),
  concurrentLimit: both(-501004),
  serverTimeout: both(-501002),
  invalidParam: both(-501007),
  invalidEnv: both(-501005),
  // refused for as long as the environment is as it is, under codes that are else retryable
  envIsolated: both(-501001),
  envUnpaid: both(-501001),
  envInvalid: both(-501001),
  envStatusInvalid: both(-501001),
  envNotExists: both(-501007),
  envNotFound: both(-501001),
  permissionDenied: both(-501001),
  signInvalid: both(-501001),
  // refused by a code that nobody knows
  unknownCode: both(-501001),
  // lost on the way
  http500: both(-501001),
  http502: both(-501001),
  http429: both(-501001),
  refused: both(-501001),
  resetAfterHeaders: both(-501001),
  hang: both(-604102),
  drip: both(-604102),
  // no answer that can be read
  emptyReply: both(-601001),
  truncated: both(-601001),
  garbage: both(-601001),
  badJson: both(-601001),
  jsonNull: both(-601001), // the SDK throws on it, and calls that -1
  jsonArray: both(-601001),
  text: both(-601001),
  image: both(-601001),
  emptyBody: both(-601001),
  longGarbage: both(-601001),
  noColumns: both(-601001),
  // an answer that is good, or good in parts
  jsonAsText: both(same),
  noErrcode: both(same),
  shortRows: { table: each(row => row.slice(1)), rows: -601001 },
  longRows: { table: each(row => [...row, 'more']), rows: -601001 },
  numbers: { table: each(row => row.map(asNumber)), rows: same },
  emptyNumber: { table: last(''), rows: last(null) },
  nan: { table: last('NaN'), rows: last(null) },
  infinite: { table: last('1e999'), rows: last(null) },
  bigNumber: both(last('9007199254740993')),
  bareBigNumber: both(last('9007199254740993')),
  huge: both(-604001),
  totalGrows: both(same),
  totalShrinks: both(same),
  pageTotal: both(same),
  columnsChange: both(same),
  typesAsNumbers: both(same),
  shortPage: both(rows => rows.slice(0, -1)),
}

/** Faults that last under codes that are else retryable: found by their text, and no reason to call again. */
const LASTING: readonly FaultName[] = [
  ...(['envIsolated', 'envUnpaid', 'envInvalid', 'envStatusInvalid'] as const),
  ...(['envNotExists', 'envNotFound', 'permissionDenied', 'signInvalid'] as const),
]
/** Somebody whose call WeChat can authorise: without that, every refusal has another advice. */
const CALLER = { source: 'wx_devtools' }
/** No event makes more tries than this, whatever WeChat does. */
const MAX_TRIES = 6

/** Short enough to wait for: what hangs, and what is retried, takes all of it. */
const TIMEOUT_MS = 1500
/** What else there is is not to depend on how fast this machine is. */
const LONG_TIMEOUT_MS = 20_000

/** What is retried whatever the format: to wait for it once is enough. */
function isRepeated(fault: FaultName): boolean {
  const outcome = EXPECTED[fault].table
  return typeof outcome === 'number' && isRetryable(outcome) && !LASTING.includes(fault)
}

const FORMATS = ['table', 'rows'] as const
type Format = (typeof FORMATS)[number]
const FAULTS: Readonly<Record<Format, readonly FaultName[]>> = {
  table: FAULT_NAMES,
  rows: FAULT_NAMES.filter(fault => !isRepeated(fault)),
}
/** Those that pass after two calls. */
const RETRYABLE = ['busy', 'requestLimit', 'http502', 'refused', 'resetAfterHeaders', 'unknownCode'] as const
const STAYING = {
  overview: 'busy',
  overviewByChannel: 'serverTimeout',
  conversion: 'requestLimit',
  realtime: 'http502',
} as const satisfies Record<FunctionKind, FaultName>
const INCONSISTENT = ['totalGrows', 'totalShrinks', 'shortPage', 'columnsChange'] as const

/** What a function is asked for while WeChat misbehaves. */
interface Case {
  /** In a format; or while the fault passes, or stays; or for all pages. */
  asked: Format | 'passes' | 'stays' | 'all'
  /** Without one nothing is wrong. */
  fault?: FaultName
  /** For so many calls, in place of all. */
  times?: number
  event: object
}
/** What it gave, and how many calls of WeChat it took. */
interface Given {
  answer: Invocation
  tries: number
}

/** What one process of a function is asked, one after the other. */
interface Queue {
  name: FunctionKind
  timeoutMs: number
  cases: readonly Case[]
}

/** A function waits most of the time: so it has several processes, which wait side by side. */
function queuesOf(name: FunctionKind): Queue[] {
  const event = EXAMPLE_EVENTS[name]
  const healthy = FORMATS.map((asked): Case => ({ asked, event: { ...event, format: asked } }))
  const retryable = RETRYABLE.map((fault): Case => ({ asked: 'passes', fault, times: 2, event }))
  const staying: Case = { asked: 'stays', fault: STAYING[name], event }
  const ofAllPages = name === 'overviewByChannel' ? casesOfAllPages() : []
  const retried = casesOf(name).filter(isWaitedFor)
  const answered = casesOf(name).filter(each => !isWaitedFor(each))
  const patient = [[...healthy, staying, ...ofAllPages], ...inHalves([...retryable, ...answered])]
  return [
    ...patient.map(cases => ({ name, timeoutMs: LONG_TIMEOUT_MS, cases })),
    ...inHalves(retried).map(cases => ({ name, timeoutMs: TIMEOUT_MS, cases })),
  ]
}

/** Every fault, in every format. */
function casesOf(name: FunctionKind): Case[] {
  return FORMATS.flatMap(asked =>
    FAULTS[asked].map(fault => ({ asked, fault, event: { ...EXAMPLE_EVENTS[name], format: asked } })),
  )
}

function casesOfAllPages(): Case[] {
  const event = { ...EXAMPLE_EVENTS.overviewByChannel, pageLimit: 2, all: true }
  const lasting = ['pageTotal', ...INCONSISTENT, 'huge'] as const
  return [
    { asked: 'all', fault: 'busy', times: 2, event },
    ...lasting.map((fault): Case => ({ asked: 'all', fault, event })),
  ]
}

/** Time goes by while the function retries its calls, and takes none of this machine's. */
function isWaitedFor({ asked, fault, times }: Case): boolean {
  return asked === 'stays' || times !== undefined || (fault !== undefined && isRepeated(fault))
}

/** 8 MB take this machine's time: to be made, and to be read. */
function isHeavy({ fault }: Case): boolean {
  return fault === 'huge'
}

/** Every second one, and the others: so those that are waited for, which stand together, are shared out. */
function inHalves<T>(all: readonly T[]): T[][] {
  return [0, 1].map(half => all.filter((_, at) => at % 2 === half))
}

let invocations = 0
const given = new Map<string, Given>()
/** How the processes ended. */
let ends: Ended[] = []
type Ended = Awaited<ReturnType<FunctionProcess['close']>>

/** All is asked before the first test; the tests say one by one what came of it. */
beforeAll(async () => {
  await ensureBuilt()
  const lines = (await Promise.all(FUNCTION_KINDS.map(startLines))).flat()
  // What has little time has this machine for itself, and what is heavy is alone.
  await Promise.all(lines.map(line => askInTurn(line, isWaitedFor)))
  await Promise.all(lines.map(line => askInTurn(line, each => !isWaitedFor(each) && !isHeavy(each))))
  for (const line of lines) await askInTurn(line, isHeavy)
  ends = await Promise.all(lines.map(({ instance }) => instance.close()))
}, 120_000)
afterAll(printResults)

/** A queue and who serves it. */
interface Line {
  queue: Queue
  instance: Instance
}

/** One after the other: many that start at once are slow to give their first answer. */
async function startLines(name: FunctionKind): Promise<Line[]> {
  const lines: Line[] = []
  for (const queue of queuesOf(name)) lines.push({ queue, instance: await startInstance(queue) })
  return lines
}

async function askInTurn(line: Line, isMeant: (one: Case) => boolean): Promise<void> {
  for (const { asked, fault, times, event } of line.queue.cases.filter(isMeant)) {
    const { emulator, warm } = line.instance
    emulator.setFault(fault && { name: fault, ...(times !== undefined && { times }) })
    emulator.requests.length = 0
    const answer = await invoke(warm, event)
    given.set(keyOf(line.queue.name, asked, fault), { answer, tries: emulator.requests.length })
    if (answer.outcome === 'returned') continue
    // A process that was killed fails the test of this case, and not those of all that come after it.
    await line.instance.close()
    line.instance = await startInstance(line.queue)
  }
}

/** A warm process of a function, and a WeChat of its own. */
interface Instance {
  emulator: Emulator
  warm: FunctionProcess
  close(): Promise<Ended>
}

/** A cold start is not what is tested. */
async function startInstance({ name, timeoutMs }: Queue): Promise<Instance> {
  const emulator = await startEmulator()
  const warm = startFunction({ name, folder: builtFunctionFolder(name), endpoint: emulator.url, timeoutMs })
  await invoke(warm, EXAMPLE_EVENTS[name])
  return {
    emulator,
    warm,
    async close() {
      const ended = await warm.close()
      await emulator.close()
      return ended
    },
  }
}

function invoke(functionProcess: FunctionProcess, event: object): Promise<Invocation> {
  invocations++
  return functionProcess.invoke(event, CALLER)
}

function keyOf(name: FunctionKind, asked: Case['asked'], fault?: FaultName): string {
  return [name, asked, fault ?? 'healthy'].join(' ')
}

function givenFor(name: FunctionKind, asked: Case['asked'], fault?: FaultName): Given {
  const outcome = given.get(keyOf(name, asked, fault))
  if (outcome === undefined) throw new Error(`${keyOf(name, asked, fault)} was not asked`)
  return outcome
}

/** The rows that a function gives while nothing is wrong. */
function healthyRows(name: FunctionKind, format: Format): Rows {
  return rowsOf(givenFor(name, format).answer)
}

function printResults(): void {
  const table = new Table({ head: ['fault', ...FUNCTION_KINDS], style: { head: [], border: [], compact: true } })
  for (const fault of FAULT_NAMES) table.push([fault, ...FUNCTION_KINDS.map(name => cellOf(name, fault))])
  process.stderr.write(`What a caller gets, as a table and as rows, and after how many ms\n${table.toString()}\n`)
}

function cellOf(name: FunctionKind, fault: FaultName): string {
  return FORMATS.flatMap(format => given.get(keyOf(name, format, fault)) ?? [])
    .map(({ answer }) => show(answer))
    .join(', ')
}

function show(invocation: Invocation): string {
  if (invocation.outcome !== 'returned') return invocation.outcome
  const { errCode } = invocation.result as { errCode: number }
  return `${errCode === 0 ? 'answered' : errCode} ${Math.round(invocation.ms)}`
}

interface Result {
  errCode: number
  errMsg: string
  dataValue?: { dataValue: unknown[] }[]
  rows?: object[]
}

function resultOf(invocation: Invocation): Result {
  if (invocation.outcome !== 'returned') throw new Error(JSON.stringify(invocation))
  return invocation.result as Result
}

/** The values of a result, row by row, whatever its format; what is no answer fails here, with what it was. */
function rowsOf(invocation: Invocation): Rows {
  const { errCode, errMsg, dataValue, rows } = resultOf(invocation)
  if (errCode !== 0) throw new Error(errMsg)
  return dataValue?.map(row => row.dataValue) ?? rows?.map((row): unknown[] => Object.values(row)) ?? []
}

/** The code of a failure, which has a message in the SDK's form, with what to do and without anybody's address. */
function errCodeOf(invocation: Invocation, fault: FaultName): number {
  const { errCode, errMsg } = resultOf(invocation)
  const [, known] = Object.entries(CODES).find(([code]) => code === String(errCode)) ?? []
  const advice = LASTING.includes(fault) ? 'look at the environment in the CloudBase console' : known?.advice
  if (advice === undefined) throw new Error(`no advice is known for ${errCode} ${errMsg}`)
  expect(errMsg).toMatch(/^(?:overview|overviewByChannel|conversion|realtime):fail /)
  expect(errMsg).toContain(`; ${advice}`)
  expect(errMsg).not.toMatch(/127\.0\.0\.1|https?:|\/admin|token=/i)
  return errCode
}

describe.each(FORMATS)('as %s, with the fault', format => {
  it.each(FAULTS[format])('%s, each function gives what it should, in time', fault => {
    const answers = FUNCTION_KINDS.map(name => givenFor(name, format, fault))

    const expected = EXPECTED[fault][format]
    const got = answers.map(({ answer }) => (typeof expected === 'number' ? errCodeOf(answer, fault) : rowsOf(answer)))
    expect(got).toStrictEqual(
      FUNCTION_KINDS.map(name => (typeof expected === 'number' ? expected : expected(healthyRows(name, format)))),
    )
    const maxTries = isRepeated(fault) ? MAX_TRIES : 1
    expect(answers.filter(({ tries }) => tries < 1 || tries > maxTries)).toStrictEqual([])
  })
})

describe('a fault that passes', () => {
  it.each(RETRYABLE)('%s, twice: each function gives its answer all the same', fault => {
    const got = FUNCTION_KINDS.map(name => rowsOf(givenFor(name, 'passes', fault).answer))

    expect(got).toStrictEqual(FUNCTION_KINDS.map(name => healthyRows(name, 'table')))
  })
})

describe('a fault that stays', () => {
  it('ends with itself though there is time: after five tries, or three where each adds to the load', () => {
    const tries = FUNCTION_KINDS.map(name => {
      const fault = STAYING[name]
      const outcome = givenFor(name, 'stays', fault)
      return [fault, errCodeOf(outcome.answer, fault), outcome.tries]
    })

    expect(tries).toStrictEqual([
      ['busy', -1, 5],
      ['serverTimeout', -501002, 5],
      ['requestLimit', -501003, 3],
      ['http502', -501001, 3],
    ])
  })
})

const MANY_CHANNELS_EVENT = {
  beginDate: DOCUMENTED.begin,
  endDate: DOCUMENTED.end,
  condition: { envId: 'many', activityId: 'many' },
}

/** A table of sixty channels, from a WeChat that takes its time, and a process that reads it. */
async function startManyChannels() {
  const opens = Array.from({ length: 60 }, (_, at) => ({ id: `${at}`, channelId: `c${at}`, time: DOCUMENTED.begin }))
  const campaign = { appid: 'wx', envId: 'many', activityId: 'many', sends: [], opens, jumps: [] }
  const emulator = await startEmulator({ latencyMs: 20, campaigns: [campaign] })
  const name = 'overviewByChannel'
  const folder = builtFunctionFolder(name)
  const many = startFunction({ name, folder, endpoint: emulator.url, timeoutMs: LONG_TIMEOUT_MS })
  const invokeAll = () => many.invoke({ ...MANY_CHANNELS_EVENT, pageLimit: 1, all: true }, CALLER)
  return { emulator, many, invokeAll }
}

describe('all: true', () => {
  function readAll(fault: FaultName): Invocation {
    return givenFor('overviewByChannel', 'all', fault).answer
  }

  it('gives every row, though WeChat is busy for some pages', () => {
    expect(rowsOf(readAll('busy'))).toStrictEqual(healthyRows('overviewByChannel', 'table'))
  })

  it('gives every row though WeChat counts those of each page only', () => {
    const healthy = healthyRows('overviewByChannel', 'table')

    expect(rowsOf(readAll('pageTotal'))).toStrictEqual(healthy)
    expect(readAll('pageTotal')).toMatchObject({ result: { totalNum: healthy.length } })
  })

  it('makes no call after its reply when later pages are refused', async () => {
    const { emulator, many, invokeAll } = await startManyChannels()
    const answer = invokeAll()
    while (emulator.requests.length < 3) await new Promise(resolve => setImmediate(resolve))
    emulator.setFault({ name: 'noPermission' })
    expect(errCodeOf(await answer, 'noPermission')).toBe(-604101)
    const callsAtReply = emulator.requests.length

    // Time enough for whoever went on, in the same process.
    for (let call = 0; call < 10; call++) await many.invoke(MANY_CHANNELS_EVENT, CALLER)

    expect(emulator.requests).toHaveLength(callsAtReply + 10)
    await many.close()
    await emulator.close()
  })

  it.each(INCONSISTENT)('says that the table is not consistent: %s', fault => {
    const answer = readAll(fault)

    expect(errCodeOf(answer, fault)).toBe(-601001)
    expect(resultOf(answer).errMsg).toContain('the table is not consistent')
  })

  it('refuses what is larger than a result may be', () => {
    expect(errCodeOf(readAll('huge'), 'huge')).toBe(-604001)
  })
})

describe('after all of that', () => {
  it('no process has crashed or written to stdout, and each call has its one line in the log', () => {
    const lines = ends.flatMap(({ stderr }) => stderr.trim().split('\n'))

    expect(ends.map(({ exitCode, stdout }) => ({ exitCode, stdout }))).toStrictEqual(
      FUNCTION_KINDS.flatMap(queuesOf).map(() => ({ exitCode: 0, stdout: '' })),
    )
    expect(lines.map(line => Object.keys(JSON.parse(line) as object).slice(0, 1))).toStrictEqual(
      Array.from({ length: invocations }, () => ['function']),
    )
  })
})
