import type { FunctionKind } from '../../shared/call/event'
import { CMS_CHANNEL_ID } from '../../shared/constants'

const day = { beginDate: '2021-02-25', endDate: '2021-02-26' }
/** The activity of WeChat's own example. */
export const DOCUMENTED_ACTIVITY = { envId: 'wedcvfr', activityId: '21ded5cb6001691405171ba161c603d1' } as const

/** An event for each function that asks for the campaign of WeChat's own example, which the emulator holds. */
export const EXAMPLE_EVENTS = {
  overview: { ...day, condition: DOCUMENTED_ACTIVITY },
  overviewByChannel: { ...day, condition: DOCUMENTED_ACTIVITY },
  conversion: { ...day, condition: { ...DOCUMENTED_ACTIVITY, channelId: CMS_CHANNEL_ID } },
  realtime: { ...day, condition: { ...DOCUMENTED_ACTIVITY, actType: 'h5' } },
} satisfies Readonly<Record<FunctionKind, object>>
