import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { answerRequest } from './answer'
import { documentedCampaign, livelyCampaign } from './builtInCampaigns'
import type { Campaign } from './campaign'
import { cloudCall } from './cloudCall'
import { control } from './control'
import type { Fault } from './faults'
import { getStatisticsOverHttps, stableToken, uploadFunctionConfig, type UploadedConfig } from './httpsCall'
import { FaultSwitch, sendJson, type Wechat } from './wechat'
import { type RequestBody, WechatError } from './rules'

const LOOPBACK = '127.0.0.1'

export interface EmulatorOptions {
  /** 0, the default, takes a free one. */
  port?: number
  /** The same seed, the same campaigns. */
  seed?: number
  /** The clock, in milliseconds. */
  now?: () => number
  /** In place of the built-in ones. */
  campaigns?: readonly Campaign[]
  /** How the emulator misbehaves from the start. */
  fault?: Fault
  /** How long WeChat takes for an answer. */
  latencyMs?: number
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
  /** What `POST /tcb/uploadfuncconfig` registered. */
  uploadedConfigs: UploadedConfig[]
  /** From the next call on; `undefined` for none. */
  setFault(fault: Fault | undefined): void
  /** Hangs up on everybody at once. */
  close(): Promise<void>
}

/**
 * Starts an emulator of WeChat on loopback. Two doors lead to one model: the SDK's cloud call, and the HTTPS call with
 * its tokens; a third, `/control/…`, is for tests and tools.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, seed = 1, now = Date.now, latencyMs = 0 } = options
  const seconds = (): number => Math.floor(now() / 1000)
  const campaigns = options.campaigns ?? [documentedCampaign(seed), livelyCampaign(seed, seconds())]
  const wechat: Wechat = {
    requests: [],
    uploadedConfigs: [],
    fault: new FaultSwitch(options.fault),
    async answer(door, body) {
      wechat.requests.push({ door, body })
      if (latencyMs > 0) await delay(latencyMs)
      return JSON.stringify(answerOf(() => answerRequest(campaigns, body, seconds())))
    },
  }
  const server = createServer((request, response) => void route(request, response, wechat))
  await listen(server, port)
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${LOOPBACK}:${taken}`,
    requests: wechat.requests,
    uploadedConfigs: wechat.uploadedConfigs,
    setFault: fault => wechat.fault.set(fault),
    close: () => close(server),
  }
}

async function route(request: IncomingMessage, response: ServerResponse, wechat: Wechat): Promise<void> {
  // A proxy's request line names the whole URL; only its path matters here.
  const url = new URL(request.url ?? '/', 'http://localhost')
  const door = `${request.method} ${url.pathname}`
  try {
    if (!isForLoopback(request)) sendJson(response, 403, { errmsg: `the emulator answers ${LOOPBACK} only` })
    else if (url.pathname.startsWith('/control/')) await control(request, response, url, wechat)
    else if (door === 'POST /tcb/getstatistics') await getStatisticsOverHttps(request, response, url, wechat)
    else if (door === 'POST /cgi-bin/stable_token') await stableToken(request, response)
    else if (door === 'POST /tcb/uploadfuncconfig') await uploadFunctionConfig(request, response, url, wechat)
    else if (request.method === 'POST') await cloudCall(request, response, wechat)
    else sendJson(response, 404, { errcode: 404, errmsg: `the emulator has no door ${door}` })
  } catch (error) {
    if (!response.headersSent) sendJson(response, 400, { code: 'INVALID_PARAM', message: String(error) })
  }
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

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, LOOPBACK, resolve))
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
