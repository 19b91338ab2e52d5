import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { transformSync } from 'esbuild'
import type { HostReply, HostRequest, MemoryUse } from './functionHost'
import {
  arrivingEvent,
  type Caller,
  callEnvironment,
  type FunctionSettings,
  platformContext,
  platformEnvironment,
  resultLimitBytes,
  TIMEOUT_MS,
} from './platform'

/** The outcome of one invocation. */
export type Invocation =
  /** `json` is the result as the caller gets it, `result` the same parsed; `ms` is what `main` took. */
  | { outcome: 'returned'; json: string; result: unknown; ms: number; memory: MemoryUse }
  | { outcome: 'threw'; error: string; ms: number }
  /** index.js is missing or broken, or exports no `main`. */
  | { outcome: 'notLoaded'; error: string }
  /** Killed by the platform. */
  | { outcome: 'timedOut'; timeoutMs: number }
  /** The process ended before it answered. */
  | { outcome: 'crashed'; exit: string }
  /** The result is larger than the platform carries to this caller. */
  | { outcome: 'tooLarge'; bytes: number; limitBytes: number }

/** An invocation in a process of its own: its outcome, what it wrote, and how the process ended. */
export type FunctionRun = Invocation & { stdout: string; stderr: string; exitCode: number | null }

/** A warm function: one process, any number of invocations, one at a time. */
export interface FunctionProcess {
  /** Milliseconds that loading index.js took; `undefined` when it could not be loaded. */
  loadMs(): Promise<number | undefined>
  invoke(event: unknown, caller?: Caller): Promise<Invocation>
  /** Ends the process. Gives all that it wrote, and its exit code (`null` when it was killed). */
  close(): Promise<{ stdout: string; stderr: string; exitCode: number | null }>
  /** Ends the process at once: an invocation that is under way has crashed. */
  kill(): void
}

/**
 * Runs a built function once, as the cloud does: in a process of its own, with the platform's environment variables and
 * context, its result through JSON, its timeout and its result limit enforced. Nothing of this computer's environment
 * reaches it but PATH (and on Windows SystemRoot); its clock runs in UTC.
 */
export async function runFunction(settings: FunctionSettings, event: unknown, caller?: Caller): Promise<FunctionRun> {
  const functionProcess = startFunction(settings)
  const invocation = await functionProcess.invoke(event, caller)
  return { ...invocation, ...(await functionProcess.close()) }
}

/** Starts a function and keeps it warm. See `runFunction`. */
export function startFunction(settings: FunctionSettings): FunctionProcess {
  const timeoutMs = settings.timeoutMs ?? TIMEOUT_MS
  const child = spawn(process.execPath, ['-e', hostCode(), settings.folder], {
    cwd: settings.folder,
    env: platformEnvironment(settings),
    stdio: settings.output === 'discarded' ? ['ignore', 'ignore', 'ignore', 'ipc'] : ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const output = collectOutput(child)
  const ended = exitOf(child)
  const loaded = nextReply(child)

  return {
    async loadMs() {
      const load = await loaded
      return load.type === 'loaded' ? load.ms : undefined
    },
    async invoke(event, caller = {}) {
      const load = await loaded
      if (load.type === 'notLoaded') return { outcome: 'notLoaded', error: load.error }
      if (load.type === 'ended') return { outcome: 'crashed', exit: load.exit }
      const environment = callEnvironment(settings, caller)
      const request: HostRequest = {
        event: arrivingEvent(event, caller),
        context: platformContext(settings, timeoutMs, caller, environment),
        environment,
      }
      const answer = nextReply(child)
      // A message that does not arrive is answered by the end of the process.
      child.send(request, () => undefined)
      const reply = await withTimeout(answer, timeoutMs)
      if (reply === 'timeout' || isLate(reply, timeoutMs)) {
        child.kill('SIGKILL')
        return { outcome: 'timedOut', timeoutMs }
      }
      return toInvocation(reply, caller)
    },
    async close() {
      if (child.connected) child.disconnect()
      const exitCode = await ended
      return { ...output, exitCode }
    },
    kill() {
      child.kill('SIGKILL')
    },
  }
}

type Reply = HostReply | { type: 'ended'; exit: string }

function nextReply(child: ChildProcess): Promise<Reply> {
  return new Promise(resolve => {
    const onMessage = (message: HostReply): void => settle(message)
    const onExit = (code: number | null, signal: string | null): void =>
      settle({ type: 'ended', exit: signal ?? `exit code ${code}` })
    const settle = (reply: Reply): void => {
      child.off('message', onMessage).off('exit', onExit)
      resolve(reply)
    }
    child.on('message', onMessage).on('exit', onExit)
    if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode)
  })
}

/** What a busy computer may take to hand over the event and the reply. */
const DELIVERY_MS = 500

/** Gives up when no reply can come any more that was in time by the function's own clock. */
async function withTimeout(reply: Promise<Reply>, timeoutMs: number): Promise<Reply | 'timeout'> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<'timeout'>(resolve => {
    // In a process that was busy the timer comes before a reply that has been there for long: that is read first.
    timer = setTimeout(() => setImmediate(() => resolve('timeout')), timeoutMs + DELIVERY_MS)
  })
  try {
    return await Promise.race([reply, timeout])
  } finally {
    clearTimeout(timer)
  }
}

