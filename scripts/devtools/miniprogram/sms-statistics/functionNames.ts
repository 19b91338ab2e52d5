import type { Events } from '../../../../shared/events'

/** Under which name each function is deployed. `npm run devtools` writes this file; rename a function here, and only here. */
export const DEPLOYED_NAMES: Readonly<Record<keyof Events, string>> = {
  overview: 'overview',
  overviewByChannel: 'overviewByChannel',
  conversion: 'conversion',
  realtime: 'realtime',
}
