import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Behaviour, behaviourOf, type Fault } from './faults'
import type { UploadedConfig } from './httpsCall'
import { isRecord, type RequestBody } from './rules'
import type { ReceivedRequest } from './server'

/** What the doors share. */
export interface Wechat {
  requests: ReceivedRequest[]
  uploadedConfigs: UploadedConfig[]
  fault: FaultSwitch
  /** WeChat's JSON for a request, success or error. */
  answer(door: ReceivedRequest['door'], body: RequestBody): Promise<string>
}

/** The fault that is on, and how often it has struck. */
export class FaultSwitch {
  private struck = 0
  constructor(private fault: Fault | undefined) {}

  get current(): Fault | undefined {
    return this.fault
  }

  set(fault: Fault | undefined): void {
    this.fault = fault
    this.struck = 0
  }

  /** What to do in place of this answer, if anything; counts it. */
  strike(): { behaviour: Behaviour; call: number } | undefined {
    if (this.fault === undefined || this.struck >= (this.fault.times ?? Infinity)) return undefined
    return { behaviour: behaviourOf(this.fault.name), call: this.struck++ }
  }
}

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** The body as a JSON object; `undefined` when it is none. */
export async function readJson(request: IncomingMessage): Promise<RequestBody | undefined> {
  try {
    const body: unknown = JSON.parse(await readBody(request))
    return isRecord(body) ? body : undefined
  } catch {
    return undefined
  }
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}
