import { SYSTEM_ERROR } from '../../shared/errors'
import { beijingDay } from '../../shared/figures/days'
import { DOCUMENTED, LIVELY } from '../emulator/builtInCampaigns'
import type { Campaign } from '../emulator/campaign'
import type { Fault } from '../emulator/faults'
import { type Emulator, type EmulatorOptions, startEmulator } from '../emulator/server'
import { ensureBuilt, functionServing } from '../lib/build/build'
import { FUNCTION_KINDS } from '../lib/functionKinds'
import { configuredFunction } from '../lib/run/configuredFunction'
import { CALLER_NAMES, type CallerName, CALLERS } from '../lib/run/callers'
import type { Caller } from '../lib/run/platform'
import { explainInvocation, type FunctionProcess, type FunctionRun, startFunction } from '../lib/run/runFunction'
import type { Backend, CheckedTry } from './backend'
import { OFFERED_FAULTS } from './faultTexts'
import { functionPool } from './functionPool'
import type { OfferedCaller, OfferedCampaign, ReadAnswer, ReadQuestion, TryAnswer } from './protocol'

const BUILT_IN: readonly OfferedCampaign[] = [
  {
    title: '官方文档示例',
    envId: DOCUMENTED.envId,
    activityId: DOCUMENTED.activityId,
    days: { first: '2021-02-25', last: '2021-02-25' },
  },
  { title: '近 7 天示例活动', envId: LIVELY.envId, activityId: LIVELY.activityId },
]

const OFFERED_CALLERS: readonly OfferedCaller[] = CALLER_NAMES.map(name => {
  const { title, admission, caller } = CALLERS[name]
  return { name, title, admission, hasOpenid: caller.openid !== undefined }
})

/** The built functions against an emulator of their own: no account, and anything may be broken. */
export async function emulatorBackend(options: Pick<EmulatorOptions, 'seed' | 'now' | 'campaigns'>): Promise<Backend> {
  const functions = await ensureBuilt()
  const emulator = await startEmulator(options)
  const pool = functionPool(emulator.url, functions)
  const now = options.now ?? Date.now
  let fault: Fault | undefined
  const tried = new Set<FunctionProcess>()
  const campaigns = options.campaigns?.map(offered) ?? BUILT_IN

  async function read({ name, event }: ReadQuestion, signal: AbortSignal): Promise<ReadAnswer> {
    const invocation = await pool.invoke(name, event, signal)
    if (invocation.outcome === 'returned') return invocation.result as ReadAnswer // what a function returns is one
    return { errCode: SYSTEM_ERROR, errMsg: `${name}:fail ${explainInvocation(invocation)}` }
  }

  /** In a process and against an emulator of its own: the requests that reach it are this try's, and nobody waits for it. */
  async function tryFunction(question: CheckedTry, signal: AbortSignal): Promise<TryAnswer> {
    const { event, caller, openid, allowedOpenids } = question
    const { name } = functionServing(question.name, functions)
    const wechat = await startEmulator({ ...options, ...(fault !== undefined && { fault }) })
    const environment = allowedOpenids === '' ? {} : { STATS_ALLOWED_OPENIDS: allowedOpenids }
    const process = startFunction({ ...configuredFunction(name), endpoint: wechat.url, environment })
    tried.add(process)
    signal.addEventListener('abort', () => void process.close(), { once: true })
    try {
      const invocation = await process.invoke(event, callerOf(caller, openid))
      return toAnswer({ ...invocation, ...(await process.close()) }, wechat)
    } finally {
      tried.delete(process)
      await wechat.close()
    }
  }

  function setFault(next: Fault | undefined): void {
    fault = next
    emulator.setFault(next)
  }

  return {
    state: () => ({
      mode: 'emulator',
      now: Math.floor(now() / 1000),
      envId: campaigns[0]?.envId ?? '',
      campaigns,
      functions: FUNCTION_KINDS.map(kind => ({ kind, name: functionServing(kind, functions).name })),
      faults: OFFERED_FAULTS,
      callers: OFFERED_CALLERS,
      fault: fault?.name ?? null,
    }),
    read,
    emulator: { tryFunction, setFault },
    async close() {
      await Promise.all([pool.close(), ...[...tried].map(process => process.close())])
      await emulator.close()
    },
  }
}

/** A campaign of one's own, over the days in which something happened. */
function offered({ envId, activityId, sends, opens, jumps }: Campaign): OfferedCampaign {
  let [first, last] = [Infinity, -Infinity]
  for (const events of [sends, opens, jumps])
    for (const { time } of events) [first, last] = [Math.min(first, time), Math.max(last, time)]
  const days = first <= last && { days: { first: beijingDay(first), last: beijingDay(last) } }
  return { title: activityId, envId, activityId, ...days }
}

/** @param openid in place of the one that the caller has by itself */
function callerOf(name: CallerName, openid: string): Caller {
  const { caller } = CALLERS[name]
  return caller.openid === undefined || openid === '' ? caller : { ...caller, openid }
}

/** Longer answers of WeChat's are cut: nobody reads 8 MB. */
const MAX_ANSWER_CHARACTERS = 20_000

function toAnswer(run: FunctionRun, { requests, answers }: Pick<Emulator, 'requests' | 'answers'>): TryAnswer {
  return {
    result:
      run.outcome === 'returned'
        ? { kind: 'returned', value: run.result }
        : { kind: 'failed', explanation: explainInvocation(run) ?? run.outcome },
    ms: 'ms' in run ? run.ms : null,
    exchanges: requests.map(({ body }) => ({
      request: body,
      answer: answers.get(body)?.slice(0, MAX_ANSWER_CHARACTERS) ?? null,
    })),
    log: run.stdout + run.stderr,
  }
}
