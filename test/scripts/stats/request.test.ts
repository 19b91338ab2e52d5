import { chooseCredentials } from '../../../scripts/stats/credentials'
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
  ] as const)('explains what %s does not know', (name, options, problem) => {
    expect(buildRequest(name, options)).toStrictEqual({ problem })
  })
})

describe('chooseCredentials', () => {
  it.each([
    ['appid and secret', { WX_APPID: 'a', WX_APPSECRET: 's' }, { appId: 'a', appSecret: 's' }],
    ['a token', { WX_ACCESS_TOKEN: 't' }, { accessToken: 't' }],
    ['a token of cloud hosting', { WX_CLOUDBASE_ACCESS_TOKEN: 't' }, { cloudbaseAccessToken: 't' }],
    [
      'a token before appid and secret',
      { WX_ACCESS_TOKEN: 't', WX_APPID: 'a', WX_APPSECRET: 's' },
      { accessToken: 't' },
    ],
    [
      'appid and secret beside an empty token',
      { WX_ACCESS_TOKEN: '', WX_APPID: 'a', WX_APPSECRET: 's' },
      { appId: 'a', appSecret: 's' },
    ],
  ])('takes %s', (_, variables, credentials) => {
    expect(chooseCredentials(variables)).toStrictEqual(credentials)
  })

  it.each([
    ['no secret', { WX_APPID: 'a' }, 'WX_APPID is set, WX_APPSECRET is not'],
    ['no appid', { WX_APPSECRET: 's' }, 'WX_APPSECRET is set, WX_APPID is not'],
    ['nothing', {}, 'set WX_ACCESS_TOKEN, WX_CLOUDBASE_ACCESS_TOKEN, or WX_APPID and WX_APPSECRET'],
  ])('explains %s', (_, variables, problem) => {
    expect(chooseCredentials(variables)).toStrictEqual({ problem: expect.stringContaining(problem) as unknown })
  })
})
