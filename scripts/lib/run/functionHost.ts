/**
 * What stands around a cloud function in the cloud, as far as a function can notice: it loads the function's folder
 * once, then answers one message an invocation with the JSON of what `main` gave. Runs in a process of its own, in plain
 * Node, started by runFunction.ts with the folder as its argument.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** One invocation. The platform hands the caller over in environment variables, anew for every call. */
export interface HostRequest {
  event: unknown
  context: unknown
  environment: Record<string, string>
}

/** What a function has cost. */
export interface MemoryUse {
  /** The heap in use after the call. */
  heapBytes: number
  /** The most that the process has had of the machine's memory so far. */
  peakBytes: number
}

/** `json` is the result as the platform carries it; `ms` what loading index.js took, or `main`. */
export type HostReply =
  | { type: 'loaded'; ms: number }
  | { type: 'notLoaded'; error: string }
  | { type: 'returned'; json: string; ms: number; memory: MemoryUse }
  | { type: 'threw'; error: string; ms: number }

type Main = (event: unknown, context: unknown) => unknown

function reply(message: HostReply): void {
  process.send?.(message)
}

function isMain(value: unknown): value is Main {
  return typeof value === 'function'
}

function load(folder: string): Main | undefined {
  try {
    const index = join(folder, 'index.js')
    const loaded: unknown = createRequire(index)(index)
    if (typeof loaded === 'object' && loaded !== null && 'main' in loaded && isMain(loaded.main)) return loaded.main
    reply({ type: 'notLoaded', error: 'index.js exports no function main' })
  } catch (error) {
    reply({ type: 'notLoaded', error: describe(error) })
  }
  return undefined
}

async function invoke(main: Main, { event, context, environment }: HostRequest): Promise<void> {
  Object.assign(process.env, environment)
  const ms = stopwatch()
  try {
    const result = await main(event, context)
    const json = JSON.stringify(result) as string | undefined
    reply({ type: 'returned', json: json ?? 'null', ms: ms(), memory: memoryUse() })
  } catch (error) {
    reply({ type: 'threw', error: describe(error), ms: ms() })
  }
}

function memoryUse(): MemoryUse {
  return { heapBytes: process.memoryUsage().heapUsed, peakBytes: peakBytes() }
}

/** On Linux `maxRSS` begins with what the parent had when it forked; the kernel's own count of this process does not. */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

/** Gives the milliseconds since it was started. */
function stopwatch(): () => number {
  const start = process.hrtime.bigint()
  return () => Number(process.hrtime.bigint() - start) / 1e6
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const loadMs = stopwatch()
const main = load(process.argv[1] ?? '')
if (main !== undefined) {
  process.on('message', (request: HostRequest) => void invoke(main, request))
  reply({ type: 'loaded', ms: loadMs() })
}
// The parent hangs up when it wants no more. A turn of the loop lets a rejection that nobody handles still be seen.
process.on('disconnect', () => setImmediate(() => process.exit()))
