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
  requests: ReceivedRequest[]
  uploadedConfigs: UploadedConfig[]
  fault: FaultSwitch
  /** WeChat's JSON for a request, success or error. */
  answer(transport: ReceivedRequest['transport'], body: RequestBody): Promise<string>
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
