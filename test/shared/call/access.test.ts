import { checkAccess, isOpenToEveryone } from '../../../shared/call/access'
import { StatisticsError } from '../../../shared/errors'

const LISTED = { STATS_ALLOWED_OPENIDS: ' oANNA , 123 ' }
/** As the HTTP access service writes it. */
const HTTP_EVENT = {
  path: '/overview',
  httpMethod: 'POST',
  headers: { 'content-type': 'application/json' },
  queryStringParameters: {},
  body: '{}',
  isBase64Encoded: false,
}

describe('access passes', () => {
  test.each([
    ['the console, without a context', {}, {}],
    ['WeChat DevTools', { SOURCE: 'wx_devtools', OPENID: 'oDEV' }, {}],
    ['local debugging', { SOURCE: 'wx_localdebug' }, {}],
    ["WeChat's HTTP API", { SOURCE: 'wx_http' }, {}],
    ['a timer', { SOURCE: 'wx_trigger' }, {}],
    ['a timer by way of another function', { SOURCE: 'wx_trigger,scf' }, {}],
    ['a listed user, spaces around it', { SOURCE: 'wx_client', OPENID: 'oANNA' }, LISTED],
    ['a listed user by way of another function', { SOURCE: 'wx_client,scf', OPENID: 'oANNA' }, LISTED],
    ['a listed OPENID of digits, which comes as a number', { SOURCE: 'wx_client', OPENID: 123 }, LISTED],
    ['any user when the list is *', { SOURCE: 'wx_client', OPENID: 'oBOB' }, { STATS_ALLOWED_OPENIDS: '*' }],
  ])('%s', (_who, wxContext, environment) => {
    expect(() => checkAccess(wxContext, {}, environment)).not.toThrow()
  })
})

describe('access refuses', () => {
  test.each([
    ['a context that is missing', undefined, {}, {}],
    ['a user when nobody is listed', { SOURCE: 'wx_client', OPENID: 'oBOB' }, {}, {}],
    ['a user who is not listed', { SOURCE: 'wx_client', OPENID: 'oBOB' }, {}, LISTED],
    ['a user with an OPENID but no source', { OPENID: 'oBOB' }, {}, LISTED],
    ['a user behind a developer source', { SOURCE: 'wx_http,wx_client', OPENID: 'oBOB' }, {}, LISTED],
    ['an unknown source', { SOURCE: 'wx_unknown' }, {}, LISTED],
    ['another function without a user', { SOURCE: 'scf' }, {}, LISTED],
    ['a listed OPENID in the event', { SOURCE: 'wx_client', OPENID: 'oBOB' }, { OPENID: 'oANNA' }, LISTED],
    ['a listed userInfo', { SOURCE: 'wx_client', OPENID: 'oBOB' }, { userInfo: { openId: 'oANNA' } }, LISTED],
    ['the HTTP access service', {}, { httpMethod: 'GET', headers: {} }, {}],
    ['the HTTP access service when the list is *', {}, { headers: {} }, { STATS_ALLOWED_OPENIDS: '*' }],
    ['the HTTP access service with a query alone', {}, { queryStringParameters: { envId: 'e' } }, LISTED],
    ['the HTTP access service with all it sends', {}, HTTP_EVENT, LISTED],
    ['a listed user by way of the HTTP access service', { SOURCE: 'wx_client', OPENID: 'oANNA' }, HTTP_EVENT, LISTED],
    [
      'a listed user when the list is empty',
      { SOURCE: 'wx_client', OPENID: 'oANNA' },
      {},
      { STATS_ALLOWED_OPENIDS: ' , ' },
    ],
    ['a web login', {}, {}, { TCB_UUID: 'u' }],
    ['an anonymous login', {}, {}, { TCB_ISANONYMOUS_USER: 'true' }],
  ])('%s', (_who, wxContext, event, environment) => {
    const refused = () => checkAccess(wxContext, event, environment)
    expect(refused).toThrow(StatisticsError)
    expect(refused).toThrow(expect.objectContaining({ errCode: -601004 }) as Error)
  })

  test("the refusal names the caller's own OPENID and the variable, and nobody listed", () => {
    const refused = () => checkAccess({ SOURCE: 'wx_client', OPENID: 'oBOB' }, {}, LISTED)
    expect(refused).toThrow('OPENID oBOB is not in STATS_ALLOWED_OPENIDS')
    expect(refused).not.toThrow('oANNA')
  })
})

test('only * opens the function to everyone', () => {
  expect(isOpenToEveryone({ STATS_ALLOWED_OPENIDS: 'oANNA, *' })).toBe(true)
  expect(isOpenToEveryone(LISTED)).toBe(false)
})
