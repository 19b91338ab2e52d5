import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** The only address that the servers of this package listen on. */
export const LOOPBACK = '127.0.0.1'

/** Listens on loopback. @param port 0 takes a free one */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Hangs up on everybody at once. */
export function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** The most that a body may have: one request must not fill the memory. */
export const BODY_LIMIT_BYTES = 8 * 1024 * 1024

/** A body has more than `BODY_LIMIT_BYTES`. */
export class BodyTooLargeError extends Error {
  constructor() {
    super(`expected ${BODY_LIMIT_BYTES} bytes at most`)
  }
}

/** The whole body of a request. @throws BodyTooLargeError, and Error when it does not come to its end */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > BODY_LIMIT_BYTES) throw new BodyTooLargeError()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * The URL that a request line names: a path, or what a proxy is asked for, which names the host as well. A path stays a
 * path: `//a` is no host `a`.
 *
 * @throws Error for a request line that names no URL
 */
export function urlOf({ url = '/' }: IncomingMessage): URL {
  try {
    return new URL(url.startsWith('/') ? `http://${LOOPBACK}${url}` : url)
  } catch {
    throw new Error(`${JSON.stringify(url)} is not a URL`)
  }
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const json = JSON.stringify(body) // first: what cannot be told as JSON throws before anything is sent
  response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' })
  response.end(json)
}
