import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { HTTP_API_LIMIT_MS } from '../../shared/constants'
import { close, listen, LOOPBACK, sendJson, urlOf } from '../lib/http'
import { INVOKE_PATH } from '../lib/wechat/httpApi'
import { answerRequest } from './answer'
import { documentedCampaign, livelyCampaign } from './builtInCampaigns'
import type { Campaign } from './campaign'
import { cloudCall } from './cloudCall'
import { control } from './control'
import { deployedFunctions } from './deployedFunctions'
import type { Fault } from './faults'
import { getStatisticsOverHttps, stableToken, token, uploadFunctionConfig } from './httpsCall'
import { invokeCloudFunction } from './invokeCloudFunction'
import { DEFAULT_READING, type Reading } from './readings'
import { type RequestBody, WechatError } from './rules'
import { FaultSwitch, type ReceivedRequest, remember, type UploadedConfig, type Wechat } from './wechat'

export interface EmulatorOptions {
  /** 0, the default, takes a free one. */
  port?: number
  /** The same seed, the same campaigns. */
  seed?: number
  /** The clock, in milliseconds. */
  now?: () => number
  /** In place of the built-in ones. */
  campaigns?: readonly Campaign[]
  /** How requests are read where WeChat's pages leave it open. @default people inside the date range, once in it */
  reading?: Partial<Reading>
  /** How the emulator misbehaves from the start. */
  fault?: Fault
  /** How long WeChat takes for an answer. */
  latencyMs?: number
  /** A folder with a folder for each deployed function. @default dist/functions, built when it is not current */
  functionsFolder?: string
  /** How long WeChat waits for a function that it starts over HTTP. @default 5000 */
  invokeLimitMs?: number
}

export interface Emulator {
  /** For example `http://127.0.0.1:54321`. */
  url: string
  /** The last ones that reached WeChat. */
  requests: ReceivedRequest[]
  /** What each cloud call was answered, by the body of its request; nothing where a fault left it without an answer. */
  answers: WeakMap<RequestBody, string>
  /** What `POST /tcb/uploadfuncconfig` registered. */
  uploadedConfigs: UploadedConfig[]
  /** From the next call on; `undefined` for none. */
  setFault(fault: Fault | undefined): void
  /** Hangs up on everybody at once. */
  close(): Promise<void>
}

/**
 * Starts an emulator of WeChat on loopback. Two endpoints lead to one model: the SDK's cloud call, and the HTTPS call with
 * its tokens. WeChat's HTTP API runs the built functions, whose cloud calls come here too; `/control/…` is for tests and
 * tools.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, seed = 1, now = Date.now, latencyMs = 0 } = options
  const seconds = (): number => Math.floor(now() / 1000)
  const reading = { ...DEFAULT_READING, ...options.reading }
  const campaigns = options.campaigns ?? [documentedCampaign(seed), livelyCampaign(seed, seconds())]
  const server = createServer((request, response) => void answer(request, response, wechat))
  await listen(server, port)
  const { port: taken } = server.address() as AddressInfo
  const url = `http://${LOOPBACK}:${taken}`
  const functions = deployedFunctions(url, options.functionsFolder)
  const wechat: Wechat = {
    requests: [],
    answers: new WeakMap(),
    uploadedConfigs: [],
    functions,
    invokeLimitMs: options.invokeLimitMs ?? HTTP_API_LIMIT_MS,
    fault: new FaultSwitch(options.fault),
    async answer(transport, body) {
      remember(wechat.requests, { transport, body })
      if (latencyMs > 0) await delay(latencyMs)
      return JSON.stringify(answerOf(() => answerRequest(campaigns, body, seconds(), reading)))
    },
  }
  return {
    url,
    requests: wechat.requests,
    answers: wechat.answers,
    uploadedConfigs: wechat.uploadedConfigs,
    setFault: fault => wechat.fault.set(fault),
    async close() {
      functions.close()
      await close(server)
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, wechat: Wechat): Promise<void> {
  try {
    if (!isForLoopback(request)) return sendJson(response, 403, { errmsg: `the emulator answers ${LOOPBACK} only` })
    // A proxy's request line names the whole URL; only its path matters here.
    const url = urlOf(request)
    await endpointFor(request.method, url.pathname)(request, response, url, wechat)
  } catch (error) {
    if (response.headersSent) response.destroy()
    else sendJson(response, 400, { code: 'INVALID_PARAM', message: String(error) })
  }
}

type Endpoint = (request: IncomingMessage, response: ServerResponse, url: URL, wechat: Wechat) => void | Promise<void>

/** What WeChat takes by POST only. */
const POST_ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/tcb/getstatistics': getStatisticsOverHttps,
  '/tcb/uploadfuncconfig': uploadFunctionConfig,
  '/cgi-bin/stable_token': stableToken,
  [INVOKE_PATH]: invokeCloudFunction,
}

function endpointFor(method: string | undefined, path: string): Endpoint {
  if (path.startsWith('/control/')) return control
  if (method === 'GET' && path === '/cgi-bin/token') return token
  const endpoint = Object.hasOwn(POST_ENDPOINTS, path) ? POST_ENDPOINTS[path] : undefined
  if (endpoint !== undefined) return method === 'POST' ? endpoint : wrongMethod
  return method === 'POST' ? (request, response, _url, wechat) => cloudCall(request, response, wechat) : notFound
}

function wrongMethod(_request: IncomingMessage, response: ServerResponse): void {
  sendJson(response, 200, { errcode: 43002, errmsg: 'require POST method' })
}

function notFound({ method }: IncomingMessage, response: ServerResponse, { pathname }: URL): void {
  sendJson(response, 404, { errcode: 404, errmsg: `the emulator has no endpoint ${method} ${pathname}` })
}

/** A page in a browser can reach loopback under a name of its own; a proxy's request line (`http://…`) names WeChat. */
function isForLoopback({ url = '', headers: { host = '' } }: IncomingMessage): boolean {
  return url.startsWith('http://') || /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host)
}

function answerOf(make: () => object): object {
  try {
    return make()
  } catch (error) {
    if (error instanceof WechatError) return { errcode: error.errcode, errmsg: error.errmsg }
    throw error
  }
}
