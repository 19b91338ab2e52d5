import type { FunctionName } from '../../shared/call/event'
import { type FunctionProcess, type Invocation, startFunction } from '../lib/run/runFunction'
import { builtFunctionFolder } from '../lib/build/build'

/** Warm processes of the built functions, one for each, started when first called. */
export interface FunctionPool {
  /** Calls to the same function wait for each other: a process takes one at a time. */
  invoke(name: FunctionName, event: unknown): Promise<Invocation>
  close(): Promise<void>
}

/** @param endpoint the URL of an emulator */
export function functionPool(endpoint: string): FunctionPool {
  const processes = new Map<FunctionName, FunctionProcess>()
  const queues = new Map<FunctionName, Promise<unknown>>()

  function processOf(name: FunctionName): FunctionProcess {
    const process = processes.get(name) ?? startFunction({ name, folder: builtFunctionFolder(name), endpoint })
    processes.set(name, process)
    return process
  }

  async function invokeNow(name: FunctionName, event: unknown): Promise<Invocation> {
    const process = processOf(name)
    const invocation = await process.invoke(event)
    // A process that did not answer is gone, or not to be trusted: the next call gets a new one, as in the cloud.
    if (invocation.outcome !== 'returned' && invocation.outcome !== 'threw') {
      processes.delete(name)
      await process.close()
    }
    return invocation
  }

  return {
    invoke(name, event) {
      const invocation = (queues.get(name) ?? Promise.resolve()).then(() => invokeNow(name, event))
      queues.set(name, invocation.then(ignore, ignore))
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
