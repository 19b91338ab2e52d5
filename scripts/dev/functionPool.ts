import type { FunctionKind } from '../../shared/call/event'
import { functionServing } from '../lib/build/build'
import type { CloudFunction } from '../lib/functions'
import { configuredFunction } from '../lib/run/configuredFunction'
import { type FunctionProcess, type Invocation, startFunction } from '../lib/run/runFunction'

/** Warm processes of the built functions, started when they are needed. */
export interface FunctionPool {
  /**
   * A process takes one call at a time; a call that finds none idle gets a new one, as in the cloud, so that nobody waits
   * behind a call that hangs.
   *
   * @param signal ends the call and its process
   */
  invoke(kind: FunctionKind, event: unknown, signal: AbortSignal): Promise<Invocation>
  close(): Promise<void>
}

/** Idle processes of a function that are kept; more are ended. */
const MAX_IDLE = 2

/**
 * @param endpoint the URL of an emulator
 * @param functions what is built
 */
export function functionPool(endpoint: string, functions: readonly CloudFunction[]): FunctionPool {
  const idle = new Map<FunctionKind, FunctionProcess[]>()
  const all = new Set<FunctionProcess>()

  function take(kind: FunctionKind): FunctionProcess {
    const warm = idle.get(kind)?.pop()
    if (warm !== undefined) return warm
    const { name } = functionServing(kind, functions)
    const started = startFunction({ ...configuredFunction(name), endpoint })
    all.add(started)
    return started
  }

  function giveBack(kind: FunctionKind, process: FunctionProcess): void {
    const others = idle.get(kind) ?? []
    if (others.length >= MAX_IDLE) void end(process)
    else idle.set(kind, [...others, process])
  }

  async function end(process: FunctionProcess): Promise<void> {
    all.delete(process)
    await process.close()
  }

  return {
    async invoke(kind, event, signal) {
      const process = take(kind)
      const onAbort = (): void => void end(process)
      signal.addEventListener('abort', onAbort, { once: true })
      const invocation = await process.invoke(event)
      signal.removeEventListener('abort', onAbort)
      // A process that did not answer is gone, or not to be trusted: the next call gets a new one, as in the cloud.
      if (invocation.outcome === 'returned' || invocation.outcome === 'threw') {
        if (!signal.aborted) giveBack(kind, process)
      } else await end(process)
      return invocation
    },
    async close() {
      await Promise.all([...all].map(end))
    },
  }
}
