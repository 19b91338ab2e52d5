import type { RemoteFunction } from './remote'
import type { FunctionEntry } from './settings'

/**
 * How a deployed function differs from what cloudbaserc.json asks for, a line each, with what to do; nothing when it is
 * as it should be. Variables are named, their values are never shown.
 *
 * @param wanted with its variables filled in
 * @param found `undefined` when there is no such function
 */
export function findDifferences(wanted: FunctionEntry, found: RemoteFunction | undefined): string[] {
  if (found === undefined) return ['is not there: deploy it']
  return [
    ...(found.status === 'Active' ? [] : [`has the status "${found.status}", not Active: ${adviceOn(wanted.name)}`]),
    ...differ('runtime', wanted.runtime, found.runtime, runtimeAdvice(wanted.name)),
    ...differ('timeout', wanted.timeout, found.timeout, 'deploy again'),
    ...differ('memorySize', wanted.memorySize, found.memorySize, 'deploy again'),
    ...Object.entries(wanted.envVariables)
      .filter(([key, value]) => (found.envVariables[key] ?? '') !== value)
      .map(([key]) => `has another value in the variable ${key} than is set here: deploy again`),
  ]
}

function differ(what: string, wanted: string | number, found: string | number | undefined, advice: string): string[] {
  return wanted === found ? [] : [`has ${what} ${found ?? '(none)'}, cloudbaserc.json says ${wanted}: ${advice}`]
}

function adviceOn(name: string): string {
  return `look at its log in the CloudBase console; when its creation failed, delete it with "npx tcb fn delete ${name}" and deploy again`
}

function runtimeAdvice(name: string): string {
  return `the runtime of a function that exists cannot be changed; delete it with "npx tcb fn delete ${name}", deploy again, and upload it once from WeChat DevTools for the permission`
}
