import { messageOf } from '../../shared/messageOf'
import { checkBuild, checkConfigJson, checkDotfiles, checkSelfContained } from './buildChecks'
import type { Check, CheckContext, CheckResult } from './check'
import { checkEnvId, checkFunctionList, checkLogin, checkNode, checkOpenids } from './projectChecks'
import { toPlainText } from '../lib/plainText'

type CheckFunction = (context: CheckContext) => CheckResult | Promise<CheckResult>

const CHECKS: Readonly<Record<string, CheckFunction>> = {
  'Node.js': checkNode,
  build: checkBuild,
  'self-contained': checkSelfContained,
  'no dotfiles': checkDotfiles,
  'config.json': checkConfigJson,
  'cloudbaserc.json': checkFunctionList,
  ENV_ID: checkEnvId,
  STATS_ALLOWED_OPENIDS: checkOpenids,
  'tcb login': checkLogin,
}

/** Everything that can be seen on this computer, without a network, before a deploy; changes nothing. */
export async function runLocalChecks(context: CheckContext): Promise<Check[]> {
  return Promise.all(
    Object.entries(CHECKS).map(async ([name, check]) => ({ name, result: await runCheck(check, context) })),
  )
}

/** A check that cannot look is not ok either. */
async function runCheck(check: CheckFunction, context: CheckContext): Promise<CheckResult> {
  try {
    return await check(context)
  } catch (error) {
    return { state: 'wrong', problem: messageOf(error) }
  }
}

const SIGNS = { ok: 'ok', warning: 'WARNING', wrong: 'WRONG' } as const

/** One line of the report. */
export function formatCheck({ name, result }: Check): string {
  const text = result.state === 'ok' ? result.detail : result.problem
  return toPlainText(`${SIGNS[result.state].padEnd(8)}${name}: ${text}`)
}

/** A check as `--json` prints it: its `name`, its `state` (ok, warning, wrong), and its `detail` or `problem`. */
export function toJsonCheck({ name, result: { state, ...text } }: Check): object {
  return { name, state, ...text }
}
