import { readFunctions } from '../lib/build/readFunctions'
import type { Variables } from '../lib/cloud/settings'
import { callDeployedFunctions, type LiveAnswer } from '../lib/wechat/callDeployedFunctions'
import { openWechat } from '../lib/wechat/openWechat'
import { withProgressMessage } from '../lib/progressMessage'
import type { DeployOutcome } from './deploy'

export interface CallSettings {
  project: string
  envId: string
  variables: Variables
  /** Of WeChat's HTTP API. */
  baseUrl: string
  say: (line: string) => void
}

/**
 * Calls those functions that are deployed, over WeChat's HTTP API. Without credentials of WeChat's none is called, and `say`
 * is told what would be needed.
 */
export async function callDeployed(
  outcomes: readonly DeployOutcome[],
  { project, envId, variables, baseUrl, say }: CallSettings,
): Promise<LiveAnswer[]> {
  const deployed = outcomes.filter(({ problems }) => problems.length === 0).map(({ name }) => name)
  if (deployed.length === 0) return []
  const wechat = openWechat(variables, baseUrl)
  if ('problem' in wechat) {
    say(`whether they answer is not known: ${wechat.problem}, then: npm run doctor -- --live -e ${envId}`)
    return []
  }
  const functions = readFunctions(project).filter(({ name }) => deployed.includes(name))
  // Their code was compared a moment ago.
  const asked = callDeployedFunctions(functions, { wechat, envId, codeDifference: () => 'same', say })
  return withProgressMessage(`calling the functions in ${envId}`, asked)
}
