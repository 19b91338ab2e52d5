import type { CloudbaseConfig, Variables } from '../lib/cloud/settings'

/** What a check found. With a `warning` the package can be deployed, but will hardly do what is wanted. */
export type CheckResult =
  | { state: 'ok'; detail: string }
  /** `problem` says what is wrong and what to do. */
  | { state: 'warning' | 'wrong'; problem: string }

export interface Check {
  name: string
  result: CheckResult
}

/** What the checks look at. */
export interface CheckContext {
  /** The package's folder, with cloudbaserc.json. */
  project: string
  config: CloudbaseConfig
  variables: Variables
  /** The user's home folder, where tcb keeps its login. */
  home: string
}

/** A check that found nothing wrong. */
export function ok(detail: string): CheckResult {
  return { state: 'ok', detail }
}

/** @param problem what is wrong and what to do */
export function wrong(problem: string): CheckResult {
  return { state: 'wrong', problem }
}
