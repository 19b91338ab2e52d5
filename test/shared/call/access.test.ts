import * as fc from 'fast-check'
import { CALLER_NAMES, type CallerName, CALLERS } from '../../../scripts/lib/run/callers'
import { arrivingEvent, callerEnvironment, platformContext } from '../../../scripts/lib/run/platform'
import { checkAccess, isOpenToEveryone, listedOpenids, withTokenAdvice } from '../../../shared/call/access'
import { type Call, environmentIdOf } from '../../../shared/call/caller'
import { StatisticsError, toFailure } from '../../../shared/errors'
import { sdkError } from '../../support/fakeOpenapi'

type Variables = Record<string, string>

/** What wx-server-sdk's getWXContext() gives for these variables. */
function wxContextOf(variables: Variables): object {
  const names = (variables['WX_CONTEXT_KEYS'] ?? '').split(',').filter(name => name !== '')
  if (names.length === 0) return {}
  const named = names.filter(name => name in variables && name !== 'WX_API_TOKEN')
  return {
    ...Object.fromEntries(named.map(name => [name.replace(/^WX_/, ''), variables[name]])),
    ENV: variables['TCB_ENV'] ?? 'env-1',
    ...(variables['TCB_SOURCE'] && { SOURCE: variables['TCB_SOURCE'] }),
  }
}

function callOf(variables: Variables, more: Partial<Call> = {}): Call {
  return { wxContext: wxContextOf(variables), event: {}, context: {}, environment: variables, ...more }
}

/** The code and message of a refusal; `undefined` when the call is let in. */
function refusalOf(call: Call): string | undefined {
  try {
    checkAccess(call)
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof StatisticsError) || thrown.errCode !== -601004) throw thrown
    return toFailure('f', thrown).errMsg
  }
}

const LISTED = { STATS_ALLOWED_OPENIDS: 'oANNA,123' }
const user = (openid: string, more: Variables = {}): Variables =>
  callerEnvironment({ source: 'wx_client', openid, environment: more })

/** The ways in which the platform hands the variables of a call over. */
const CHANNELS: Record<string, (variables: Variables, list: Variables) => Partial<Call>> = {
  'process.env alone': (variables, list) => ({
    wxContext: wxContextOf(variables),
    environment: { ...variables, ...list },
    context: {},
  }),
  'process.env and the text context.environ': (variables, list) => ({
    wxContext: wxContextOf(variables),
    environment: { ...variables, ...list },
    context: platformContext({ name: 'f', folder: '', endpoint: '' }, 20_000, {}, variables),
  }),
  'context.environ alone, beside what a stranger left': (variables, list) => ({
    wxContext: wxContextOf(user('oSTRANGER')),
    environment: { ...user('oSTRANGER'), ...list },
    context: platformContext({ name: 'f', folder: '', endpoint: '' }, 20_000, {}, variables),
  }),
  'context.environment as JSON': (variables, list) => ({
    wxContext: {},
    environment: list,
    context: { environment: JSON.stringify(variables) },
  }),
  'context.environment as an object': (variables, list) => ({
    wxContext: {},
    environment: list,
    context: { environment: variables },
  }),
}

describe.each(Object.keys(CHANNELS))('callers by way of %s', channel => {
  function callBy(name: CallerName, list: Variables): Call {
    const { caller } = CALLERS[name]
    const call = CHANNELS[channel]?.(callerEnvironment(caller), list)
    const context = { ...(call?.context as object), ...caller.context }
    return { wxContext: {}, event: arrivingEvent({}, caller), environment: {}, ...call, context }
  }

  // A console call beside a stranger's variables cannot be told from that stranger's.
  const names = CALLER_NAMES.filter(name => name !== 'console' || !channel.includes('stranger'))

  it.each(names)('%s', name => {
    const { admission } = CALLERS[name]

    const unlisted = refusalOf(callBy(name, {})) === undefined
    const listed = refusalOf(callBy(name, { STATS_ALLOWED_OPENIDS: 'o-someone' })) === undefined
    const everyone = refusalOf(callBy(name, { STATS_ALLOWED_OPENIDS: '*' })) === undefined

    expect({ unlisted, listed, everyone }).toStrictEqual({
      unlisted: admission === 'developer',
      listed: admission !== 'nobody',
      everyone: admission !== 'nobody',
    })
  })
})

