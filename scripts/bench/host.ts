/**
 * A cloud function's process that knows what it cost: runs in plain Node, started by benchProcess.ts with the folder of the
 * function as its argument.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Calls an export so many times, one after the other. */
export interface CallRequest {
  name: 'main' | 'bare'
  event: unknown
  calls: number
}

export type BenchReply =
  /** `loadMs`: what loading index.js took. */
  | { type: 'loaded'; loadMs: number }
  /** `ms` for all calls together, the last one's result, and the most memory that the process has had so far. */
  | { type: 'called'; ms: number; result: unknown; peakBytes: number }

type FunctionModule = Record<CallRequest['name'], (event: unknown, context: unknown) => unknown>

const before = performance.now()
// eslint-disable-next-line @typescript-eslint/no-require-imports -- what is loaded, and when, is the thing measured
const exported = require(join(process.argv[1] ?? '', 'index.js')) as FunctionModule
reply({ type: 'loaded', loadMs: performance.now() - before })

process.on('message', (request: CallRequest) => void call(request))

async function call({ name, event, calls }: CallRequest): Promise<void> {
  const start = performance.now()
  let result: unknown
  for (let done = 0; done < calls; done++) result = await exported[name](event, {})
  const ms = performance.now() - start
  reply({ type: 'called', ms, result, peakBytes: peakBytes() })
}

/** On Linux `maxRSS` begins with what the parent had when it forked; the kernel's own count of this process does not. */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

function reply(message: BenchReply): void {
  process.send?.(message)
}
