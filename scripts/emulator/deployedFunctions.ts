import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from '../lib/build/build'
import { CALLERS } from '../lib/run/callers'
import { configuredFunction } from '../lib/run/configuredFunction'
import { type FunctionProcess, type Invocation, startFunction } from '../lib/run/runFunction'

/** What WeChat is asked to run. */
export interface FunctionCall {
  envId: string
  name: string
  event: unknown
}

/** The functions of the emulator's cloud, the same in every environment. */
export interface DeployedFunctions {
  /** Runs a function to its end, or to its own timeout. `undefined` when there is none of this name. */
  invoke(call: FunctionCall): Promise<Invocation | undefined>
  /** Ends whatever still runs, at once. */
  close(): void
}

/**
 * Runs the built functions as WeChat's HTTP API starts them: as nobody's user, `SOURCE` being `wx_http`.
 *
 * @param endpoint where their cloud calls go: the emulator's own URL
 * @param folder with a folder for each function, in place of dist/functions, which is built first when it is not current
 */
export function deployedFunctions(endpoint: string, folder: string | undefined): DeployedFunctions {
  const running = new Set<FunctionProcess>()

  async function run({ envId, name, event }: FunctionCall): Promise<Invocation | undefined> {
    if (!/^[A-Za-z][\w-]*$/.test(name)) return undefined
    if (folder === undefined) await ensureBuilt()
    const configured = configuredFunction(name)
    const settings = {
      ...configured,
      folder: folder === undefined ? configured.folder : join(folder, name),
      endpoint,
      envId,
    }
    if (!existsSync(settings.folder)) return undefined
    const process = startFunction(settings)
    running.add(process)
    try {
      return await process.invoke(event, CALLERS.http_api.caller)
    } finally {
      await process.close()
      running.delete(process)
    }
  }

  return {
    invoke: run,
    close() {
      for (const process of running) process.kill()
    },
  }
}
