import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CloudFaults, type CloudFunction, type CloudState, handleAction, type Params } from './cloudActions'
import { handleObject } from './cloudObjects'
import { certificate } from './certificate'

export const ENV_ID = 'shop-1a2b3c'
export const SECRET_ID = 'AKIDstandin'
export const SECRET_KEY = 'standin-secret-key'

export interface CloudApi {
  /** For `http_proxy` of the CLI: everything it asks for, whatever the host, comes here. */
  proxyUrl: string
  /** For `NODE_EXTRA_CA_CERTS`. */
  caFile: string
  functions: Map<string, CloudFunction>
  /** The API's actions in the order in which they came. */
  actions: string[]
  /** What nobody expects: hosts that the CLI should not ask (they are refused), and requests that cannot be answered. */
  surprises: string[]
  close(): Promise<void>
}

const API_HOSTS = /^(?:tcb|scf)(?:\.[\w-]+)?\.tencentcloudapi\.com$/
const OBJECT_HOSTS = /\.myqcloud\.com$/
const TELEMETRY_HOSTS = /\.beacon\.qq\.com$/
/** Where the CLI renews the keys of a login in the browser. */
const RENEWAL_HOST = 'iaas.cloud.tencent.com'
/** Where the CLI logs somebody in, with a browser; refused, but no surprise. */
const LOGIN_HOST = 'tcb-api.cloud.tencent.com'
/** Where WeChat's server APIs are. */
const WECHAT_HOST = 'api.weixin.qq.com'

/**
 * A stand-in of Tencent Cloud's API, as far as `tcb fn deploy` and the management SDK ask for it: an HTTP proxy on
 * loopback that ends TLS itself and answers in the place of every host. It keeps what was deployed.
 *
 * @param wechatUrl an emulator, which then answers for api.weixin.qq.com
 */
export async function startCloudApi(faults: CloudFaults = {}, wechatUrl?: string): Promise<CloudApi> {
  const { key, cert } = await certificate()
  const folder = mkdtempSync(join(tmpdir(), 'cloud-'))
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, cert)
  const state: CloudState = { envId: ENV_ID, functions: new Map(), objects: new Map(), updating: new Map(), faults }
  const actions: string[] = []
  const surprises: string[] = []
  const sockets = new Set<Socket>()
  let dead = false

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '')
    const body = await readBody(request)
    if (TELEMETRY_HOSTS.exec(host)) return void response.end('{}')
    if (host === RENEWAL_HOST) return void response.end(JSON.stringify(renewedLogin()))
    if (OBJECT_HOSTS.exec(host)) return handleObject(state, request, body, response)
    if (wechatUrl !== undefined && host === WECHAT_HOST) return passOn(wechatUrl, request, body, response)
    const action = String(request.headers['x-tc-action'])
    actions.push(action)
    if (faults.diesAt === action) return die()
    if (faults.silentAt === action) return
    const reply = isSigned(request)
      ? handleAction(state, action, JSON.parse(body.toString()) as Params)
      : { Error: { Code: 'AuthFailure.SecretIdNotFound', Message: 'The SecretId is not found' } }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ Response: { RequestId: `request-${actions.length}`, ...reply } }))
  }

  function die(): void {
    dead = true
    proxy.close()
    for (const socket of sockets) socket.destroy()
  }

  const inside = createTlsServer({ key, cert }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!dead) surprises.push(String(error))
      response.destroy()
    })
  })
  const proxy = createServer((request, response) => {
    surprises.push(request.url ?? '')
    response.writeHead(502).end()
  })
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    const [host = ''] = (request.url ?? '').split(':')
    const isKnown = [API_HOSTS, OBJECT_HOSTS, TELEMETRY_HOSTS].some(known => known.test(host))
    const isWechat = wechatUrl !== undefined && host === WECHAT_HOST
    if (!isKnown && !isWechat && host !== RENEWAL_HOST) {
      if (host !== LOGIN_HOST) surprises.push(host)
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
      return
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    inside.emit('connection', socket)
  })
  proxy.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))

  return {
    proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    caFile,
    functions: state.functions,
    actions,
    surprises,
    close: () =>
      new Promise(resolve => {
        rmSync(folder, { recursive: true })
        proxy.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

async function passOn(to: string, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
  const answer = await fetch(new URL(request.url ?? '/', to), {
    method: request.method ?? 'GET',
    body: body.toString(),
  })
  response.writeHead(answer.status).end(await answer.text())
}

/** What a login in the browser becomes: keys for two hours, of a login that lasts for a month. */
function renewedLogin(): object {
  const now = Date.now()
  const keys = { tmpSecretId: SECRET_ID, tmpSecretKey: SECRET_KEY, tmpToken: 'renewed-token' }
  const times = { tmpExpired: now + 7_200_000, expired: now + 30 * 86_400_000, authTime: now }
  return { code: 0, data: { ...keys, ...times, refreshToken: 'refresh', uin: '1', hash: '' } }
}

function isSigned({ headers }: IncomingMessage): boolean {
  return (headers.authorization ?? '').includes(`Credential=${SECRET_ID}/`)
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
