import { CODES } from '../../shared/errors'
import type { FunctionKind } from '../../shared/call/event'
import type { Fault } from '../emulator/faults'

/** What WeChat does, and what a caller has to get: the keys named, a pattern where a text is meant. */
export interface Case {
  title: string
  fault?: Fault
  expected: (name: FunctionKind) => Record<string, unknown>
  /** Short, where the function retries until its time is up. */
  timeoutMs?: number
}

const TIMEOUT_MS = 3000
const ok = { errCode: 0, errMsg: /:ok$/ }
/** Rows of the documentation's campaign. */
const ROWS: Readonly<Record<FunctionKind, number>> = {
  overview: 1,
  overviewByChannel: 5,
  conversion: 1,
  realtime: 247,
}

/** A message in the SDK's form on one line, with the advice for its code, whatever the version of the SDK said. */
function failure(...errCodes: [keyof typeof CODES, ...(keyof typeof CODES)[]]): Case['expected'] {
  const escaped = errCodes.map(errCode => CODES[errCode].advice.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return name => ({
    errCode: new RegExp(`^(?:${errCodes.join('|')})$`),
    errMsg: new RegExp(`^${name}:fail (?!.* at [a-z.]+ api).*; (?:${escaped.join('|')})$`, 'i'),
  })
}

function answer(name: FunctionKind): Record<string, unknown> {
  return { ...ok, totalNum: ROWS[name] }
}

/** An environment that is refused for good, under a code that is else retryable. */
const LASTING = { errCode: -501001, errMsg: /; look at the environment in the CloudBase console/ }

export const CASES: readonly Case[] = [
  { title: 'answer', expected: answer },
  { title: 'no data', fault: { name: 'noData' }, expected: failure('10011') },
  { title: 'busy twice', fault: { name: 'busy', times: 2 }, expected: answer },
  { title: 'no permission', fault: { name: 'noPermission' }, expected: failure('-604101') },
  { title: 'too many requests', fault: { name: 'requestLimit' }, expected: failure('-501003'), timeoutMs: TIMEOUT_MS },
  { title: 'HTTP 500', fault: { name: 'http500' }, expected: failure('-501001', '-1'), timeoutMs: TIMEOUT_MS }, // -1: 0.4.3 does not handle it
  { title: 'unpaid', fault: { name: 'envIsolated' }, expected: () => LASTING },
  { title: 'a text', fault: { name: 'text' }, expected: failure('-601001') },
  { title: 'garbage', fault: { name: 'garbage' }, expected: failure('-601001') },
  { title: 'a hang', fault: { name: 'hang' }, expected: failure('-604102'), timeoutMs: TIMEOUT_MS },
]
