import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it came over HTTP. */
export interface Received {
  method: string
  path: string
  query: Record<string, string>
  body: unknown
}

/** Answers a request: with JSON, with a text as it is, or by itself. */
export type Handler = (received: Received) => object | string | ((response: ServerResponse) => void)

export interface WechatServer {
  url: string
  received: Received[]
  /** Sets how requests are answered from now on, and forgets those that came. */
  answer(handler: Handler): void
}

/** A plain HTTP server on loopback in WeChat's place, for the tests of a file. */
export function useWechatServer(): WechatServer {
  let handler: Handler = () => ({})
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost')
      const one = {
        method: request.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown,
      }
      received.push(one)
      const answer = handler(one)
      if (typeof answer === 'function') answer(response)
      else response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
    })
  })
  const wechat: WechatServer = {
    url: '',
    received,
    answer(next) {
      handler = next
      received.length = 0
    },
  }
  beforeAll(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    wechat.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    const closed = new Promise(resolve => server.close(resolve))
    server.closeAllConnections()
    await closed
  })
  return wechat
}

/** What a promise is rejected with; an Error of its own when it is not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (thrown) {
    return thrown
  }
  throw new Error('expected a rejection')
}
