import { buildRequest } from '../../../scripts/stats/request'
import { conversionRequest, overviewByChannelRequest, overviewRequest, realtimeRequest } from '../../support/documented'

const wanted = { beginDate: 1614182400, endDate: 1614268800, envId: 'xxx', activityId: 'xxx' }

describe('buildRequest', () => {
  it.each([
    ['overview', wanted, overviewRequest],
    ['overviewByChannel', wanted, overviewByChannelRequest],
    ['conversion', { ...wanted, channel: 'xxx' }, conversionRequest],
    ['realtime', { ...wanted, channel: 'xxx', act: 'h5' }, realtimeRequest],
  ] as const)('makes the documented request of %s', (name, options, request) => {
    expect(buildRequest(name, options)).toStrictEqual(request)
  })

  it("asks for the CMS's channel when none is named", () => {
    expect(buildRequest('conversion', wanted)).toMatchObject({ condition: { channelId: '_cms_sms_' } })
  })

  it.each([
    ['realtime', wanted, 'realtime needs --act: h5 (opens) or wxapp (jumps)'],
    ['realtime', { ...wanted, act: 'h5', all: true }, 'realtime takes no --all: it has no pages'],
    ['overview', { ...wanted, channel: 'qq' }, 'overview takes no --channel: it is about all of them'],
    ['conversion', { ...wanted, act: 'h5' }, 'conversion takes no --act, only realtime does'],
    ['overview', { ...wanted, step: '1h' }, 'overview takes no --step, only realtime does'],
  ] as const)('explains what %s does not know', (name, options, problem) => {
    expect(buildRequest(name, options)).toStrictEqual({ problem })
  })
})
