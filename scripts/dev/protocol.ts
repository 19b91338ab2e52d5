/**
 * What the page and its server say to each other: JSON over `POST /api/…`, and the state whenever it changes over
 * `GET /api/events`. Every answer carries the time of the figures' clock, Unix seconds, in the header NOW_HEADER.
 */
import type { Failure, StatisticsTable } from '../../shared/api'
import type { FunctionKind } from '../../shared/call/event'
import type { Days } from '../../shared/figures/days'

/** The clock of the figures, which is the emulator's, or this machine's. */
export const NOW_HEADER = 'x-now'

/** An activity that the page offers. */
export interface OfferedCampaign {
  title: string
  envId: string
  activityId: string
  /** The days in which something happened; none: yesterday. */
  days?: Days
}

/** A way to break WeChat. */
export interface OfferedFault {
  name: string
  group: FaultGroup
  /** What it does, in Chinese. */
  about: string
}

/** Where a fault stands, from WeChat outwards. */
export const FAULT_GROUPS = ['微信', '网关', '平台', '网络', '数据'] as const
export type FaultGroup = (typeof FAULT_GROUPS)[number]

/** Somebody who can call a function. */
export interface OfferedCaller {
  name: string
  /** In Chinese. */
  title: string
  /** Who lets it in: its own credentials, STATS_ALLOWED_OPENIDS, or nobody. */
  admission: 'developer' | 'listed' | 'nobody'
  /** Its calls carry an OPENID, which may be chosen. */
  hasOpenid: boolean
}

/** `/api/state`: what the page can do. */
export interface State {
  /** `emulator`: the built functions on this machine. `live`: WeChat itself, figures only. */
  mode: 'emulator' | 'live'
  /** Unix seconds. */
  now: number
  /** The environment that is filled in. */
  envId: string
  campaigns: readonly OfferedCampaign[]
  /** What each function serves, and the name that it is deployed under. */
  functions: readonly { kind: FunctionKind; name: string }[]
  faults: readonly OfferedFault[]
  callers: readonly OfferedCaller[]
  /** The fault that is on. */
  fault: string | null
}

/** `/api/read`: figures for a chart. */
export interface ReadQuestion {
  name: FunctionKind
  event: unknown
}
/** A table, or why there is none; a failure of 10011 means no data. */
export type ReadAnswer = StatisticsTable | Failure

/** `/api/try`: one call, in a process of its own. */
export interface TryQuestion {
  name: FunctionKind
  event: unknown
  /** The name of one of State.callers. */
  caller: string
  /** The OPENID of a caller that has one. */
  openid: string
  /** The function's variable STATS_ALLOWED_OPENIDS; empty for none. */
  allowedOpenids: string
}
export interface TryAnswer {
  result: { kind: 'returned'; value: unknown } | { kind: 'failed'; explanation: string }
  /** What `main` took; `null` when it did not end. */
  ms: number | null
  /** Every request that reached WeChat, one for each try, with what it was answered. */
  exchanges: Exchange[]
  /** What the function wrote. */
  log: string
}

/** A request as WeChat received it, and the answer as text; `null` when a fault left it without one. */
export interface Exchange {
  request: unknown
  answer: string | null
}

/** `/api/fault`: switches a fault of the emulator on, or all off. */
export interface FaultQuestion {
  fault: string | null
}
