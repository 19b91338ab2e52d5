/** Illegal requests do not compile. Checked by `tsc`, never run. */
import type { StatisticsRequest } from '../../shared/api'

const window = { beginDate: 1614182400, endDate: 1614268800 }
const page = { pageOffset: 0, pageLimit: 1000 }
const activity = { envId: 'xxx', activityId: 'xxx' }

export const legal: StatisticsRequest[] = [
  { action: 'smsMarketingOverviewData', ...window, ...page, condition: { ...activity, byChannelId: '0' } },
  { action: 'smsMarketingConversionData', ...window, ...page, condition: { ...activity, channelId: 'xxx' } },
  { action: 'smsMarketingRealTimeData', ...window, condition: { ...activity, channelId: 'xxx', actType: 'h5' } },
]

// @ts-expect-error an action that WeChat does not know
export const unknownAction: StatisticsRequest = { ...legal[0], action: 'smsMarketingSomethingData' }

export const conversionWithOverviewsCondition: StatisticsRequest = {
  action: 'smsMarketingConversionData',
  ...window,
  ...page,
  // @ts-expect-error byChannelId belongs to the overview
  condition: { ...activity, byChannelId: '0' },
}

export const overviewWithoutByChannelId: StatisticsRequest = {
  action: 'smsMarketingOverviewData',
  ...window,
  ...page,
  // @ts-expect-error the overview needs byChannelId
  condition: { ...activity },
}

export const byChannelIdAsNumber: StatisticsRequest = {
  action: 'smsMarketingOverviewData',
  ...window,
  ...page,
  // @ts-expect-error "0" and "1" are strings
  condition: { ...activity, byChannelId: 1 },
}

export const overviewWithChannelId: StatisticsRequest = {
  action: 'smsMarketingOverviewData',
  ...window,
  ...page,
  // @ts-expect-error the overview has no channelId
  condition: { ...activity, byChannelId: '0', channelId: 'xxx' },
}

// @ts-expect-error the overview needs paging
export const overviewWithoutPaging: StatisticsRequest = {
  action: 'smsMarketingOverviewData',
  ...window,
  condition: { ...activity, byChannelId: '0' },
}

// @ts-expect-error realtime has no paging
export const realtimeWithPaging: StatisticsRequest = {
  action: 'smsMarketingRealTimeData',
  ...window,
  ...page,
  condition: { ...activity, channelId: 'xxx', actType: 'h5' },
}

// @ts-expect-error realtime needs actType
export const realtimeWithoutActType: StatisticsRequest = {
  action: 'smsMarketingRealTimeData',
  ...window,
  condition: { ...activity, channelId: 'xxx' },
}

export const unknownActType: StatisticsRequest = {
  action: 'smsMarketingRealTimeData',
  ...window,
  // @ts-expect-error h5 or wxapp
  condition: { ...activity, channelId: 'xxx', actType: 'sms' },
}

export const dateAsText: StatisticsRequest = {
  action: 'smsMarketingRealTimeData',
  // @ts-expect-error Unix seconds are a number
  beginDate: '2021-02-25',
  endDate: 1614268800,
  condition: { ...activity, channelId: 'xxx', actType: 'h5' },
}
