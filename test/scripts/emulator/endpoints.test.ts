import {
  DEMO_ACCESS_TOKEN,
  DEMO_APPID,
  DEMO_APPSECRET,
  DEMO_AUTHORIZER_TOKEN,
  DEMO_EXPIRED_TOKEN,
} from '../../../scripts/emulator/httpsCall'
import { FAULT_NAMES } from '../../../scripts/emulator/faults'
import { REMEMBERED } from '../../../scripts/emulator/wechat'
import { useEmulator } from '../../support/emulator'
import { ODD_REQUEST_LINES, rawRequest } from '../../support/rawRequest'

const emulator = useEmulator()
afterEach(() => emulator().setFault(undefined))

/** The documentation's snake_case bodies, on the built-in campaign. */
const window = { begin_date: 1614182400, end_date: 1614268800 }
const page = { page_offset: 0, page_limit: 1000 }
const activity = { env_id: 'wedcvfr', activity_id: '21ded5cb6001691405171ba161c603d1' }
const overview = {
  action: 'smsMarketingOverviewData',
  ...window,
  ...page,
  condition: { ...activity, by_channel_id: '0' },
}
const BODIES = {
  请求概览数据示例: overview,
  '请求概览数据(按渠道)示例': { ...overview, condition: { ...activity, by_channel_id: '1' } },
  请求漏斗图数据示例: {
    action: 'smsMarketingConversionData',
    ...window,
    ...page,
    condition: { ...activity, channel_id: '_cms_sms_' },
  },
  '请求打开 H5 实时数据示例': {
    action: 'smsMarketingRealTimeData',
    ...window,
    condition: { ...activity, channel_id: '_cms_sms_', act_type: 'h5' },
  },
}

async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(emulator().url + path, { method: 'POST', body: text })
  return (await response.json()) as Record<string, unknown>
}

const endpoint = `/tcb/getstatistics?access_token=${DEMO_ACCESS_TOKEN}`

describe('the HTTPS endpoint', () => {
  it.each(Object.entries(BODIES))("answers the documentation's %s", async (_, body) => {
    const answer = await post(endpoint, body)

    expect(answer).toMatchObject({ errcode: 0 })
    expect(answer['data_value']).not.toStrictEqual([])
    expect(emulator().requests.at(-1)).toStrictEqual({ transport: 'httpsCall', body })
  })

  it('takes cloudbase_access_token as well', async () => {
    await expect(
      post(`/tcb/getstatistics?cloudbase_access_token=${DEMO_ACCESS_TOKEN}`, overview),
    ).resolves.toMatchObject({ errcode: 0 })
  })

  it.each([
    ['no token', '/tcb/getstatistics', 41001],
    ['an empty token', '/tcb/getstatistics?access_token=', 41001],
    ['a wrong token', '/tcb/getstatistics?access_token=x', 40001],
    ['an expired token', `/tcb/getstatistics?access_token=${DEMO_EXPIRED_TOKEN}`, 42001],
  ])('refuses %s', async (_, path, errcode) => {
    await expect(post(path, overview)).resolves.toMatchObject({ errcode })
  })

  it('refuses a body that is no JSON', async () => {
    await expect(post(endpoint, '{')).resolves.toMatchObject({ errcode: 47001 })
  })
})

describe('the token endpoint', () => {
  const right = { grant_type: 'client_credential', appid: DEMO_APPID, secret: DEMO_APPSECRET }

  it('gives a token that the HTTPS endpoint takes', async () => {
    const { access_token } = await post('/cgi-bin/stable_token', right)

    await expect(post(`/tcb/getstatistics?access_token=${String(access_token)}`, overview)).resolves.toMatchObject({
      errcode: 0,
    })
  })

  it.each([
    ['another grant_type', { ...right, grant_type: 'x' }, 40002],
    ['a wrong appid', { ...right, appid: 'x' }, 40013],
    ['a wrong secret', { ...right, secret: 'x' }, 40125],
  ])('refuses %s', async (_, body, errcode) => {
    await expect(post('/cgi-bin/stable_token', body)).resolves.toMatchObject({ errcode })
  })
})

describe('the older token endpoint', () => {
  it('gives the same token by GET, and refuses as the newer one does', async () => {
    const get = async (query: string) => (await fetch(`${emulator().url}/cgi-bin/token?${query}`)).json()
    const right = `grant_type=client_credential&appid=${DEMO_APPID}&secret=${DEMO_APPSECRET}`

    await expect(get(right)).resolves.toStrictEqual({ access_token: DEMO_ACCESS_TOKEN, expires_in: 7200 })
    await expect(get(right.replace(DEMO_APPSECRET, 'x'))).resolves.toMatchObject({ errcode: 40125 })
  })
})

