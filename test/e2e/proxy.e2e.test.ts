/** npm run stats behind a proxy, as in an office: the only way to WeChat is a CONNECT. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { runScript } from '../support/runScript'

const NO_DATA = JSON.stringify({ errcode: 10011, errmsg: 'no data' })
const ARGS = ['overview', '--activity', 'a', '--env-id', 'e', '--begin', '2021-02-25', '--end', '2021-02-26']

let folder = ''
let caFile = ''
let proxyUrl = ''
/** What the proxy was asked for, with the name and password that came with it. */
const asked: { target: string; authorization: string | undefined }[] = []
let refuseWith: number | undefined
const sockets = new Set<Socket>()
let closeServers: () => void = () => undefined

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'proxy-'))
  caFile = join(folder, 'ca.pem')
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'stand-in of WeChat' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'api.weixin.qq.com' }] },
    ],
  })
  writeFileSync(caFile, cert)
  const wechat = createTlsServer({ key, cert }, (_request, response) => void response.end(NO_DATA))
  const proxy = createServer()
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] })
    if (refuseWith !== undefined) return void socket.end(`HTTP/1.1 ${refuseWith} No\r\n\r\n`)
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    wechat.emit('connection', socket)
  })
  proxy.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  proxyUrl = `127.0.0.1:${(proxy.address() as AddressInfo).port}`
  closeServers = () => {
    proxy.close()
    for (const socket of sockets) socket.destroy()
  }
})
afterAll(() => {
  closeServers()
  rmSync(folder, { recursive: true })
})

function stats(env: NodeJS.ProcessEnv) {
  asked.length = 0
  return runScript('stats', ARGS, {
    NODE_EXTRA_CA_CERTS: caFile,
    WX_ACCESS_TOKEN: 'secret-token',
    no_proxy: '',
    http_proxy: '',
    ...env,
  })
}

describe('npm run stats behind a proxy', () => {
  it('reaches WeChat through it, with the name and the password of its address', async () => {
    refuseWith = undefined

    const { exitCode, stderr } = await stats({ https_proxy: `http://me:pass%21@${proxyUrl}` })

    expect(stderr).toContain('no data (10011)')
    expect(exitCode).toBe(0)
    expect(asked).toStrictEqual([
      { target: 'api.weixin.qq.com:443', authorization: `Basic ${Buffer.from('me:pass!').toString('base64')}` },
    ])
    expect(stderr).not.toMatch(/pass|Warning/)
  })

  it('says within a few tries why the proxy does not let it through, and no secret', async () => {
    refuseWith = 407

    const { exitCode, stdout, stderr } = await stats({ https_proxy: `http://me:hidden@${proxyUrl}` })

    expect(stderr).toMatch(
      /no connection: user name and password are wanted through the proxy of https_proxy\); check /,
    )
    expect(stderr.match(/trying again/g)).toHaveLength(2)
    expect(exitCode).toBe(1)
    expect(stdout + stderr).not.toMatch(/hidden|secret-token/)
  })
})
