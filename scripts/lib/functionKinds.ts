import type { FunctionKind } from '../../shared/call/event'

/** What a function can serve, in the order in which it is shown. A function is deployed under a name of its own: functions.ts. */
export const FUNCTION_KINDS = [
  'overview',
  'overviewByChannel',
  'conversion',
  'realtime',
] as const satisfies readonly FunctionKind[]
