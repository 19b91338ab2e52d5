/** WeChat's HTTP API for cloud functions, in the emulator: it runs functions in processes of their own. */
import { join } from 'node:path'
import {
  DEMO_ACCESS_TOKEN,
  DEMO_AUTHORIZER_TOKEN,
  DEMO_EXPIRED_TOKEN,
  DEMO_NO_CLOUD_TOKEN,
} from '../../../scripts/emulator/httpsCall'
import { ROOT } from '../../../scripts/lib/root'
import { useEmulator } from '../../support/emulator'

const functionsFolder = join(ROOT, 'test/fixtures/functions')
/** On a busy machine a process needs seconds to start. */
const invokeLimitMs = 60_000
const emulator = useEmulator({ functionsFolder, invokeLimitMs })
const impatient = useEmulator({ functionsFolder, invokeLimitMs: 200 })

async function invoke(
  query: object,
  body?: string,
  method = 'POST',
  { url } = emulator(),
): Promise<Record<string, unknown>> {
  const text = new URLSearchParams({ ...query }).toString()
  const init = { method, ...(body !== undefined && { body }) }
  return (await (await fetch(`${url}/tcb/invokecloudfunction?${text}`, init)).json()) as Record<string, unknown>
}

const right = { access_token: DEMO_ACCESS_TOKEN, env: 'shop-1a2b3c', name: 'echo' }

describe('POST /tcb/invokecloudfunction', () => {
  it('runs the function with the event, as WeChat, and answers its result as JSON text', async () => {
    const { errcode, errmsg, resp_data } = await invoke(right, '{"beginDate":1}')

    expect({ errcode, errmsg }).toStrictEqual({ errcode: 0, errmsg: 'ok' })
    expect(JSON.parse(String(resp_data))).toMatchObject({
      event: { beginDate: 1 },
      env: { TCB_SOURCE: 'wx_http', TCB_ENV: 'shop-1a2b3c' },
    })
  })

  it("takes the newer form, with everything in the body, and a third-party platform's token", async () => {
    const body = JSON.stringify({ env: 'shop-1a2b3c', name: 'echo', req_data: '{"beginDate":2}' })

    const { resp_data } = await invoke({ access_token: DEMO_AUTHORIZER_TOKEN }, body)

    expect(JSON.parse(String(resp_data))).toMatchObject({ event: { beginDate: 2 } })
  })

  it.each<[string, object, string, number]>([
    ['no token', { ...right, access_token: '' }, '{}', 41001],
    ['a wrong token', { ...right, access_token: 'x' }, '{}', 40014],
    ['an expired token', { ...right, access_token: DEMO_EXPIRED_TOKEN }, '{}', 42001],
    ['a mini program without a cloud', { ...right, access_token: DEMO_NO_CLOUD_TOKEN }, '{}', 85088],
    ['an empty body', right, '', 44002],
    ['no environment', { ...right, env: '' }, '{}', 40101],
    ['no name', { ...right, name: '' }, '{}', 40101],
    ['no req_data in the newer form', { access_token: DEMO_ACCESS_TOKEN }, '{"env":"e","name":"echo"}', 40101],
    ['an event that is no JSON', right, '{', 47001],
    ['a function that is not there', { ...right, name: 'nobody' }, '{}', -501000],
    ['a name that leads elsewhere', { ...right, name: '../functions/echo' }, '{}', -501000],
    ['a function that throws', { ...right, name: 'throws' }, '{}', -504002],
    ['a function that ends its process', { ...right, name: 'exits' }, '{}', -504002],
    ['a function that cannot be loaded', { ...right, name: 'brokenSyntax' }, '{}', -504002],
  ])('refuses %s', async (_, query, body, errcode) => {
    await expect(invoke(query, body)).resolves.toMatchObject({ errcode, errmsg: expect.any(String) as unknown })
  })

  it('waits for a function as long as WeChat does, and no longer', async () => {
    await expect(invoke({ ...right, name: 'hangs' }, '{}', 'POST', impatient())).resolves.toMatchObject({
      errcode: -501002,
    })
  })

  it('refuses a GET with 43002', async () => {
    await expect(invoke(right, undefined, 'GET')).resolves.toMatchObject({ errcode: 43002 })
  })
})