/** By the function's own clock, as the platform measures it. */
function isLate(reply: Reply, timeoutMs: number): boolean {
  return 'ms' in reply && reply.ms > timeoutMs
}

function toInvocation(reply: Reply, caller: Caller): Invocation {
  switch (reply.type) {
    case 'returned':
      return carry(reply, caller)
    case 'threw':
      return { outcome: 'threw', error: reply.error, ms: reply.ms }
    case 'ended':
      return { outcome: 'crashed', exit: reply.exit }
    case 'notLoaded':
      return { outcome: 'notLoaded', error: reply.error }
    case 'loaded':
      throw new Error('the function host loaded the function twice')
  }
}

function carry({ json, ms, memory }: Extract<HostReply, { type: 'returned' }>, caller: Caller): Invocation {
  const bytes = Buffer.byteLength(json)
  const limitBytes = resultLimitBytes(caller)
  if (bytes > limitBytes) return { outcome: 'tooLarge', bytes, limitBytes }
  return { outcome: 'returned', json, result: JSON.parse(json), ms, memory }
}

/** A warm process can write without end: this much of its end is kept, in characters. */
const KEPT_OUTPUT = 1_000_000

function collectOutput(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout = tail(output.stdout + text)))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr = tail(output.stderr + text)))
  return output
}

/** Cut now and then only: a copy for every line would cost more than what it saves. */
function tail(text: string): string {
  return text.length > 2 * KEPT_OUTPUT ? text.slice(-KEPT_OUTPUT) : text
}

/** 'close' would say the same, but Node does not emit it for a child whose parent hung up first. */
async function exitOf(child: ChildProcess): Promise<number | null> {
  const exit = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
  for (const stream of [child.stdout, child.stderr]) if (stream !== null) await finished(stream)
  return exit
}

let compiledHost: string | undefined
/** The host is TypeScript, its process plain Node: compiled once, in a millisecond. */
function hostCode(): string {
  compiledHost ??= transformSync(readFileSync(join(__dirname, 'functionHost.ts'), 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node18',
  }).code
  return compiledHost
}

/** For people: why an invocation returned nothing, and what to do; `undefined` when it returned. */
export function explainInvocation(invocation: Invocation): string | undefined {
  switch (invocation.outcome) {
    case 'returned':
      return undefined
    case 'threw':
      return `main threw, which the platform reports as -504002 (functions execute fail): ${invocation.error}`
    case 'notLoaded':
      return `the function could not be loaded: ${invocation.error}`
    case 'timedOut':
      return `no answer within ${invocation.timeoutMs} ms: the platform would have killed the call (timeout in cloudbaserc.json)`
    case 'crashed':
      return `the function's process ended before it answered (${invocation.exit}): what it wrote last is on stderr`
    case 'tooLarge':
      return `the result has ${invocation.bytes} bytes, and the platform returns at most ${invocation.limitBytes} to this caller (-604001)`
  }
}
