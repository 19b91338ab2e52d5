/**
 * Calls one warm function many times over while WeChat misbehaves now and then, and watches its memory.
 *
 *   npm run soak -- [--calls 20000] [--kind overviewByChannel]
 *
 * Prints what the callers got, and the heap before and after: the least that was in use within a tenth of the calls, which
 * is what was left after a garbage collection. Takes some minutes.
 * Exit code: 0 every call was answered and the heap is flat, 1 not so, 2 wrong usage.
 */
import { Command, InvalidArgumentError, Option } from 'commander'
import type { FaultName } from './emulator/faults'
import { type Emulator, startEmulator } from './emulator/server'
import { ensureBuilt, functionServing } from './lib/build/build'
import { builtFunctionFolder } from './lib/build/builtFiles'
import type { FunctionKind } from '../shared/call/event'
import { EXAMPLE_EVENTS } from './lib/exampleEvents'
import { FUNCTION_KINDS } from './lib/functionKinds'
import { type FunctionProcess, startFunction } from './lib/run/runFunction'
import { runProgram } from './lib/runProgram'

/** One call in so many goes wrong, in one way after the other; retryable ones are retried by the function. */
const CALLS_PER_FAULT = 10
const FAULTS: readonly FaultName[] = [
  'busy',
  'noData',
  'noPermission',
  'requestLimit',
  'http502',
  'refused',
  'resetAfterHeaders',
  'emptyReply',
  'truncated',
  'garbage',
  'badJson',
  'jsonArray',
  'text',
  'image',
  'emptyBody',
  'noColumns',
  'shortRows',
  'bareBigNumber',
]
/** The heap may be so much larger at the end: what V8 has compiled meanwhile, and chance. */
const FLAT_WITHIN_BYTES = 3_000_000

interface SoakOptions {
  calls: number
  kind: FunctionKind
}

const program = new Command('soak')
  .description('Call one warm function many times while WeChat fails now and then, and watch its memory.')
  .usage('-- [options]')
  .option('--calls <n>', 'how many calls, 2000 at least', manyCalls, 20_000)
  .addOption(
    new Option('--kind <kind>', 'what the called function serves').choices(FUNCTION_KINDS).default('overviewByChannel'),
  )
  .action(soak)

async function soak({ calls, kind }: SoakOptions): Promise<void> {
  const { name } = functionServing(kind, await ensureBuilt())
  const emulator = await startEmulator()
  const functionProcess = startFunction({ name, folder: builtFunctionFolder(name), endpoint: emulator.url })
  try {
    const { answers, heaps } = await callMany(functionProcess, emulator, kind, calls)
    report(answers, heaps)
  } finally {
    await functionProcess.close()
    await emulator.close()
  }
}

/** What the callers got, counted, and the heap in use after each call. */
async function callMany(functionProcess: FunctionProcess, emulator: Emulator, kind: FunctionKind, calls: number) {
  const answers = new Map<string, number>()
  const heaps: number[] = []
  for (let call = 0; call < calls; call++) {
    if (call % CALLS_PER_FAULT === 0) {
      const fault = FAULTS[(call / CALLS_PER_FAULT) % FAULTS.length]
      emulator.setFault(fault && { name: fault, times: 1 })
      emulator.requests.length = 0
    }
    if (call % 1000 === 0) process.stderr.write(`${call} of ${calls} calls …\n`)
    const invocation = await functionProcess.invoke(EXAMPLE_EVENTS[kind])
    if (invocation.outcome !== 'returned')
      throw new Error(`call ${call} was not answered: ${JSON.stringify(invocation)}`)
    const { errCode } = invocation.result as { errCode: number }
    answers.set(String(errCode), (answers.get(String(errCode)) ?? 0) + 1)
    heaps.push(invocation.memory.heapBytes)
  }
  return { answers, heaps }
}

function report(answers: ReadonlyMap<string, number>, heaps: readonly number[]): void {
  for (const [errCode, count] of answers) console.log(`errCode ${errCode}: ${count} calls`)
  const tenth = heaps.length / 10
  const floors = Array.from({ length: 10 }, (_, at) => Math.min(...heaps.slice(at * tenth, (at + 1) * tenth)))
  // The first tenth is for V8 to compile what is called.
  const [, before = 0] = floors
  const after = floors.at(-1) ?? 0
  const flat = after - before <= FLAT_WITHIN_BYTES
  console.log(`heap, the least in use in each tenth of the calls, MB: ${floors.map(megabytes).join(' ')}`)
  console.log(`heap before ${megabytes(before)} MB, after ${megabytes(after)} MB: ${flat ? 'flat' : 'IT GROWS'}`)
  process.exitCode = flat ? 0 : 1
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}

function manyCalls(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 2000)
    throw new InvalidArgumentError('Expected a whole number, 2000 or more.')
  return Number(text)
}

void runProgram(program)
