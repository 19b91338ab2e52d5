import type { FunctionName } from '../../shared/call/event'

/** The four, in the order in which they are shown. */
export const FUNCTION_NAMES = [
  'overview',
  'overviewByChannel',
  'conversion',
  'realtime',
] as const satisfies readonly FunctionName[]