describe('access passes', () => {
  test.each<[string, Variables, Partial<Call>]>([
    ['the console, without a context', {}, {}],
    [
      'the console, where an earlier user left an OPENID that is no longer named',
      {},
      { environment: { WX_OPENID: 'oBOB', WX_CONTEXT_KEYS: '' } },
    ],
    [
      'the console, where a web login left variables that are no longer named',
      {
        TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SEQID',
        TCB_ENV: 'e',
        TCB_UUID: 'u',
        TCB_ISANONYMOUS_USER: 'true',
        WX_OPENID: 'oBOB',
      },
      {},
    ],
    [
      'WeChat DevTools beside a login that is not anonymous',
      user('oDEV', { TCB_SOURCE: 'wx_devtools', TCB_ISANONYMOUS_USER: 'false' }),
      {},
    ],
    ["WeChat's HTTP API, where no variable of WeChat's is named", { TCB_SOURCE: 'wx_http' }, {}],
    ['a timer of which only TRIGGER_SRC tells', { TRIGGER_SRC: 'timer', WX_TRIGGER_API_TOKEN_V0: 't' }, {}],
    ['the console, where the SDK knows the environment', {}, { wxContext: { ENV: 'env-1' } }],
    ['a listed user', { ...user('oANNA'), ...LISTED }, {}],
    ['a listed user without a source', { ...user('oANNA'), TCB_SOURCE: '', ...LISTED }, {}],
    [
      'a listed user with a UUID of CloudBase',
      { ...user('oANNA', { TCB_UUID: 'u', TCB_SOURCE_IP: '1.2.3.4' }), ...LISTED },
      {},
    ],
    [
      'a listed user of a shared environment, by the OPENID of this mini program',
      { ...user('oANNA', { WX_FROM_OPENID: 'oX', WX_FROM_APPID: 'wxX' }), ...LISTED },
      {},
    ],
    ['a listed OPENID of digits, which comes as a number', LISTED, { wxContext: { OPENID: 123, SOURCE: 'wx_client' } }],
    [
      "functions of the platform's in the context",
      {},
      {
        context: { done: () => 1, succeed: () => 1, fail: () => 1, getRemainingTimeInMillis: () => 1, request_id: 'r' },
      },
    ],
    [
      'a listed user of the call, whatever an earlier caller left',
      LISTED,
      {
        wxContext: { OPENID: 'oBOB', SOURCE: 'wx_client' },
        environment: { ...user('oBOB'), ...LISTED },
        context: { environ: 'WX_OPENID=oANNA;TCB_SOURCE=wx_client;WX_CONTEXT_KEYS=WX_OPENID' },
      },
    ],
  ])('%s', (_who, variables, more) => {
    expect(refusalOf(callOf(variables, more))).toBeUndefined()
  })
})

