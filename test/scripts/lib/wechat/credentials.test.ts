import { chooseCredentials } from '../../../../scripts/lib/wechat/credentials'

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

  it('takes a token of the mini program before one of cloud hosting', () => {
    const variables = { WX_ACCESS_TOKEN: 'mini', WX_CLOUDBASE_ACCESS_TOKEN: 'hosting' }

    expect(chooseCredentials(variables)).toStrictEqual({ accessToken: 'mini' })
  })

  it('takes them without the blanks around them', () => {
    expect(chooseCredentials({ WX_APPID: ' wx1\n', WX_APPSECRET: '\ts3cret ' })).toStrictEqual({
      appId: 'wx1',
      appSecret: 's3cret',
    })
  })

  it('counts empty variables as none', () => {
    const variables = { WX_ACCESS_TOKEN: '', WX_CLOUDBASE_ACCESS_TOKEN: '', WX_APPID: 'a', WX_APPSECRET: '' }

    expect(chooseCredentials(variables)).toStrictEqual({ problem: 'WX_APPID is set, WX_APPSECRET is not' })
  })
})
