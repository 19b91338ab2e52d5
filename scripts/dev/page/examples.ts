import type { FunctionKind } from '../../../shared/call/event'
import type { State } from '../protocol'

/** An event that works, for each function: the dated campaign if there is one. */
export function exampleEvent(name: FunctionKind, state: State): object {
  const campaign = state.campaigns.find(each => each.window !== undefined)
  const { activityId = '', envId = '', window = { begin: '2021-02-25', end: '2021-02-26' } } = campaign ?? {}
  const condition = { activityId, envId, ...(name === 'realtime' && { actType: 'h5' }) }
  return { beginDate: window.begin, endDate: window.end, condition }
}
