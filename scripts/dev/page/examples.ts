import type { FunctionKind } from '../../../shared/call/event'
import { presetDays, windowOfDays } from '../../../shared/figures/days'
import { formatBeijing } from '../../../shared/call/time'
import type { State } from '../protocol'

/** An event that works, for each function: the first campaign whose days are known, else yesterday of the first. */
export function exampleEvent(kind: FunctionKind, { campaigns, now }: State): object {
  const campaign = campaigns.find(({ days }) => days !== undefined) ?? campaigns[0]
  const { activityId = '', envId = '', days = presetDays('yesterday', now) } = campaign ?? {}
  const window = windowOfDays(days)
  const endDate = 'endDate' in window ? formatBeijing(window.endDate).slice(0, '2021-02-26'.length) : days.last
  const condition = { activityId, envId, ...(kind === 'realtime' && { actType: 'h5' }) }
  return { beginDate: days.first, endDate, condition }
}
