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
import { CODES, isPassing } from '../../shared/errors'
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
  // refused for as long as the environment is as it is, under codes that else stand for what passes
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
  jsonNull: both(-601001), // the SDK stumbles over it, which it calls -1
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

/** Faults that last under codes that else stand for what passes: found by their text, and no reason to call again. */
const LASTING: readonly FaultName[] = [
  ...(['envIsolated', 'envUnpaid', 'envInvalid', 'envStatusInvalid'] as const),
  ...(['envNotExists', 'envNotFound', 'permissionDenied', 'signInvalid'] as const),
]
/** Somebody whose call WeChat can authorise: without that, every refusal has another advice. */
const CALLER = { source: 'wx_devtools' }
/** No event makes more tries than this, whatever WeChat does. */
const MOST_TRIES = 6

/** Long enough for an answer, short enough for what hangs and for what is repeated. */
const TIMEOUT_MS = 1500
const LONG_TIMEOUT_MS = 20_000

type Format = 'table' | 'rows'

interface Subject {
  name: FunctionKind
  emulator: Emulator
  /** Two warm processes of the function, with a short time for each call and with a long one. */
  quick: FunctionProcess
  patient: FunctionProcess
  /** The rows that it gives while nothing is wrong. */
  healthy: Record<Format, Rows>
}

let subjects: Subject[] = []
let invocations = 0
const results = new Map<FaultName, Map<FunctionKind, string[]>>()

beforeAll(async () => {
  await ensureBuilt()
  subjects = await Promise.all(FUNCTION_KINDS.map(start))
})

async function start(name: FunctionKind): Promise<Subject> {
  const emulator = await startEmulator()
  const quick = await startWarm(name, emulator, TIMEOUT_MS)
  const patient = await startWarm(name, emulator, LONG_TIMEOUT_MS)
  const healthy = {
    table: rowsOf(await invoke(patient, { ...EXAMPLE_EVENTS[name], format: 'table' })),
    rows: rowsOf(await invoke(patient, { ...EXAMPLE_EVENTS[name], format: 'rows' })),
  }
  return { name, emulator, quick, patient, healthy }
}

/** A cold start is not what is tested. */
async function startWarm(name: FunctionKind, { url }: Emulator, timeoutMs: number): Promise<FunctionProcess> {
  const functionProcess = startFunction({ name, folder: builtFunctionFolder(name), endpoint: url, timeoutMs })
  await invoke(functionProcess, { ...EXAMPLE_EVENTS[name], condition: {} })
  return functionProcess
}

function invoke(functionProcess: FunctionProcess, event: object): Promise<Invocation> {
  invocations++
  return functionProcess.invoke(event, CALLER)
}

afterAll(async () => {
  printResults()
  await Promise.all(subjects.map(({ emulator }) => emulator.close()))
})

function printResults(): void {
  const table = new Table({ head: ['fault', ...FUNCTION_KINDS], style: { head: [], border: [], compact: true } })
  for (const [fault, cells] of results)
    table.push([fault, ...FUNCTION_KINDS.map(name => (cells.get(name) ?? []).join(', '))])
  process.stderr.write(`What a caller gets, as a table and as rows, and after how many ms\n${table.toString()}\n`)
}

