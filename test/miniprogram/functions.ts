import { type FunctionProcess, type Invocation, startFunction } from '../../scripts/lib/run/runFunction'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { builtFunctionFolder } from '../../scripts/lib/build/builtFiles'
import { DOCUMENTED } from '../../scripts/emulator/builtInCampaigns'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../scripts/emulator/server'

/** The user of the telephone. */
export const OPENID = 'oDashboard-user_0123456789abc'

/** The four built functions against an emulator, called as WeChat calls them for a mini program's user. */
export interface CalledFunctions {
  emulator: Emulator
  /** Gives the JSON that the user's telephone gets. */
  call(name: string, event: unknown): Promise<string>
}

/**
 * Warm functions for the tests of a file.
 *
 * @param allowedOpenids their variable STATS_ALLOWED_OPENIDS
 */
export function useFunctions(allowedOpenids: string, options: EmulatorOptions = {}): () => CalledFunctions {
  let functions: (CalledFunctions & { close(): Promise<void> }) | undefined
  beforeAll(async () => {
    await ensureBuilt()
    functions = startFunctions(await startEmulator(options), allowedOpenids)
  }, 60_000)
  afterAll(() => functions?.close())
  return () => {
    if (functions === undefined) throw new Error('the functions run within tests only')
    return functions
  }
}

function startFunctions(emulator: Emulator, allowedOpenids: string): CalledFunctions & { close(): Promise<void> } {
  const processes = new Map<string, FunctionProcess>()
  const queues = new Map<string, Promise<unknown>>()
  const processOf = (name: string): FunctionProcess => {
    const known = processes.get(name)
    if (known !== undefined) return known
    const environment = { STATS_ALLOWED_OPENIDS: allowedOpenids }
    const settings = {
      name,
      folder: builtFunctionFolder(name),
      endpoint: emulator.url,
      envId: DOCUMENTED.envId,
      environment,
    }
    const process = startFunction(settings)
    processes.set(name, process)
    return process
  }
  return {
    emulator,
    call(name, event) {
      // A process takes one call at a time.
      const invocation = (queues.get(name) ?? Promise.resolve()).then(() =>
        processOf(name).invoke(event, { openid: OPENID, source: 'wx_client' }),
      )
      queues.set(name, invocation)
      return invocation.then(toJson)
    },
    async close() {
      await Promise.all(queues.values())
      await Promise.all([...processes.values()].map(process => process.close()))
      await emulator.close()
    },
  }
}

function toJson(invocation: Invocation): string {
  if (invocation.outcome !== 'returned') throw new Error(`the function ended with ${JSON.stringify(invocation)}`)
  return invocation.json
}
