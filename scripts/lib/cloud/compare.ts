import type { RemoteFunction } from './cloudEnvironment'
import type { FunctionEntry } from './settings'

/**
 * How the settings of a deployed function differ from what cloudbaserc.json asks for, a line each, with what to do; nothing
 * when they are as they should be. Variables are named, their values are never shown.
 *
 * @param wanted with its variables filled in
 */
export function findDifferences(wanted: FunctionEntry, found: RemoteFunction, envId: string): string[] {
  const again = `deploy again: npm run deploy -- -e ${envId} ${wanted.name}`
  const anew = `the deployed function cannot be changed in this way; delete it with "npx tcb fn delete ${wanted.name} -e ${envId}", ${again}, and upload it once from WeChat DevTools for the permission`
  return [
    ...(found.status === 'Active' ? [] : [describeStatus(found, envId)]),
    ...differ('runtime', wanted.runtime, found.runtime, anew),
    ...differ('handler', wanted.handler, found.handler, again),
    ...differ('timeout', wanted.timeout, found.timeout, again),
    ...differ('memorySize', wanted.memorySize, found.memorySize, again),
    ...(found.installDependency === undefined
      ? []
      : differ('installDependency', wanted.installDependency, found.installDependency, again)),
    ...Object.entries(wanted.envVariables)
      .filter(([key, value]) => (found.variables[key] ?? '') !== value)
      .map(([key]) => `has another value in the variable ${key} than is set here: ${again}`),
  ]
}

/** The variables that a deploy would erase, or empty: those with a value that have none in cloudbaserc.json. */
export function erasedVariables(wanted: FunctionEntry, found: RemoteFunction): string[] {
  const emptied = Object.entries(wanted.envVariables)
    .filter(([key, value]) => value === '' && (found.variables[key] ?? '') !== '')
    .map(([key]) => key)
  const extra = Object.entries(found.variables)
    .filter(([key, value]) => value !== '' && !(key in wanted.envVariables))
    .map(([key]) => key)
  return [...extra, ...emptied]
}

function differ<T extends string | number | boolean>(what: string, wanted: T, found: T, advice: string): string[] {
  return wanted === found
    ? []
    : [`has ${what} ${found === '' ? '(none)' : found}, cloudbaserc.json says ${wanted}: ${advice}`]
}

function describeStatus({ name, status, reasons }: RemoteFunction, envId: string): string {
  const why = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`
  const advice = status.endsWith('ing')
    ? `ask again in a minute: npm run doctor -- --remote -e ${envId}`
    : `look at it in the CloudBase console; when its creation failed, delete it with "npx tcb fn delete ${name} -e ${envId}" and deploy again`
  return `has the status "${status}", not Active${why}: ${advice}`
}
