import type { FunctionKind } from '../../../shared/call/event'
import { CALL_TIMEOUT, CODES, INVALID_PARAM, NO_DATA, NO_PERMISSION } from '../../../shared/errors'
import type { WechatClient } from '../../../shared/https/wechatClient'
import { isRecord } from '../../../shared/isRecord'
import { EXAMPLE_EVENTS } from '../exampleEvents'
import type { CloudFunction } from '../functions'
import { explainRemote, invokeRemote, type RemoteInvocation, type RemoteOptions } from './invokeRemote'

/** The outcome of a call to a deployed function. */
export type LiveState =
  /** 0, or 10011 ("no data"): it reached WeChat's statistics. */
  | { state: 'answers'; detail: string }
  /** `problem` says what happened and what to do. */
  | { state: 'noPermission' | 'notThere' | 'old' | 'timedOut' | 'refused'; problem: string }

/** A function, and the outcome of the call to it. */
export interface LiveAnswer {
  name: string
  live: LiveState
}

/** How the code in the cloud differs from the build: in a line, in nothing, or the cloud cannot be asked. */
export type CodeDifference = { differs: string } | 'same' | 'unknown'

export interface LiveOptions extends RemoteOptions {
  wechat: WechatClient
  envId: string
  codeDifference: (name: string) => CodeDifference
}

/** Calls every function over WeChat's HTTP API, all at once, and tells the outcome of each. Changes nothing. */
export function callDeployedFunctions(
  functions: readonly CloudFunction[],
  options: LiveOptions,
): Promise<LiveAnswer[]> {
  return Promise.all(
    functions.map(async ({ name, kind }) => {
      const { wechat, envId, codeDifference } = options
      const invocation = await invokeRemote(wechat, { envId, name, event: probe(kind) }, options)
      return { name, live: withCode(toLiveState(invocation, { envId, name }), codeDifference(name), envId) }
    }),
  )
}

/** An event that every environment can answer, with no data if it must: WeChat's example, in the function's own environment. */
function probe(kind: FunctionKind): object {
  const { condition, ...window } = EXAMPLE_EVENTS[kind]
  return { ...window, condition: { ...condition, envId: undefined } }
}

function toLiveState(invocation: RemoteInvocation, at: { envId: string; name: string }): LiveState {
  const explanation = explainRemote(invocation, at) ?? ''
  switch (invocation.outcome) {
    case 'returned':
      return toAnswer(invocation.result, at.envId)
    case 'notThere':
      return { state: 'notThere', problem: explanation }
    case 'timedOut':
      return { state: 'timedOut', problem: `it timed out: ${explanation}` }
    case 'refused':
      return { state: 'refused', problem: explanation }
  }
}

function toAnswer(result: unknown, envId: string): LiveState {
  const { errCode, errMsg } = isRecord(result) ? result : {}
  if (typeof errCode !== 'number') return old('what it returns is not an answer of these functions', envId)
  const said = typeof errMsg === 'string' ? errMsg : `errCode ${errCode}`
  // What answers with a table has one with no data too.
  if ((errCode === 0 || errCode === NO_DATA) && !holdsTable(result))
    return old(`errCode ${errCode} comes without a table`, envId)
  switch (errCode) {
    case 0:
      return { state: 'answers', detail: 'it answers' }
    case NO_DATA:
      return {
        state: 'answers',
        detail: `it answers: ${NO_DATA}, no data for the example's activity, which is normal`,
      }
    case NO_PERMISSION:
      return {
        state: 'noPermission',
        problem: `its permission is not registered (${NO_PERMISSION}): ${CODES[NO_PERMISSION].advice}`,
      }
    case CALL_TIMEOUT:
      return {
        state: 'timedOut',
        problem: `it timed out: WeChat's statistics did not come in its 5 s; call again: ${said}`,
      }
    case INVALID_PARAM:
      return old(`it does not take the event that this build takes (${said})`, envId)
    default:
      return { state: 'refused', problem: said }
  }
}

function holdsTable(result: unknown): boolean {
  return isRecord(result) && Array.isArray(result['dataColumn']) && Array.isArray(result['dataValue'])
}

/** Whatever it answers, it may not be this build that does. */
function withCode(live: LiveState, code: CodeDifference, envId: string): LiveState {
  if (code === 'same' || live.state === 'notThere' || live.state === 'old') return live
  if (code === 'unknown')
    return live.state === 'answers'
      ? { ...live, detail: `${live.detail} (its code was not compared with the build)` }
      : live
  if (live.state === 'answers') return old(`it ${code.differs}`, envId)
  return { ...live, problem: `${live.problem}; and it ${code.differs}` }
}

function old(why: string, envId: string): LiveState {
  return { state: 'old', problem: `old or other code answers: ${why}: npm run deploy -- -e ${envId}` }
}
