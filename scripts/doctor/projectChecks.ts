import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { engines } from '../../package.json'
import { whyUnfit } from '../lib/cloud/settings'
import { readFunctions } from '../lib/build/readFunctions'
import { loginFile, readLogin } from '../lib/cloud/login'
import { loginProblem } from '../lib/cloud/openCloud'
import { findUnfitSettings } from './unfitSettings'
import { type CheckContext, type CheckResult, ok, wrong } from './check'

/** The running Node.js is one that package.json allows. */
export function checkNode(): CheckResult {
  const oldest = Number(/\d+/.exec(engines.node)?.[0])
  const running = process.versions.node
  return Number.parseInt(running, 10) >= oldest
    ? ok(running)
    : wrong(`it is ${running}; install Node.js ${oldest} or later`)
}

/** cloudbaserc.json lists just the functions that there are, each serves something of its own, and its settings can work. */
export function checkFunctionList(context: CheckContext): CheckResult {
  const functions = readFunctions(context.project)
  const unfit = findUnfitSettings(context)
  if (unfit.length > 0) return wrong(unfit.join('; '))
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

/**
 * Somebody is logged in with the tcb CLI on this computer, and the CLI can keep what it needs in the home folder. Whether the login
 * is still valid only the cloud can say.
 */
export function checkLogin({ home }: CheckContext): CheckResult {
  const file = loginFile(home)
  const unwritable = whyUnwritable(dirname(file))
  if (unwritable !== undefined) return wrong(unwritable)
  const login = readLogin(home)
  const problem = loginProblem(login)
  if (problem !== undefined) return wrong(problem)
  return ok(login.kind === 'key' ? 'with a key' : 'in the browser')
}

/** The CLI writes there with every run, and ends with a stack trace when it cannot. */
function whyUnwritable(folder: string): string | undefined {
  let existing = folder
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing)
  try {
    if (!statSync(existing).isDirectory()) return `${existing} is no folder, and tcb has to write there; move it away`
    accessSync(existing, constants.W_OK)
    return undefined
  } catch {
    return `tcb cannot write into ${existing}, where it keeps its login and settings; make it writable, or set HOME`
  }
}
