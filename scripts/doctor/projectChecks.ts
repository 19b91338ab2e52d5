import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { engines } from '../../package.json'
import { whyUnfit } from '../lib/cloud/settings'
import { readJsonFile } from '../lib/textFile'
import { readFunctions } from '../lib/build/readFunctions'
import { type CheckContext, type CheckResult, ok, wrong } from './check'

/** The running Node.js is one that package.json allows. */
export function checkNode(): CheckResult {
  const oldest = Number(/\d+/.exec(engines.node)?.[0])
  const running = process.versions.node
  return Number.parseInt(running, 10) >= oldest
    ? ok(running)
    : wrong(`it is ${running}; install Node.js ${oldest} or later`)
}

/** cloudbaserc.json lists just the functions that there are, and each serves something of its own. */
export function checkFunctionList({ project }: CheckContext): CheckResult {
  const functions = readFunctions(project)
  return ok(`lists ${functions.map(({ name }) => name).join(', ')}`)
}

/** The environment to deploy to is named, in a form that the tcb CLI can carry. */
export function checkEnvId({ variables }: CheckContext): CheckResult {
  const envId = variables['ENV_ID'] ?? ''
  if (envId === '') return wrong(`it is not set; ${howToSet('ENV_ID', 'the id of your cloud environment')}`)
  // The form of the ids that the CloudBase console gives.
  if (!/^[\w-]+$/.test(envId)) return wrong('it is no id of an environment: letters, digits and "-" only; correct it')
  return ok(envId)
}

/** Somebody may read the statistics from the mini program. */
export function checkOpenids({ variables }: CheckContext): CheckResult {
  const text = variables['STATS_ALLOWED_OPENIDS'] ?? ''
  const unfit = whyUnfit(text)
  if (unfit !== undefined)
    return wrong(`it ${unfit}, which the tcb CLI cannot carry; write OPENIDs separated by commas`)
  const openids = text.split(',').filter(openid => openid.trim() !== '')
  if (openids.length === 0) {
    const hint = howToSet('STATS_ALLOWED_OPENIDS', 'OPENIDs separated by commas')
    return { state: 'warning', problem: `it is empty, so nobody gets in from the mini program; ${hint}` }
  }
  return openids.includes('*') ? ok('everybody ("*")') : ok(`${openids.length} OPENID${openids.length > 1 ? 's' : ''}`)
}

function howToSet(name: string, what: string): string {
  return `put ${what} behind ${name}= in .env (a copy of .env.example)`
}

const Login = v.object({
  credential: v.object({ secretId: v.optional(v.string()), refreshToken: v.optional(v.string()) }),
})

/** Somebody is logged in with the tcb CLI on this computer. Whether the key is still valid only the cloud can say. */
export function checkLogin(): CheckResult {
  const file = join(homedir(), '.config/.cloudbase/auth.json')
  const advice = 'log in with: npx tcb login'
  if (!existsSync(file)) return wrong(`nobody is logged in; ${advice}`)
  const { success, output } = v.safeParse(Login, readJsonFile(file))
  if (!success) return wrong(`nobody is logged in; ${advice}`)
  if (output.credential.secretId) return ok('with a key')
  return output.credential.refreshToken ? ok('in the browser') : wrong(`nobody is logged in; ${advice}`)
}
