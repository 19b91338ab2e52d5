import type { FunctionKind } from '../../shared/call/event'
import { readCloudbaseConfig } from './cloud/settings'
import { ROOT } from './root'

/** A cloud function of this package: the name that it is deployed under, and what it serves. */
export interface CloudFunction {
  /** Its folder in functions/ and its entry in cloudbaserc.json. */
  name: string
  kind: FunctionKind
}

/**
 * The names that cloudbaserc.json lists, in its order. What each serves is known to the build: see `ensureBuilt`.
 *
 * @throws when cloudbaserc.json cannot be read
 */
export function functionNames(project = ROOT): string[] {
  return readCloudbaseConfig(project).functions.map(({ name }) => name)
}
