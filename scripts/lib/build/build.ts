import type { FunctionKind } from '../../../shared/call/event'
import type { CloudFunction } from '../functions'
import { ROOT } from '../root'
import type * as building from './buildFunctions'
import { isBuildCurrent, recordedFunctions } from './buildStamp'

/**
 * Builds the functions if there is no build, or it is not what their sources give now; says so on stderr.
 *
 * @returns what is built, in the order of cloudbaserc.json
 */
export async function ensureBuilt(root = ROOT): Promise<readonly CloudFunction[]> {
  if (isBuildCurrent(root)) return recordedFunctions(root)
  process.stderr.write('building the functions …\n')
  // Loaded when it is needed: TypeScript's compiler takes a sixth of a second to start, and most commands find a build.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import() that is kept as it is does not run in Jest
  const { buildFunctions } = require('./buildFunctions') as typeof building
  return buildFunctions(root)
}

/**
 * The function that serves `kind`, under whatever name it is deployed.
 *
 * @throws when there is none
 */
export function functionServing(kind: FunctionKind, functions: readonly CloudFunction[]): CloudFunction {
  const found = functions.find(each => each.kind === kind)
  if (found === undefined) throw new Error(`no function in functions/ serves '${kind}'`)
  return found
}
