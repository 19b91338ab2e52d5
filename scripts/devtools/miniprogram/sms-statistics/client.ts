import { NO_DATA, PERMISSION_DENIED } from '../../../../shared/errors'
import type { Answers, Events, Format } from '../../../../shared/events'
import { isRecord } from '../../../../shared/isRecord'
import { DEPLOYED_NAMES } from './functionNames'

/** What a function serves. */
export type FunctionKind = keyof Events

/** The outcome of a call. It is never an exception. */
export type Outcome<Answer> =
  /** `errCode` 0: the figures. */
  | { kind: 'answered'; answer: Answer }
  /** 10011: nothing for this question. */
  | { kind: 'noData'; errCode: number; errMsg: string }
  /** -601004: the function lets this user not read. `openid` is the user's own, as the function saw it. */
  | { kind: 'refused'; errCode: number; errMsg: string; openid: string | undefined }
  /** The function is not there, was not found in this environment, or does not start. */
  | { kind: 'notDeployed'; errCode: number; errMsg: string }
  /** The telephone has no network, or lost it. */
  | { kind: 'offline'; errMsg: string }
  /** All else: what WeChat, the platform or the function said. */
  | { kind: 'failed'; errCode: number | undefined; errMsg: string }

/** FunctionName not found. */
const FUNCTION_NOT_FOUND = -501000
/** The function could not be run: its code is incomplete, or it threw. */
const FUNCTION_FAILED = -504002

/**
 * Calls a function of this package. `wx.cloud.init` has to come before, as for any call.
 *
 * @param name what the function serves; the name that it is deployed under stands in functionNames.js
 * @param event what the function takes: dates in Unix SECONDS, or as `2021-02-25` in Beijing time
 */
export async function callStatistics<K extends FunctionKind, F extends Format = 'table'>(
  name: K,
  event: Events[K] & { format?: F },
): Promise<Outcome<Answers[F]>> {
  try {
    const { result } = await wx.cloud.callFunction({ name: DEPLOYED_NAMES[name], data: event })
    return outcomeOf<Answers[F]>(result)
  } catch (thrown) {
    return outcomeOfRejection(thrown, await isOffline())
  }
}

function outcomeOf<Answer>(result: unknown): Outcome<Answer> {
  if (!isRecord(result) || typeof result['errCode'] !== 'number')
    return { kind: 'failed', errCode: undefined, errMsg: `云函数应返回 { errCode, … }，实际返回 ${show(result)}` }
  const { errCode } = result
  const errMsg = String(result['errMsg'])
  // What a function of this package answers with errCode 0 is what its event asked for.
  if (errCode === 0) return { kind: 'answered', answer: result as Answer }
  if (errCode === NO_DATA) return { kind: 'noData', errCode, errMsg }
  if (errCode === PERMISSION_DENIED) return { kind: 'refused', errCode, errMsg, openid: openidIn(errMsg) }
  return { kind: 'failed', errCode, errMsg }
}

function outcomeOfRejection(thrown: unknown, offline: boolean): Outcome<never> {
  const errMsg = messageOf(thrown)
  const errCode = codeOf(thrown, errMsg)
  if (errCode === FUNCTION_FAILED || (errCode === FUNCTION_NOT_FOUND && !/environment/i.test(errMsg)))
    return { kind: 'notDeployed', errCode, errMsg }
  if (offline || (/request:fail|network|timed? ?out.*socket|ERR_/i.test(errMsg) && errCode === undefined))
    return { kind: 'offline', errMsg }
  return { kind: 'failed', errCode, errMsg }
}

/**
 * The platform's code. WeChat wraps it: `errCode: -404011 cloud function execution error | … cloud function service error
 * code -504002, error message …`, or `errCode: -501000 | errMsg: …`, with or without an own `errCode`.
 */
function codeOf(thrown: unknown, errMsg: string): number | undefined {
  const wrapped = /service error code (-?\d+)/.exec(errMsg)?.[1] ?? /errCode: (-?\d+)/.exec(errMsg)?.[1]
  if (wrapped !== undefined) return Number(wrapped)
  const own = isRecord(thrown) ? thrown['errCode'] : undefined
  return typeof own === 'number' ? own : undefined
}

function messageOf(thrown: unknown): string {
  if (isRecord(thrown) && typeof thrown['errMsg'] === 'string') return thrown['errMsg']
  return thrown instanceof Error ? thrown.message : show(thrown)
}

function isOffline(): Promise<boolean> {
  return new Promise(resolve => {
    wx.getNetworkType({
      success: ({ networkType }) => resolve(networkType === 'none'),
      fail: () => resolve(false),
    })
  })
}

/** The refusal of a function names the caller's own OPENID. */
function openidIn(errMsg: string): string | undefined {
  return /OPENID ([\w-]{8,})/.exec(errMsg)?.[1]
}

/** A value as it stands in a message, cut where it gets long. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? typeof value
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