describe('the endpoint for permissions', () => {
  const upload = { type: 1, env: 'env-1', function_name: 'overview', config: '{"permissions":{"openapi":["a.b"]}}' }

  it("takes a third-party platform's token and keeps what was registered", async () => {
    await expect(post(`/tcb/uploadfuncconfig?access_token=${DEMO_AUTHORIZER_TOKEN}`, upload)).resolves.toMatchObject({
      errcode: 0,
    })
    expect(emulator().uploadedConfigs).toContainEqual({
      envId: 'env-1',
      functionName: 'overview',
      config: { permissions: { openapi: ['a.b'] } },
    })
  })

  it("refuses a mini program's own token with 40014", async () => {
    await expect(post(`/tcb/uploadfuncconfig?access_token=${DEMO_ACCESS_TOKEN}`, upload)).resolves.toMatchObject({
      errcode: 40014,
    })
  })

  it('refuses a config that is no JSON', async () => {
    const bad = { ...upload, config: '{' }

    await expect(post(`/tcb/uploadfuncconfig?access_token=${DEMO_AUTHORIZER_TOKEN}`, bad)).resolves.toMatchObject({
      errcode: 40097,
    })
  })
})

describe('the control endpoint', () => {
  async function control(method: string, path: string, body?: string) {
    const response = await fetch(`${emulator().url}/control/${path}`, { method, ...(body !== undefined && { body }) })
    return { status: response.status, json: await response.json() }
  }

  it('switches a fault on for as many calls as asked, then off by itself', async () => {
    await control('PUT', 'fault', 'busy:2')

    const codes = []
    for (let call = 0; call < 3; call++) codes.push((await post(endpoint, overview))['errcode'])

    expect(codes).toStrictEqual([-1, -1, 0])
  })

  it('switches a fault off', async () => {
    await control('PUT', 'fault', 'noData')
    await control('DELETE', 'fault')

    await expect(post(endpoint, overview)).resolves.toMatchObject({ errcode: 0 })
  })

  it('lists the faults, each with what it does, and which is on', async () => {
    emulator().setFault({ name: 'hang' })

    const { json } = await control('GET', 'faults')

    expect(json).toMatchObject({ current: { name: 'hang' } })
    expect((json as { faults: { name: string; about: string }[] }).faults.map(({ name }) => name)).toStrictEqual(
      FAULT_NAMES,
    )
  })

  it('shows what WeChat received', async () => {
    await post(endpoint, overview)

    const { json } = await control('GET', 'requests')

    expect((json as unknown[]).at(-1)).toStrictEqual({ transport: 'httpsCall', body: overview })
  })

  it('names the faults there are for one that there is not', async () => {
    await expect(control('PUT', 'fault', 'bsy')).resolves.toMatchObject({
      status: 400,
      json: { message: expect.stringContaining('no fault "bsy": expected one of busy, noData') as unknown },
    })
  })
})

describe('the emulator', () => {
  it('listens on loopback only', () => {
    expect(emulator().url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it('refuses a request that names another host', async () => {
    const answer = await rawRequest(
      emulator().url,
      'GET /control/faults HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    )

    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
  })

  it.each(ODD_REQUEST_LINES)('survives the request line %j', async line => {
    await rawRequest(emulator().url, `${line}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`)

    await expect(post(endpoint, overview)).resolves.toMatchObject({ errcode: 0 })
  })

  it('looks at the Host before it looks at the request line', async () => {
    const answer = await rawRequest(
      emulator().url,
      'GET // HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    )

    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
  })

  it('survives a form that is cut off in the middle of a part', async () => {
    const form = '--x\r\nContent-Disposition: form-data; name="requestData"; filename="a"\r\n\r\nabc'
    const head = `POST /admin HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=x`

    const answer = await rawRequest(emulator().url, `${head}\r\nContent-Length: ${form.length}\r\n\r\n${form}`)

    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('remembers the last requests only', async () => {
    const { requests } = emulator()
    while (requests.length < REMEMBERED) requests.push({ transport: 'httpsCall', body: {} })

    await post(endpoint, overview)

    expect(requests).toHaveLength(REMEMBERED)
    expect(requests.at(-1)).toStrictEqual({ transport: 'httpsCall', body: overview })
  })
})
