import { type CloudEnvironment, CloudError, type RemoteFunction } from './cloudEnvironment'
import { findDifferences } from './compare'
import { type DeployedCode, findCodeDifference, readCode } from './deployedCode'
import type { FunctionEntry } from './settings'

/** What the cloud has of one function. */
export type DeployedFunction =
  | { state: 'missing' }
  /** It is listed, but the cloud does not say what it is. */
  | { state: 'unreadable'; problem: string }
  | { state: 'found'; settings: RemoteFunction; code: DeployedCode }

/**
 * Asks for functions, their settings and their code. Nothing of it is printed: variables may be private.
 *
 * @throws CloudError when the environment could not be asked at all
 */
export async function askFunctions(
  cloud: CloudEnvironment,
  names: readonly string[],
): Promise<Map<string, DeployedFunction>> {
  const listed = await cloud.functionNames()
  return new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, DeployedFunction]> => [
        name,
        listed.has(name) ? await askListed(cloud, name) : { state: 'missing' },
      ]),
    ),
  )
}

async function askListed(cloud: CloudEnvironment, name: string): Promise<DeployedFunction> {
  try {
    // One after the other: while a function is being changed, its old code may still be handed out.
    const settings = await cloud.describe(name)
    return { state: 'found', settings, code: await fetchCode(cloud, name) }
  } catch (error) {
    return { state: 'unreadable', problem: `is listed, but could not be read: ${toProblem(error)}` }
  }
}

async function fetchCode(cloud: CloudEnvironment, name: string): Promise<DeployedCode> {
  try {
    return readCode(await cloud.downloadCode(name))
  } catch (error) {
    return { unreadable: `it could not be fetched: ${toProblem(error)}` }
  }
}

function toProblem(error: unknown): string {
  if (error instanceof CloudError) return error.message
  throw error
}

/**
 * What keeps a deployed function from being this build with these settings, a line each, with what to do; nothing when it is.
 *
 * @param wanted with its variables filled in
 * @param folder the built function
 */
export function findProblems(
  wanted: FunctionEntry,
  found: DeployedFunction,
  { folder, envId }: { folder: string; envId: string },
): string[] {
  switch (found.state) {
    case 'missing':
      return [`is not there: deploy it: npm run deploy -- -e ${envId} ${wanted.name}`]
    case 'unreadable':
      return [found.problem]
    case 'found': {
      const code = findCodeDifference(found.code, folder)
      return [...findDifferences(wanted, found.settings, envId), ...(code === undefined ? [] : [code])]
    }
  }
}
