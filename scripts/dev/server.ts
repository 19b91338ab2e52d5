import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as v from 'valibot'
import { messageOf } from '../../shared/messageOf'
import { BodyTooLargeError, listen, LOOPBACK, readBody, sendJson } from '../lib/http'
import { type Asset, bundlePage } from './assets'
import type { Backend, EmulatorControls } from './backend'
import { NOW_HEADER } from './protocol'
import { FAULT_QUESTION, READ_QUESTION, TRY_QUESTION } from './questions'

/** How many ports are tried after the one that was asked for. */
const MORE_PORTS = 20

/** Charts set styles on their elements; everything else comes from this server, and nothing may frame it. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

export interface DevServer {
  /** For example `http://127.0.0.1:8787`. */
  url: string
  /** Ends the backend as well. */
  close(): Promise<void>
}

/**
 * Serves the page and its API on loopback, to whoever addresses it as loopback: another name (DNS rebinding) and
 * another page's requests are refused.
 *
 * @param port the next free one is taken when this is not; 0 takes any
 */
export async function startDevServer(backend: Backend, port: number): Promise<DevServer> {
  const assets = await bundlePage()
  const listeners = new Set<ServerResponse>()
  const server = createServer((request, response) => void answer(request, response, { backend, assets, listeners }))
  await listenNear(server, port)
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${LOOPBACK}:${taken}`,
    async close() {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await backend.close()
      await closed
    },
  }
}

/** A refusal with an HTTP status. */
class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** What the server answers from. */
interface Served {
  backend: Backend
  assets: ReadonlyMap<string, Asset>
  /** The pages that are told of every change of the state. */
  listeners: Set<ServerResponse>
}

async function answer(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  try {
    checkSender(request)
    // The page's question stands behind #; whatever stands behind ? changes nothing.
    const path = (request.url ?? '').replace(/[?#].*$/s, '')
    const route = `${request.method} ${path}`
    const asset = request.method === 'GET' ? served.assets.get(path) : undefined
    if (asset !== undefined) send(response, 200, asset.contentType, asset.body)
    else if (route === 'GET /api/events') sendEvents(response, served)
    else {
      const body = await answerApi(route, request, served, abandoned(response))
      sendJson(response, 200, body, { ...HEADERS, [NOW_HEADER]: String(served.backend.state().now) })
    }
  } catch (error) {
    if (response.destroyed) return // whoever asked has gone
    const status = statusOf(error)
    if (status === 500) process.stderr.write(`dev: ${String(error)}\n`)
    if (response.headersSent) response.destroy()
    else sendJson(response, status, { error: messageOf(error) }, HEADERS)
  }
}

function statusOf(error: unknown): number {
  if (error instanceof BodyTooLargeError) return 413
  return error instanceof HttpError ? error.status : 500
}

function checkSender({ headers, socket }: IncomingMessage): void {
  const names = [`${LOOPBACK}:${socket.localPort}`, `localhost:${socket.localPort}`]
  if (!names.includes(headers.host ?? '')) throw new HttpError(403, `open this page as http://${names[0]}`)
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`)
    throw new HttpError(403, 'requests of other pages are refused')
}

/** Aborts when whoever asked has gone before the answer. */
function abandoned(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  response.on('close', () => {
    if (!response.writableEnded) controller.abort(new Error('the request was cancelled'))
  })
  return controller.signal
}

/** When a page asks again that lost the server, in milliseconds: on loopback that costs nothing. */
const RETRY_MS = 1000

/** Server-sent events: the state now, and whenever it changes. */
function sendEvents(response: ServerResponse, { backend, listeners }: Served): void {
  response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream; charset=utf-8' })
  response.write(stateEvent(backend))
  listeners.add(response)
  response.on('close', () => listeners.delete(response))
}

function stateEvent(backend: Backend): string {
  return `event: state\ndata: ${JSON.stringify(backend.state())}\nretry: ${RETRY_MS}\n\n`
}

async function answerApi(
  route: string,
  request: IncomingMessage,
  { backend, listeners }: Served,
  signal: AbortSignal,
): Promise<unknown> {
  switch (route) {
    case 'POST /api/state':
      await readQuestion(request, v.object({}))
      return backend.state()
    case 'POST /api/read':
      return backend.read(await readQuestion(request, READ_QUESTION), signal)
    case 'POST /api/try':
      return controlsOf(backend).tryFunction(await readQuestion(request, TRY_QUESTION), signal)
    case 'POST /api/fault': {
      const { fault } = await readQuestion(request, FAULT_QUESTION)
      controlsOf(backend).setFault(fault === null ? undefined : { name: fault })
      for (const listener of listeners) listener.write(stateEvent(backend))
      return backend.state()
    }
    default:
      throw new HttpError(404, `there is no ${route}`)
  }
}

function controlsOf({ emulator }: Backend): EmulatorControls {
  if (emulator === undefined) throw new HttpError(409, 'with --live there are figures only: run npm run dev without it')
  return emulator
}

async function readQuestion<S extends v.GenericSchema>(request: IncomingMessage, schema: S): Promise<v.InferOutput<S>> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    throw new HttpError(415, 'expected content-type application/json')
  const parsed = v.safeParse(schema, parseJson(await readBody(request)))
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new HttpError(400, `${v.getDotPath(issue) ?? 'the question'}: ${issue.message}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new HttpError(400, `that is not JSON: ${messageOf(error)}`)
  }
}

function send(response: ServerResponse, status: number, contentType: string, body: string | Uint8Array): void {
  response.writeHead(status, { ...HEADERS, 'content-type': contentType }).end(body)
}

async function listenNear(server: Server, port: number): Promise<void> {
  const last = port === 0 ? 0 : Math.min(port + MORE_PORTS, 65_535)
  for (let candidate = port; ; candidate++) {
    try {
      return await listen(server, candidate)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EADDRINUSE' || candidate >= last) throw error
    }
  }
}
