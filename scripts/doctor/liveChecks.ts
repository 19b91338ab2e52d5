import { readFunctions } from '../lib/build/readFunctions'
import { environmentId } from '../lib/cloud/settings'
import { withProgressMessage } from '../lib/progressMessage'
import { say } from '../lib/say'
import { callDeployedFunctions, type LiveAnswer } from '../lib/wechat/callDeployedFunctions'
import { openWechat } from '../lib/wechat/openWechat'
import { type Check, type CheckContext, ok, wrong } from './check'
import { compareCodeInCloud } from './codeInCloud'

/**
 * Calls all functions of the project, and compares their code with the build where the cloud can be asked: a check for each.
 *
 * @param baseUrl of WeChat's HTTP API
 */
export async function checkLive(context: CheckContext, baseUrl: string, signal: AbortSignal): Promise<Check[]> {
  const envId = environmentId(context.variables)
  if (envId === '')
    return [{ name: 'live', result: wrong('--live needs ENV_ID, or -e with the id of the environment') }]
  const wechat = openWechat(context.variables, baseUrl)
  if ('problem' in wechat) return [{ name: 'live', result: wrong(`the functions cannot be called: ${wechat.problem}`) }]
  const codeDifference = await compareCodeInCloud(context, { envId, signal, say })
  const asked = callDeployedFunctions(readFunctions(context.project), { wechat, envId, codeDifference, say })
  return toChecks(await withProgressMessage(`calling the functions in ${envId}`, asked))
}

/** A line of the report for each function. */
export function toChecks(answers: readonly LiveAnswer[]): Check[] {
  return answers.map(({ name, live }) => ({
    name: `live ${name}`,
    result: live.state === 'answers' ? ok(live.detail) : wrong(live.problem),
  }))
}
