import { SYSTEM_ERROR } from '../../shared/errors'
import { DOCUMENTED, LIVELY } from '../emulator/builtInCampaigns'
import { describeFaults, type Fault } from '../emulator/faults'
import { type EmulatorOptions, startEmulator } from '../emulator/server'
import { ensureBuilt, functionServing } from '../lib/build/build'
import { FUNCTION_KINDS } from '../lib/functionKinds'
import { configuredFunction } from '../lib/run/configuredFunction'
import type { Caller } from '../lib/run/platform'
import { explainInvocation, type FunctionRun, runFunction } from '../lib/run/runFunction'
import type { Backend } from './backend'
import { functionPool } from './functionPool'
import type { OfferedCampaign, ReadAnswer, ReadQuestion, TryAnswer, TryCaller, TryQuestion } from './protocol'

const CAMPAIGNS: OfferedCampaign[] = [
  {
    title: '官方文档示例',
    envId: DOCUMENTED.envId,
    activityId: DOCUMENTED.activityId,
    window: { begin: '2021-02-25', end: '2021-02-26' },
  },
  { title: '近 7 天示例活动', envId: LIVELY.envId, activityId: LIVELY.activityId },
]

/** The built functions against an emulator of their own: no account, and anything may be broken. */
export async function emulatorBackend(options: Pick<EmulatorOptions, 'seed' | 'now'>): Promise<Backend> {
  const functions = await ensureBuilt()
  const emulator = await startEmulator(options)
  // Tries have one of their own, so that the requests which reach it are theirs, whatever the charts ask meanwhile.
  const lab = await startEmulator(options)
  const pool = functionPool(emulator.url, functions)
  const now = options.now ?? Date.now
  let fault: Fault | undefined
  let lastTry: Promise<unknown> = Promise.resolve()

  async function read({ name, event }: ReadQuestion): Promise<ReadAnswer> {
    const invocation = await pool.invoke(name, event)
    if (invocation.outcome === 'returned') return invocation.result as ReadAnswer // what a function returns is one
    return { errCode: SYSTEM_ERROR, errMsg: `${name}:fail ${explainInvocation(invocation)}` }
  }

  async function tryNow({ name: kind, event, caller, allowedOpenids }: TryQuestion): Promise<TryAnswer> {
    const environment = allowedOpenids === '' ? {} : { STATS_ALLOWED_OPENIDS: allowedOpenids }
    const { name } = functionServing(kind, functions)
    const settings = { ...configuredFunction(name), endpoint: lab.url, environment }
    lab.requests.length = 0
    const run = await runFunction(settings, toEvent(caller, event), toCaller(caller))
    return toAnswer(run, [...lab.requests])
  }

  function setFault(next: Fault | undefined): void {
    fault = next
    for (const each of [emulator, lab]) each.setFault(next)
  }

  return {
    state: () => ({
      mode: 'emulator',
      now: Math.floor(now() / 1000),
      envId: DOCUMENTED.envId,
      campaigns: CAMPAIGNS,
      functions: FUNCTION_KINDS,
      faults: describeFaults(),
      fault: fault?.name ?? null,
    }),
    read,
    lab: {
      // One after the other: the requests that reach WeChat meanwhile are this try's.
      tryFunction(question) {
        const answer = lastTry.then(() => tryNow(question))
        lastTry = answer.catch(() => undefined)
        return answer
      },
      setFault,
    },
    async close() {
      // What is under way comes to its end, and soon: without an emulator a function would repeat until its deadline.
      setFault(undefined)
      await lastTry
      await pool.close()
      await Promise.all([emulator.close(), lab.close()])
    },
  }
}

function toCaller(caller: TryCaller): Caller {
  return caller.kind === 'user' ? { openid: caller.openid, source: 'wx_client' } : {}
}

/** The HTTP access service says nothing of a caller: its calls are told by their event, which is the HTTP request. */
function toEvent(caller: TryCaller, event: unknown): unknown {
  if (caller.kind !== 'http') return event
  const headers = { host: 'service.example', 'content-type': 'application/json' }
  const body = JSON.stringify(event)
  return { path: '/', httpMethod: 'POST', headers, queryStringParameters: {}, body, isBase64Encoded: false }
}

function toAnswer(run: FunctionRun, requests: readonly { body: unknown }[]): TryAnswer {
  return {
    result:
      run.outcome === 'returned'
        ? { kind: 'returned', value: run.result }
        : { kind: 'failed', explanation: explainInvocation(run) ?? run.outcome },
    ms: 'ms' in run ? run.ms : null,
    requests: requests.map(({ body }) => body),
    log: run.stdout + run.stderr,
  }
}
