/** What the page and its server say to each other: JSON over `POST /api/…`. */
import type { Failure, StatisticsTable } from '../../shared/api'
import type { FunctionKind } from '../../shared/call/event'

/** An activity that the page offers. */
export interface OfferedCampaign {
  title: string
  envId: string
  activityId: string
  /** The window in which something happened, as an event writes it, in Beijing time; none: yesterday. */
  window?: { begin: string; end: string }
}

/** `/api/state`: what the page can do. */
export interface State {
  /** `emulator`: the built functions on this machine. `live`: WeChat itself, figures only. */
  mode: 'emulator' | 'live'
  /** Unix seconds. */
  now: number
  /** The environment that is filled in. */
  envId: string
  campaigns: OfferedCampaign[]
  functions: readonly FunctionKind[]
  faults: { name: string; about: string }[]
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

/** Who calls a function. `http` is the public HTTP access service. */
export type TryCaller = { kind: 'console' } | { kind: 'user'; openid: string } | { kind: 'http' }

/** `/api/try`: one call, in a process of its own. */
export interface TryQuestion {
  name: FunctionKind
  event: unknown
  caller: TryCaller
  /** The function's variable STATS_ALLOWED_OPENIDS; empty for none. */
  allowedOpenids: string
}
export interface TryAnswer {
  result: { kind: 'returned'; value: unknown } | { kind: 'failed'; explanation: string }
  /** What `main` took; `null` when it did not come to an end. */
  ms: number | null
  /** Every request that reached WeChat, one for each try. */
  requests: unknown[]
  /** What the function wrote. */
  log: string
}

/** `/api/fault`: switches a fault of the emulator on, or all off. */
export interface FaultQuestion {
  fault: string | null
}

/** `/api/csv`: a table as CSV text. */
export type CsvQuestion = Pick<StatisticsTable, 'dataColumn' | 'dataValue'>
