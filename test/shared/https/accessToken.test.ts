import { inspect } from 'node:util'
import { givenToken, stableToken, type TokenSource } from '../../../shared/https/accessToken'
import { rejection, useWechatServer } from '../../support/wechatServer'

const wechat = useWechatServer()
const MINUTE = 60_000

/** A source by a clock that the test sets, and a server that numbers its tokens. */
function setUp(): { tokens: TokenSource & Required<Pick<TokenSource, 'renew'>>; clock: { now: number } } {
  const clock = { now: 1_700_000_000_000 }
  let count = 0
  wechat.answer(() => ({ access_token: `token-${++count}`, expires_in: 7200 }))
  const tokens = stableToken({ appId: 'wx1', appSecret: 'my-secret', baseUrl: wechat.url, now: () => clock.now })
  if (tokens.renew === undefined) throw new Error('a stable token can be renewed')
  return { tokens: { ...tokens, renew: tokens.renew }, clock }
}

describe('stableToken', () => {
  it('asks WeChat with appid and secret in the body, never in the address', async () => {
    const { tokens } = setUp()

    expect(await tokens.get()).toBe('token-1')
    expect(wechat.received).toStrictEqual([
      {
        method: 'POST',
        path: '/cgi-bin/stable_token',
        query: {},
        body: { grant_type: 'client_credential', appid: 'wx1', secret: 'my-secret', force_refresh: false },
      },
    ])
  })

  it('keeps a token until five minutes before it expires', async () => {
    const { tokens, clock } = setUp()
    const first = await tokens.get()

    clock.now += 115 * MINUTE - 1
    const justBefore = await tokens.get()
    clock.now += 1
    const fiveMinutesBefore = await tokens.get()

    expect([first, justBefore, fiveMinutesBefore]).toStrictEqual(['token-1', 'token-1', 'token-2'])
  })

  it('has one request under way however many ask at once', async () => {
    const { tokens } = setUp()

    expect(await Promise.all([tokens.get(), tokens.get(), tokens.get()])).toStrictEqual([
      'token-1',
      'token-1',
      'token-1',
    ])
    expect(wechat.received).toHaveLength(1)
  })

  it('renews once, by force, for all whose token was refused', async () => {
    const { tokens } = setUp()
    const refused = await tokens.get()

    expect(await Promise.all([tokens.renew(refused), tokens.renew(refused)])).toStrictEqual(['token-2', 'token-2'])
    expect(await tokens.renew(refused)).toBe('token-2')
    expect(wechat.received.map(({ body }) => body)).toMatchObject([{ force_refresh: false }, { force_refresh: true }])
  })

  it('asks again after a failure', async () => {
    const { tokens } = setUp()
    wechat.answer(() => ({ errcode: -1, errmsg: 'system error' }))
    await rejection(tokens.get())

    wechat.answer(() => ({ access_token: 'late', expires_in: 7200 }))

    expect(await tokens.get()).toBe('late')
  })

  it.each([
    [
      "WeChat's refusal",
      { errcode: 40125, errmsg: 'invalid appsecret my-secret' },
      40125,
      'invalid appsecret <secret>',
    ],
    ['an answer without a token', { expires_in: 7200 }, -601001, 'without access_token'],
    ['an empty token', { access_token: '', expires_in: 7200 }, -601001, 'without access_token'],
    ['a token without its life', { access_token: 'my-token' }, -601001, 'without access_token and expires_in'],
  ])('throws %s with a code, and without the secret', async (_, answer, errCode, message) => {
    const { tokens } = setUp()
    wechat.answer(() => answer)

    const thrown = await rejection(tokens.get())

    expect(thrown).toMatchObject({ errCode, message: expect.stringContaining(message) as string })
    expect(inspect(thrown, { depth: Infinity, showHidden: true })).not.toMatch(/my-secret|my-token/)
  })

  it('shows neither secret nor token when it is logged', async () => {
    const { tokens } = setUp()
    await tokens.get()

    expect(inspect(tokens, { depth: Infinity, showHidden: true })).not.toMatch(/my-secret|token-1/)
  })
})

describe('givenToken', () => {
  it('is the one token, and cannot be renewed', async () => {
    const tokens = givenToken('mine')

    expect(await tokens.get()).toBe('mine')
    expect(tokens.renew).toBeUndefined()
  })
})
