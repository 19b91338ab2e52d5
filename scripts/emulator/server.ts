import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerRequest } from './answer'
import { documentedCampaign, livelyCampaign } from './builtInCampaigns'
import type { Campaign } from './campaign'
import { readCloudCall } from './cloudCall'
import { encodeAnswer } from './protobuf'
import { isRecord, type RequestBody, WechatError } from './rules'

const LOOPBACK = '127.0.0.1'
/** The mini program's own token, and one of a third-party platform: both made up, known to the emulator alone. */
export const DEMO_ACCESS_TOKEN = 'demo-access-token'

export interface EmulatorOptions {
  /** 0, the default, takes a free one. */
  port?: number
  /** The same seed, the same campaigns. */
  seed?: number
  /** The clock, in milliseconds. */
  now?: () => number
  /** In place of the built-in ones. */
  campaigns?: readonly Campaign[]
}

/** A request as WeChat received it, snake_case. */
export interface ReceivedRequest {
  door: 'cloudCall' | 'httpsCall'
  body: RequestBody
}

export interface Emulator {
  /** For example `http://127.0.0.1:54321`. */
  url: string
  requests: ReceivedRequest[]
  close(): Promise<void>
}

/**
 * Starts an emulator of WeChat on loopback, with two doors to one model: `POST /admin` takes the SDK's cloud call,
 * `POST /tcb/getstatistics` the HTTPS call.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, seed = 1, now = Date.now } = options
  const seconds = (): number => Math.floor(now() / 1000)
  const campaigns = options.campaigns ?? [documentedCampaign(seed), livelyCampaign(seed, seconds())]
  const requests: ReceivedRequest[] = []
  const answer = (door: ReceivedRequest['door'], body: RequestBody): object => {
    requests.push({ door, body })
    return wireAnswer(() => answerRequest(campaigns, body, seconds()))
  }
  const server = createServer((request, response) => void route(request, response, answer))
  await listen(server, port)
  const { port: taken } = server.address() as AddressInfo
  return { url: `http://${LOOPBACK}:${taken}`, requests, close: () => close(server) }
}

type Answer = (door: ReceivedRequest['door'], body: RequestBody) => object

async function route(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  try {
    if (request.method === 'POST' && url.pathname === '/tcb/getstatistics')
      sendJson(response, await httpsCall(request, url, answer))
    else if (request.method === 'POST') await cloudCall(request, response, answer)
    else sendJson(response, { errcode: 404, errmsg: `no such door: ${request.method} ${url.pathname}` }, 404)
  } catch (error) {
    sendJson(response, { code: 'INVALID_PARAM', message: String(error) })
  }
}

async function cloudCall(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const { action, apiName, body } = await readCloudCall(request)
  if (action !== 'wx.openApi' || apiName !== 'cloudbase.getStatistics')
    return sendJson(response, {
      code: 'INVALID_PARAM',
      message: `the emulator knows cloudbase.getStatistics only, not ${action} ${apiName}`,
    })
  const respData = Buffer.from(JSON.stringify(answer('cloudCall', body)))
  response.writeHead(200, { 'content-type': 'application/octet-stream' })
  response.end(encodeAnswer({ respData, contentType: 'application/json; charset=UTF-8' }))
}

async function httpsCall(request: IncomingMessage, url: URL, answer: Answer): Promise<object> {
  const token = url.searchParams.get('access_token') ?? url.searchParams.get('cloudbase_access_token')
  if (token === null || token === '') return { errcode: 41001, errmsg: 'access_token missing' }
  if (token !== DEMO_ACCESS_TOKEN)
    return { errcode: 40001, errmsg: 'invalid credential, access_token is invalid or not latest' }
  const body = parseJson(await readText(request))
  return body === undefined ? { errcode: 47001, errmsg: 'data format error' } : answer('httpsCall', body)
}

function wireAnswer(make: () => object): object {
  try {
    return make()
  } catch (error) {
    if (error instanceof WechatError) return { errcode: error.errcode, errmsg: error.errmsg }
    throw error
  }
}

function parseJson(text: string): RequestBody | undefined {
  try {
    const body: unknown = JSON.parse(text)
    return isRecord(body) ? body : undefined
  } catch {
    return undefined
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function sendJson(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, LOOPBACK, resolve))
}

/** Hangs up at once on whoever is still connected. */
function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
