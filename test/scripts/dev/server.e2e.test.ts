/** The endpoints of the page's server, without a browser. */
import { request } from 'node:http'
import type { Backend } from '../../../scripts/dev/backend'
import { liveBackend } from '../../../scripts/dev/liveBackend'
import { type DevServer, startDevServer } from '../../../scripts/dev/server'
import { DEMO_ACCESS_TOKEN } from '../../../scripts/emulator/httpsCall'
import { httpsOpenapi } from '../../../shared/https/httpsOpenapi'
import { conversionTable } from '../../support/documented'
import { useEmulator } from '../../support/emulator'
import { ODD_REQUEST_LINES, rawRequest } from '../../support/rawRequest'

const emulator = useEmulator()
let server: DevServer
beforeAll(async () => {
  const openapi = httpsOpenapi({ credentials: { accessToken: DEMO_ACCESS_TOKEN }, baseUrl: emulator().url })
  server = await startDevServer(liveBackend({ openapi, envId: 'wedcvfr', now: () => 1614571200_000 }), 0)
})
afterAll(() => server.close())

interface Answer {
  status: number
  headers: Record<string, unknown>
  body: string
}

/** A request with any headers, the ones that `fetch` keeps to itself included. */
function send(path: string, headers: Record<string, string> = {}, body?: unknown, base = server.url): Promise<Answer> {
  const method = body === undefined ? 'GET' : 'POST'
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, base), { method, headers }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body))
  })
}

const JSON_TYPE = { 'content-type': 'application/json' }
const question = {
  name: 'conversion',
  event: {
    beginDate: '2021-02-25',
    endDate: '2021-02-26',
    condition: { activityId: '21ded5cb6001691405171ba161c603d1' },
  },
}

describe('the server of npm run dev', () => {
  it('serves the page under a policy that lets nothing else in', async () => {
    const page = await send('/')

    expect(page.status).toBe(200)
    expect(page.body).toContain('<html lang="zh-CN">')
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
  })

  it('serves the page whatever stands behind ?, which is no question of the server', async () => {
    const { status, body } = await send('/?activity=a&begin=%zz')

    expect(status).toBe(200)
    expect(body).toContain('<html lang="zh-CN">')
  })

  it('tells every listener of its state, and the clock of its figures with every answer', async () => {
    const events = await fetch(`${server.url}/api/events`)
    const reader = events.body?.getReader()
    const first = await reader?.read()
    await reader?.cancel()
    const { headers } = await send('/api/state', JSON_TYPE, {})

    expect(events.headers.get('content-type')).toContain('text/event-stream')
    expect(Buffer.from(first?.value ?? []).toString()).toMatch(/^event: state\ndata: \{"mode":"live"/)
    expect(headers['x-now']).toBe('1614571200')
  })

  it('answers localhost too', async () => {
    const { status } = await send('/', { host: `localhost:${new URL(server.url).port}` })

    expect(status).toBe(200)
  })

  it.each([
    ['a request under another name, as DNS rebinding makes', { host: 'evil.example' }, 'open this page as http://127'],
    ['a request of another page', { origin: 'http://evil.example' }, 'requests of other pages are refused'],
    ['a request of a sandboxed page', { origin: 'null' }, 'requests of other pages are refused'],
  ])('refuses %s', async (_, headers, why) => {
    const { status, body } = await send('/api/state', { ...JSON_TYPE, ...headers }, {})

    expect(status).toBe(403)
    expect(body).toContain(why)
  })

  it.each([
    ['a body that is too large', 413, JSON_TYPE, '/api/state', { text: 'x'.repeat(8 * 1024 * 1024) }],
    ['what a form of another page could send', 415, { 'content-type': 'text/plain' }, '/api/state', {}],
    ['a question that is none', 400, JSON_TYPE, '/api/read', { name: 'nobody', event: {} }],
    ['an endpoint that is not there', 404, JSON_TYPE, '/api/shell', {}],
    ['a fault, where the figures are real', 409, JSON_TYPE, '/api/fault', { fault: 'busy' }],
  ])('refuses %s', async (_, status, headers, path, body) => {
    await expect(send(path, headers, body)).resolves.toMatchObject({ status })
  })

  it.each(ODD_REQUEST_LINES)('survives the request line %j', async line => {
    const { host } = new URL(server.url)
    await rawRequest(server.url, `${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)

    await expect(send('/')).resolves.toMatchObject({ status: 200 })
  })

  it('takes the next free port when its own is taken', async () => {
    const { port } = new URL(server.url)
    const second = await startDevServer(idle(), Number(port))

    const taken = Number(new URL(second.url).port)
    await second.close()

    expect(taken).toBeGreaterThan(Number(port))
    expect(taken).toBeLessThanOrEqual(Number(port) + 20)
  })
})

describe('with live figures', () => {
  it('reads WeChat over HTTPS', async () => {
    const { body } = await send('/api/read', JSON_TYPE, question)

    expect(JSON.parse(body)).toStrictEqual(conversionTable)
    expect(emulator().requests.at(-1)?.transport).toBe('httpsCall')
  })

  it('hands no token to the browser, not in an error either', async () => {
    emulator().setFault({ name: 'tokenExpired' })
    const answers = [
      await send('/api/state', JSON_TYPE, {}),
      await send('/api/read', JSON_TYPE, question),
      await send('/main.js'),
    ]
    emulator().setFault(undefined)

    expect(answers.map(({ status }) => status)).toStrictEqual([200, 200, 200])
    expect(answers[1]?.body).toContain('42001')
    expect(answers.map(({ body }) => body).join()).not.toContain(DEMO_ACCESS_TOKEN)
  })

  it('says that it is live', async () => {
    const { body } = await send('/api/state', JSON_TYPE, {})

    expect(JSON.parse(body)).toMatchObject({ mode: 'live', campaigns: [], faults: [] })
  })
})

function idle(): Backend {
  return {
    state: () => ({
      mode: 'live',
      now: 0,
      envId: '',
      campaigns: [],
      functions: [],
      faults: [],
      callers: [],
      fault: null,
    }),
    read: () => Promise.resolve(conversionTable),
    close: () => Promise.resolve(),
  }
}
