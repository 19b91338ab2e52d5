import { join } from 'node:path'
import { CloudError } from '../lib/cloud/cloudEnvironment'
import { findCodeDifference } from '../lib/cloud/deployedCode'
import { askFunctions } from '../lib/cloud/deployedFunction'
import { openCloud } from '../lib/cloud/openCloud'
import type { CodeDifference } from '../lib/wechat/callDeployedFunctions'
import type { CheckContext } from './check'

/**
 * Fetches the code of every function and compares it with the build. Where the cloud cannot be asked, because nobody is
 * logged in for one, nothing is known of any, and `say` is told why.
 */
export async function compareCodeInCloud(
  { project, config, variables }: CheckContext,
  { envId, signal, say }: { envId: string; signal: AbortSignal; say: (line: string) => void },
): Promise<(name: string) => CodeDifference> {
  try {
    const cloud = await openCloud({ envId, project, variables, signal, say })
    const names = config.functions.map(({ name }) => name)
    const found = await askFunctions(cloud, names)
    return name => {
      const deployed = found.get(name)
      if (deployed?.state !== 'found' || 'unreadable' in deployed.code) return 'unknown'
      const differs = findCodeDifference(deployed.code, join(project, config.functionRoot, name))
      return differs === undefined ? 'same' : { differs }
    }
  } catch (error) {
    if (!(error instanceof CloudError)) throw error
    say(`the code in the cloud is not compared: ${error.message}`)
    return () => 'unknown'
  }
}
