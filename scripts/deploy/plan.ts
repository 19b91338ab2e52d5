import { erasedVariables } from '../lib/cloud/compare'
import { findCodeDifference, isOurs } from '../lib/cloud/deployedCode'
import type { DeployedFunction } from '../lib/cloud/deployedFunction'
import type { FunctionEntry } from '../lib/cloud/settings'

/** What a deploy does with one function. */
export type Plan =
  | { action: 'create' }
  /** `changes` names what becomes another, `erases` the variables that lose their value. */
  | { action: 'change'; changes: string[]; erases: string[] }
  /** Everything is as it should be already; it is deployed all the same. */
  | { action: 'same' }
  /** It is left as it is: somebody else's, or something of it would be lost. */
  | { action: 'refuse'; reasons: string[] }

export interface PlanOptions {
  /** The built function. */
  folder: string
  /** Whether what is not ours, and variables that are set in the cloud only, may go. */
  overwrite: boolean
}

/**
 * What a deploy would do with a function that is, or is not, in the cloud.
 *
 * @param wanted with its variables filled in
 */
export function planDeploy(wanted: FunctionEntry, found: DeployedFunction, { folder, overwrite }: PlanOptions): Plan {
  if (found.state === 'missing') return { action: 'create' }
  const reasons = reasonsToAsk(wanted, found)
  if (reasons.length > 0 && !overwrite) return { action: 'refuse', reasons }
  if (found.state === 'unreadable') return { action: 'change', changes: ['what cannot be read'], erases: [] }
  const changes = findChanges(wanted, found, folder)
  const erases = erasedVariables(wanted, found.settings)
  return changes.length + erases.length === 0 ? { action: 'same' } : { action: 'change', changes, erases }
}

/** Why nothing is done without being asked for by name. */
function reasonsToAsk(wanted: FunctionEntry, found: Exclude<DeployedFunction, { state: 'missing' }>): string[] {
  if (found.state === 'unreadable') return [found.problem]
  const { settings, code } = found
  const erased = erasedVariables(wanted, settings)
  return [
    ...(['runtime', 'handler'] as const)
      .filter(key => settings[key] !== wanted[key])
      .map(key => `has ${key} ${settings[key] || '(none)'}, cloudbaserc.json says ${wanted[key]}`),
    ...('unreadable' in code ? [`has code of unknown origin: ${code.unreadable}`] : []),
    ...('unreadable' in code || isOurs(code) ? [] : ["has code that is not this package's"]),
    ...(erased.length === 0 ? [] : [`would lose its value of ${erased.join(', ')}, which is set in the cloud only`]),
  ]
}

function findChanges(
  wanted: FunctionEntry,
  { settings, code }: Extract<DeployedFunction, { state: 'found' }>,
  folder: string,
): string[] {
  return [
    ...(findCodeDifference(code, folder) === undefined ? [] : ['its code']),
    ...(['runtime', 'handler', 'timeout', 'memorySize'] as const)
      .filter(key => settings[key] !== wanted[key])
      .map(key => `${key} ${settings[key] || '(none)'} to ${wanted[key]}`),
    ...(settings.installDependency === undefined || settings.installDependency === wanted.installDependency
      ? []
      : [`installDependency ${settings.installDependency} to ${wanted.installDependency}`]),
    ...Object.entries(wanted.envVariables)
      .filter(([key, value]) => value !== '' && settings.variables[key] !== value)
      .map(([key]) => `the variable ${key}`),
  ]
}
