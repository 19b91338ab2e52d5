import { join } from 'node:path'
import { CloudError } from '../lib/cloud/cloudEnvironment'
import { askFunctions, findProblems } from '../lib/cloud/deployedFunction'
import { openCloud } from '../lib/cloud/openCloud'
import { environmentId, fillIn } from '../lib/cloud/settings'
import { withProgressMessage } from '../lib/progressMessage'
import { say } from '../lib/say'
import { type Check, type CheckContext, ok, wrong } from './check'

/** Compares what is deployed with the build and cloudbaserc.json, a check for each function. Changes nothing. */
export async function checkDeployed(context: CheckContext, signal: AbortSignal): Promise<Check[]> {
  const envId = environmentId(context.variables)
  if (envId === '')
    return [{ name: 'cloud', result: wrong('--remote needs ENV_ID, or -e with the id of the environment') }]
  try {
    return await withProgressMessage(`asking the cloud in ${envId}`, compareAll(context, envId, signal))
  } catch (error) {
    if (!(error instanceof CloudError)) throw error
    return [{ name: `cloud ${envId}`, result: wrong(`it could not be asked: ${error.message}`) }]
  }
}

async function compareAll(
  { project, config, variables }: CheckContext,
  envId: string,
  signal: AbortSignal,
): Promise<Check[]> {
  const cloud = await openCloud({ envId, project, variables, signal, say })
  const found = await askFunctions(
    cloud,
    config.functions.map(({ name }) => name),
  )
  return config.functions.map(entry => {
    const folder = join(project, config.functionRoot, entry.name)
    const deployed = found.get(entry.name) ?? { state: 'missing' }
    const problems = findProblems(fillIn(entry, variables), deployed, { folder, envId })
    return {
      name: `deployed ${entry.name}`,
      result:
        problems.length === 0
          ? ok(`active in ${envId}, this build, as cloudbaserc.json asks`)
          : wrong(problems.join('; it ')),
    }
  })
}
