import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { close, listen, LOOPBACK, sendJson } from '../lib/http'
import { answerRequest } from './answer'
import { documentedCampaign, livelyCampaign } from './builtInCampaigns'
import type { Campaign } from './campaign'
import { cloudCall } from './cloudCall'
import { control } from './control'
import type { Fault } from './faults'
import { getStatisticsOverHttps, stableToken, uploadFunctionConfig } from './httpsCall'
import { WechatError } from './rules'
import { FaultSwitch, type ReceivedRequest, type UploadedConfig, type Wechat } from './wechat'

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
 * Starts an emulator of WeChat on loopback. Two endpoints lead to one model: the SDK's cloud call, and the HTTPS call with
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
    async answer(transport, body) {
      wechat.requests.push({ transport, body })
      if (latencyMs > 0) await delay(latencyMs)
      return JSON.stringify(answerOf(() => answerRequest(campaigns, body, seconds())))
    },
  }
  const server = createServer((request, response) => void answer(request, response, wechat))
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

async function answer(request: IncomingMessage, response: ServerResponse, wechat: Wechat): Promise<void> {
  // A proxy's request line names the whole URL; only its path matters here.
  const url = new URL(request.url ?? '/', 'http://localhost')
  const route = `${request.method} ${url.pathname}`
  try {
    if (!isForLoopback(request)) sendJson(response, 403, { errmsg: `the emulator answers ${LOOPBACK} only` })
    else if (url.pathname.startsWith('/control/')) await control(request, response, url, wechat)
    else if (route === 'POST /tcb/getstatistics') await getStatisticsOverHttps(request, response, url, wechat)
    else if (route === 'POST /cgi-bin/stable_token') await stableToken(request, response)
    else if (route === 'POST /tcb/uploadfuncconfig') await uploadFunctionConfig(request, response, url, wechat)
    else if (request.method === 'POST') await cloudCall(request, response, wechat)
    else sendJson(response, 404, { errcode: 404, errmsg: `the emulator has no endpoint ${route}` })
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
