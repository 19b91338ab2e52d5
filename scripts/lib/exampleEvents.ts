import type { FunctionKind } from '../../shared/call/event'

const day = { beginDate: '2021-02-25', endDate: '2021-02-26' }
const activity = { envId: 'wedcvfr', activityId: '21ded5cb6001691405171ba161c603d1' }

/** An event for each function that asks for the campaign of WeChat's own example, which the emulator holds. */
export const EXAMPLE_EVENTS = {
  overview: { ...day, condition: activity },
  overviewByChannel: { ...day, condition: activity },
  conversion: { ...day, condition: { ...activity, channelId: '_cms_sms_' } },
  realtime: { ...day, condition: { ...activity, actType: 'h5' } },
} satisfies Readonly<Record<FunctionKind, object>>
