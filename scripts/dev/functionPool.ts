import type { FunctionKind } from '../../shared/call/event'
import { type FunctionProcess, type Invocation, startFunction } from '../lib/run/runFunction'
import { functionServing } from '../lib/build/build'
import type { CloudFunction } from '../lib/functions'
import { configuredFunction } from '../lib/run/configuredFunction'

/** Warm processes of the built functions, one for each, started when first called. */
export interface FunctionPool {
  /** Calls to the same function wait for each other: a process takes one at a time. */
  invoke(kind: FunctionKind, event: unknown): Promise<Invocation>
  close(): Promise<void>
}

/**
 * @param endpoint the URL of an emulator
 * @param functions what is built
 */
export function functionPool(endpoint: string, functions: readonly CloudFunction[]): FunctionPool {
  const processes = new Map<FunctionKind, FunctionProcess>()
  const queues = new Map<FunctionKind, Promise<unknown>>()

  function processOf(kind: FunctionKind): FunctionProcess {
    const { name } = functionServing(kind, functions)
    const process = processes.get(kind) ?? startFunction({ ...configuredFunction(name), endpoint })
    processes.set(kind, process)
    return process
  }

  async function invokeNow(kind: FunctionKind, event: unknown): Promise<Invocation> {
    const process = processOf(kind)
    const invocation = await process.invoke(event)
    // A process that did not answer is gone, or not to be trusted: the next call gets a new one, as in the cloud.
    if (invocation.outcome !== 'returned' && invocation.outcome !== 'threw') {
      processes.delete(kind)
      await process.close()
    }
    return invocation
  }

  return {
    invoke(kind, event) {
      const invocation = (queues.get(kind) ?? Promise.resolve()).then(() => invokeNow(kind, event))
      queues.set(kind, invocation.then(ignore, ignore))
      return invocation
    },
    async close() {
      await Promise.all(queues.values())
      await Promise.all([...processes.values()].map(process => process.close()))
    },
  }
}

/** The next in the queue does not care how the last call went; its caller does. */
function ignore(): void {
  return undefined
}
