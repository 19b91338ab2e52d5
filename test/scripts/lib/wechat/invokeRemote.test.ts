import { wechatClient } from '../../../../shared/https/wechatClient'
import { explainRemote, invokeRemote } from '../../../../scripts/lib/wechat/invokeRemote'
import { type Handler, useWechatServer } from '../../../support/wechatServer'

const wechat = useWechatServer()
const CALL = { envId: 'shop-1a2b3c', name: 'conversion', event: { beginDate: 1 } }

async function invoke(lateMs?: number) {
  const said: string[] = []
  const client = wechatClient({ credentials: { accessToken: 'secret-token' }, baseUrl: wechat.url })
  const say = (line: string): number => said.push(line)
  const invocation = await invokeRemote(client, CALL, { say, ...(lateMs !== undefined && { lateMs }) })
  return { invocation, said, explanation: explainRemote(invocation, CALL) }
}

describe('a deployed function that is called', () => {
  it('gets the event as the body, and token, environment and name in the query', async () => {
    wechat.answer(() => ({ errcode: 0, errmsg: 'ok', resp_data: '{}' }))

    await invoke()

    expect(wechat.received).toStrictEqual([
      {
        method: 'POST',
        path: '/tcb/invokecloudfunction',
        query: { env: 'shop-1a2b3c', name: 'conversion', access_token: 'secret-token' },
        body: { beginDate: 1 },
      },
    ])
  })

  it('gives what it returned, as text and parsed', async () => {
    wechat.answer(() => ({ errcode: 0, errmsg: 'ok', resp_data: '{"errCode":0}' }))

    const { invocation } = await invoke()

    expect(invocation).toMatchObject({ outcome: 'returned', json: '{"errCode":0}', result: { errCode: 0 } })
  })

  it.each<[string, object, string, RegExp]>([
    [
      'is not there',
      { errcode: -501000, errmsg: 'FunctionName parameter could not be found.' },
      'notThere',
      /^there is no function conversion in the environment shop-1a2b3c: npm run deploy -- -e shop-1a2b3c$/,
    ],
    [
      'is not there, in Chinese',
      { errcode: -501000, errmsg: '[FUNCTION_NOT_FOUND] 找不到对应的FunctionName.' },
      'notThere',
      /npm run deploy/,
    ],
    [
      'ran into its own timeout',
      { errcode: -504003, errmsg: 'Invoking task timed out after 3 seconds' },
      'timedOut',
      /its own timeout: deploy it with that of cloudbaserc\.json: npm run deploy -- -e shop-1a2b3c$/,
    ],
    ['is in no environment', { errcode: -501000, errmsg: 'Environment not found' }, 'refused', /console/],
    [
      'is asked for from an address that WeChat does not know',
      { errcode: 40164, errmsg: 'invalid ip 203.0.113.7, not in whitelist' },
      'refused',
      /203\.0\.113\.7.*IP白名单/,
    ],
    ['has a wrong token', { errcode: 40014, errmsg: 'invalid access_token' }, 'refused', /new access token/],
    ['has a code that nobody knows', { errcode: 12345, errmsg: 'something' }, 'refused', /12345.*something/],
    ['answers without errcode', {}, 'refused', /an answer without errcode; check --base-url/],
    ['answers without resp_data', { errcode: 0 }, 'refused', /without resp_data/],
    ['answers with resp_data that is not JSON', { errcode: 0, resp_data: '' }, 'refused', /resp_data that is not JSON/],
  ])('is told apart when it %s', async (_, answer, outcome, explanation) => {
    wechat.answer(() => answer)

    const told = await invoke()

    expect(told.invocation.outcome).toBe(outcome)
    expect(told.explanation).toMatch(explanation)
    expect(told.said).toStrictEqual([])
  })

  it('is told to have timed out when the refusal comes late, whatever its code', async () => {
    wechat.answer(() => ({ errcode: -1, errmsg: 'system error' }))

    const { invocation, explanation } = await invoke(0)

    expect(invocation).toStrictEqual({ outcome: 'timedOut', who: 'wechat' })
    expect(explanation).toMatch(/^no answer in 5 s/)
  })

  it('is told to be refused by a code that is final, however late it comes', async () => {
    wechat.answer(() => ({ errcode: 40164, errmsg: 'invalid ip 203.0.113.7' }))

    await expect(invoke(0)).resolves.toMatchObject({ invocation: { outcome: 'refused' } })
  })

  it('is called again, which is said, while WeChat is busy', async () => {
    const answers = [
      { errcode: -1, errmsg: 'busy' },
      { errcode: 0, resp_data: '1' },
    ]
    wechat.answer(() => answers.shift() ?? {})

    const { invocation, said } = await invoke()

    expect(invocation).toMatchObject({ outcome: 'returned', result: 1 })
    expect(said).toStrictEqual(['-1 WeChat is busy (busy); trying again (try 2)'])
  })

  it.each<[string, Handler, RegExp]>([
    ['HTTP 502', () => response => response.writeHead(502).end('<html>'), /HTTP status 502/],
    ['a redirect', () => response => response.writeHead(302, { location: '/elsewhere' }).end(), /HTTP status 302/],
  ])('is given up after three tries, each said, over %s', async (_, handler, reason) => {
    wechat.answer(handler)

    const { invocation, said, explanation } = await invoke()

    expect(invocation.outcome).toBe('refused')
    expect(said).toHaveLength(2)
    expect(explanation).toMatch(reason)
    expect(wechat.received.map(({ path }) => path)).toStrictEqual(Array(3).fill('/tcb/invokecloudfunction'))
  })
})