describe('access refuses', () => {
  test.each<[string, Variables, Partial<Call>]>([
    ['a call of which the SDK cannot tell who makes it', LISTED, { wxContext: undefined }],
    ['a user behind a developer source', user('oBOB', { TCB_SOURCE: 'wx_http,wx_client' }), {}],
    ['a source in capitals', { TCB_SOURCE: 'WX_HTTP' }, {}],
    ['a chain that a web page began', { TCB_SOURCE: 'web_client,wx_http' }, {}],
    [
      'a web login where the source of an earlier caller was left',
      { TCB_SOURCE: 'wx_http', TCB_UUID: 'u', TCB_CONTEXT_KEYS: 'TCB_UUID' },
      {},
    ],
    [
      'an anonymous login where a listed user was left',
      { ...user('oANNA', { TCB_ISANONYMOUS_USER: 'true' }), ...LISTED },
      {},
    ],
    ['a listed OPENID behind a web page', { ...user('oANNA'), TCB_SOURCE: 'web_client', ...LISTED }, {}],
    [
      'a listed OPENID without a source, beside a web login',
      { ...user('oANNA', { TCB_UUID: 'u' }), TCB_SOURCE: '', ...LISTED },
      {},
    ],
    ['a listed OPENID that is not named', { WX_OPENID: 'oANNA', ...LISTED }, {}],
    [
      'a listed OPENID in the event',
      { ...user('oBOB'), ...LISTED },
      { event: { OPENID: 'oANNA', userInfo: { openId: 'oANNA' } } },
    ],
    ['a listed FROM_OPENID', { ...user('oX', { WX_FROM_OPENID: 'oANNA' }), ...LISTED }, {}],
    [
      'FROM_OPENID alone when the list is *',
      { WX_CONTEXT_KEYS: 'FROM_OPENID', FROM_OPENID: 'oX', STATS_ALLOWED_OPENIDS: '*' },
      {},
    ],
    [
      'a variable of a caller that nobody here knows',
      { TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_ALIEN_ID', TCB_ALIEN_ID: '7' },
      {},
    ],
    ['a context of which nothing is understood', {}, { context: { environment: 'what is this' } }],
    [
      'a listed user of process.env, where the context of the call cannot be read',
      { ...user('oANNA'), ...LISTED },
      { context: { environment: 'what is this' } },
    ],
    [
      "a listed OPENID that was put into another variable's value",
      LISTED,
      { context: { environ: 'WX_OPENID=oBOB;TCB_SOURCE=wx_client;WX_CLIENTIP=1;WX_OPENID=oANNA' } },
    ],
    ['a listed OPENID from a source that nobody here knows', { ...user('oANNA'), TCB_SOURCE: 'alien', ...LISTED }, {}],
    ['a context with broken JSON', {}, { context: { environment: '{"TCB_SOURCE":' } }],
    ['an extended context', {}, { context: { extendedContext: { source: 'wx_http', userId: 'u' } } }],
    [
      'a request of functions-framework, even with a developer source',
      { TCB_SOURCE: 'wx_http' },
      { context: { httpContext: {} } },
    ],
    ['the HTTP access service with a query alone', LISTED, { event: { queryStringParameters: { envId: 'e' } } }],
    ['a listed user by way of the HTTP access service', { ...user('oANNA'), ...LISTED }, { event: { headers: {} } }],
    ['a user when the list has separators only', { ...user(' '), STATS_ALLOWED_OPENIDS: ' ,，、;\n' }, {}],
    [
      "a stranger of the call, where a developer's source was left",
      {},
      {
        wxContext: { SOURCE: 'wx_devtools', OPENID: 'oANNA' },
        environment: { ...user('oANNA'), TCB_SOURCE: 'wx_devtools', ...LISTED },
        context: { environment: JSON.stringify({ WX_OPENID: 'oBOB' }) },
      },
    ],
  ])('%s', (_who, variables, more) => {
    expect(refusalOf(callOf(variables, more))).toMatch(/^f:fail permission denied: /)
  })

  test("names the caller's own OPENID and the variable, and nobody listed", () => {
    const message = refusalOf(callOf({ ...user('oBOB'), ...LISTED }))

    expect(message).toBe(
      'f:fail permission denied: OPENID oBOB is not in STATS_ALLOWED_OPENIDS; list it in that variable of the function',
    )
  })

  test.each<[CallerName, string[], RegExp]>([
    ['web', ['TCB_SOURCE', 'TCB_UUID'], /web login.*never let in/],
    ['web_anonymous', ['TCB_ISANONYMOUS_USER'], /anonymous.*never let in/],
    ['web_source_only', ['TCB_SOURCE'], /web page.*never let in/],
    ['qq', ['LOGINTYPE', 'QQ_OPENID', 'QQ_APPID'], /QQ.*never let in/],
    ['http_access', ['event.httpMethod', 'event.headers'], /over HTTP.*never let in/],
    ['http_context', ['TCB_HTTP_CONTEXT', 'TCB_SOURCE_IP'], /over HTTP.*never let in/],
    ['framework', ['context.httpContext'], /over HTTP.*never let in/],
    [
      'shared_environment',
      ['WX_FROM_OPENID', 'WX_FROM_APPID'],
      /another mini program.*list the OPENID that they have in it/,
    ],
    ['function', ['TCB_SOURCE'], /another function.*start the calling function from the mini program/],
    ['user_without_identity', ['WX_CONTEXT_KEYS', 'WX_APPID'], /no OPENID.*from the mini program/],
  ])('names what it saw of %s, no value of it, and an advice that can help', (name, names, words) => {
    const { caller } = CALLERS[name]
    const call = callOf(callerEnvironment(caller), { event: arrivingEvent({}, caller), context: caller.context ?? {} })

    const message = refusalOf(call) ?? ''

    for (const seen of names) expect(message).toContain(seen)
    expect(message).toMatch(words)
    expect(message).not.toContain('STATS_ALLOWED_OPENIDS')
    const values = Object.values(caller.environment ?? {}).filter(value => value.length > 6)
    expect(values.filter(value => message.includes(value))).toStrictEqual([])
  })

  test('whatever is named as of the caller and known to nobody', () => {
    const name = fc.stringMatching(/^(?:WX|TCB|QQ)_[A-Z]{4,12}$/)
    fc.assert(
      fc.property(name, fc.constantFrom('WX_CONTEXT_KEYS', 'TCB_CONTEXT_KEYS'), (variable, list) => {
        const variables = { [variable]: 'x', [list]: variable }
        expect(refusalOf(callOf(variables))).toContain(variable)
      }),
    )
  })
})

describe('a call without a token of WeChat', () => {
  const denied = sdkError(-604101, 'system error: error code: -604101')

  it('is told so with the code that comes back, and what works', () => {
    expect(toFailure('f', withTokenAdvice(denied, callOf({}))).errMsg).toMatch(
      /^f:fail -604101 .*bring no token of WeChat's.*from the mini program.*if it fails there too, upload/,
    )
  })

  it.each<[string, unknown, Variables]>([
    ['no data', sdkError(10011, 'no data'), {}],
    ['a retryable error', sdkError(-1, 'busy'), {}],
    ['what was refused here', new StatisticsError(-501007, 'beginDate is missing'), {}],
    ['a mistake in the SDK', new TypeError('x'), {}],
    ['a call that brings one', denied, callerEnvironment(CALLERS.devtools.caller)],
    ["a timer's call", denied, { WX_TRIGGER_API_TOKEN_V0: 't' }],
  ])('%s is left as it is', (_what, thrown, variables) => {
    expect(withTokenAdvice(thrown, callOf(variables))).toBe(thrown)
  })
})

describe('STATS_ALLOWED_OPENIDS', () => {
  it.each([',', '，', '、', ';', '；', ' ', '\n', '\r\n', '\t', ' ； '])('is read at %j', separator => {
    expect(listedOpenids(`${separator}oANNA${separator}oBOB${separator}`)).toStrictEqual(['oANNA', 'oBOB'])
  })

  it('opens the function to everyone with * only', () => {
    expect(isOpenToEveryone({ STATS_ALLOWED_OPENIDS: 'oANNA；*' })).toBe(true)
    expect(isOpenToEveryone(LISTED)).toBe(false)
  })
})

describe('the environment that the function runs in', () => {
  it.each<[string, Partial<Call>, string | undefined]>([
    ["WeChat's own word", { wxContext: { ENV: 'env-1' }, environment: { TCB_ENV: 'env-2' } }, 'env-1'],
    ['TCB_ENV', { environment: { TCB_ENV: ' env-2 ', SCF_NAMESPACE: 'env-3' } }, 'env-2'],
    ['SCF_NAMESPACE where TCB_ENV is empty', { environment: { TCB_ENV: '', SCF_NAMESPACE: 'env-3' } }, 'env-3'],
    ['no id in local debugging', { wxContext: { ENV: 'local' }, environment: { TCB_ENV: 'local' } }, undefined],
    ['an id of digits, which comes as a number', { wxContext: { ENV: 42 } }, '42'],
    ['nothing', {}, undefined],
  ])('%s', (_what, call, id) => {
    expect(environmentIdOf(callOf({}, { environment: {}, ...call }))).toBe(id)
  })
})