function note(fault: FaultName, name: FunctionKind, invocation: Invocation): void {
  const cells = results.get(fault) ?? new Map<FunctionKind, string[]>()
  cells.set(name, [...(cells.get(name) ?? []), show(invocation)])
  results.set(fault, cells)
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

/** What is repeated whatever the format: to wait for it once is enough. */
function isRepeated(fault: FaultName): boolean {
  const outcome = EXPECTED[fault].table
  return typeof outcome === 'number' && isPassing(outcome) && !LASTING.includes(fault)
}

describe.each([
  { format: 'table' as const, faults: FAULT_NAMES },
  { format: 'rows' as const, faults: FAULT_NAMES.filter(fault => !isRepeated(fault)) },
])('as $format, with the fault', ({ format, faults }) => {
  it.each(faults)('%s, each function gives what it should, in time', async fault => {
    const answers = await Promise.all(
      subjects.map(async subject => {
        const { name, emulator, quick, patient, healthy } = subject
        emulator.setFault({ name: fault })
        emulator.requests.length = 0
        // 8 MB take their time: to be read, not to be sent.
        const answer = await invoke(fault === 'huge' ? patient : quick, { ...EXAMPLE_EVENTS[name], format })
        note(fault, name, answer)
        // A process that was killed fails this test, and not all that come after it.
        if (answer.outcome !== 'returned') subject.quick = await startWarm(name, emulator, TIMEOUT_MS)
        return { healthy: healthy[format], answer, tries: emulator.requests.length }
      }),
    )

    const expected = EXPECTED[fault][format]
    const got = answers.map(({ answer }) => (typeof expected === 'number' ? errCodeOf(answer, fault) : rowsOf(answer)))
    expect(got).toStrictEqual(
      answers.map(({ healthy }) => (typeof expected === 'number' ? expected : expected(healthy))),
    )
    const mostTries = isRepeated(fault) ? MOST_TRIES : 1
    expect(answers.filter(({ tries }) => tries < 1 || tries > mostTries)).toStrictEqual([])
  })
})

describe('a fault that passes', () => {
  it.each(['busy', 'requestLimit', 'http502', 'refused', 'resetAfterHeaders', 'unknownCode'] as const)(
    '%s, twice: each function gives its answer all the same',
    async name => {
      const answers = await Promise.all(
        subjects.map(async ({ name: functionName, emulator, patient, healthy }) => {
          emulator.setFault({ name, times: 2 })
          const answer = await invoke(patient, EXAMPLE_EVENTS[functionName])
          return { answer, healthy: healthy.table }
        }),
      )

      expect(answers.map(({ answer }) => rowsOf(answer))).toStrictEqual(answers.map(({ healthy }) => healthy))
    },
  )
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

describe('a fault that stays', () => {
  it('ends with itself though there is time: after five tries, or three where each adds to the load', async () => {
    const faults = ['busy', 'serverTimeout', 'requestLimit', 'http502'] as const
    const tries = await Promise.all(
      subjects.map(async ({ name, emulator, patient }, at) => {
        const fault = faults[at % faults.length] ?? 'busy'
        emulator.setFault({ name: fault })
        emulator.requests.length = 0
        const answer = await invoke(patient, EXAMPLE_EVENTS[name])
        return [fault, errCodeOf(answer, fault), emulator.requests.length]
      }),
    )

    expect(tries).toStrictEqual([
      ['busy', -1, 5],
      ['serverTimeout', -501002, 5],
      ['requestLimit', -501003, 3],
      ['http502', -501001, 3],
    ])
  })
})

describe('all: true', () => {
  async function readAll(fault: FaultName, times?: number): Promise<{ answer: Invocation; subject: Subject }> {
    const subject = subjects.find(({ name }) => name === 'overviewByChannel')
    if (subject === undefined) throw new Error('overviewByChannel was not started')
    subject.emulator.setFault({ name: fault, ...(times !== undefined && { times }) })
    const answer = await invoke(subject.patient, { ...EXAMPLE_EVENTS.overviewByChannel, pageLimit: 2, all: true })
    return { answer, subject }
  }

  it('gives every row, though WeChat is busy for some pages', async () => {
    const { answer, subject } = await readAll('busy', 2)

    expect(rowsOf(answer)).toStrictEqual(subject.healthy.table)
  })

  it('gives every row though WeChat counts those of each page only', async () => {
    const { answer, subject } = await readAll('pageTotal')

    expect(rowsOf(answer)).toStrictEqual(subject.healthy.table)
    expect(answer).toMatchObject({ result: { totalNum: subject.healthy.table.length } })
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

  it.each(['totalGrows', 'totalShrinks', 'shortPage', 'columnsChange'] as const)(
    'says that the table is not consistent: %s',
    async fault => {
      const { answer } = await readAll(fault)

      expect(errCodeOf(answer, fault)).toBe(-601001)
      expect(resultOf(answer).errMsg).toContain('the table is not consistent')
    },
  )

  it('refuses what is larger than a result may be', async () => {
    const { answer } = await readAll('huge')

    expect(errCodeOf(answer, 'huge')).toBe(-604001)
  })
})

describe('after all of that', () => {
  it('no process has crashed or written to stdout, and each call has its one line in the log', async () => {
    const ends = await Promise.all(subjects.flatMap(({ quick, patient }) => [quick.close(), patient.close()]))

    const lines = ends.flatMap(({ stderr }) => stderr.trim().split('\n'))
    expect(ends.map(({ exitCode, stdout }) => ({ exitCode, stdout }))).toStrictEqual(
      ends.map(() => ({ exitCode: 0, stdout: '' })),
    )
    expect(lines.map(line => Object.keys(JSON.parse(line) as object).slice(0, 1))).toStrictEqual(
      Array.from({ length: invocations }, () => ['function']),
    )
  })
})
