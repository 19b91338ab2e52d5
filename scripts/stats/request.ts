import type { ActType, StatisticsRequest } from '../../shared/api'
import { CMS_CHANNEL_ID, DEFAULT_PAGE_LIMIT, type StepSize } from '../../shared/constants'
import type { FunctionKind } from '../../shared/call/event'

/** What is asked for, as far as options can ask. */
export interface Wanted {
  beginDate: number
  endDate: number
  envId: string
  activityId: string
  channel?: string
  act?: ActType
  all?: true
  step?: StepSize
}

/** WeChat's request, or why there is none. */
export type BuiltRequest = StatisticsRequest | { problem: string }

/** The documented request for a function's name and options; an option that the function does not know is a problem. */
export function buildRequest(name: FunctionKind, wanted: Wanted): BuiltRequest {
  const { beginDate, endDate, envId, activityId, channel, act, all, step } = wanted
  const window = { beginDate, endDate }
  const firstPage = { pageOffset: 0, pageLimit: DEFAULT_PAGE_LIMIT }
  const channelId = channel ?? CMS_CHANNEL_ID
  if (name !== 'realtime' && act !== undefined) return { problem: `${name} takes no --act, only realtime does` }
  if (name !== 'realtime' && step !== undefined) return { problem: `${name} takes no --step, only realtime does` }
  switch (name) {
    case 'overview':
    case 'overviewByChannel': {
      if (channel !== undefined) return { problem: `${name} takes no --channel: it is about all of them` }
      const byChannelId = name === 'overview' ? '0' : '1'
      const condition = { envId, activityId, byChannelId } as const
      return { action: 'smsMarketingOverviewData', ...window, ...firstPage, condition }
    }
    case 'conversion':
      return {
        action: 'smsMarketingConversionData',
        ...window,
        ...firstPage,
        condition: { envId, activityId, channelId },
      }
    case 'realtime':
      if (act === undefined) return { problem: 'realtime needs --act: h5 (opens) or wxapp (jumps)' }
      if (all) return { problem: 'realtime takes no --all: it has no pages' }
      return {
        action: 'smsMarketingRealTimeData',
        ...window,
        condition: { envId, activityId, channelId, actType: act },
      }
  }
}
