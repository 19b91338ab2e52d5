import type { DeployedFunctions } from './deployedFunctions'
import { type Behaviour, behaviourOf, type Fault } from './faults'
import type { RequestBody } from './rules'

/** A request as WeChat received it, snake_case. */
export interface ReceivedRequest {
  transport: 'cloudCall' | 'httpsCall'
  body: RequestBody
}

/** The permission file of a function, as it was registered. */
export interface UploadedConfig {
  envId: string
  functionName: string
  config: unknown
}

/** What the endpoints share. */
export interface Wechat {
  /** The last ones. */
  requests: ReceivedRequest[]
  /** What each cloud call was answered, by the body of its request; nothing where a fault left it without an answer. */
  answers: WeakMap<RequestBody, string>
  uploadedConfigs: UploadedConfig[]
  functions: DeployedFunctions
  /** How long WeChat waits for a function that it starts over HTTP. */
  invokeLimitMs: number
  fault: FaultSwitch
  /** WeChat's JSON for a request, success or error. */
  answer(transport: ReceivedRequest['transport'], body: RequestBody): Promise<string>
}

/** So many requests, or permission files, are remembered: an emulator that runs for days must not fill the memory. */
export const REMEMBERED = 1000

/** Adds to a list, and forgets the oldest beyond `REMEMBERED`. */
export function remember<T>(list: T[], item: T): void {
  list.push(item)
  if (list.length > REMEMBERED) list.splice(0, list.length - REMEMBERED)
}

/** The fault that is on, and how many calls it has met. */
export class FaultSwitch {
  private calls = 0
  constructor(private fault: Fault | undefined) {}

  get current(): Fault | undefined {
    return this.fault
  }

  set(fault: Fault | undefined): void {
    this.fault = fault
    this.calls = 0
  }

  /** What to do in place of this answer, if anything; counts it. */
  next(): { behaviour: Behaviour; call: number } | undefined {
    if (this.fault === undefined || this.calls >= (this.fault.times ?? Infinity)) return undefined
    return { behaviour: behaviourOf(this.fault.name), call: this.calls++ }
  }
}
