import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { engines } from '../../package.json'
import { listedOpenids } from '../../shared/call/access'
import { ALLOWED_OPENIDS_VARIABLE } from '../../shared/constants'
import { shorten } from '../../shared/errors'
import { environmentId, fillIn, whyUnfit } from '../lib/cloud/settings'
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
  const envId = environmentId(variables)
  if (envId === '') return wrong(`it is not set; ${howToSet('ENV_ID', 'the id of your cloud environment')}`)
  // The form of the ids that the CloudBase console gives.
  if (!/^[\w-]+$/.test(envId)) return wrong('it is not an environment id: letters, digits and "-" only; correct it')
  return ok(envId)
}

/** The platform's limit for all variables of a function together, names and values. */
const VARIABLES_LIMIT_BYTES = 4096

/** Somebody may read the statistics from the mini program: the list can be deployed, and OPENIDs are what stands in it. */
export function checkOpenids(context: CheckContext): CheckResult {
  const unfit = whyUnfit(context.variables[ALLOWED_OPENIDS_VARIABLE] ?? '')
  if (unfit !== undefined)
    return wrong(`it ${unfit}, which the tcb CLI cannot carry; write OPENIDs separated by commas`)
  const openids = openidsToDeploy(context)
  const mistaken = openids.filter(openid => whyNoOpenid(openid) !== undefined)
  if (mistaken.length > 0)
    return wrong(`${mistaken.map(describeMistaken).join(', ')}; write the OPENIDs that the functions' refusals name`)
  const warnings = [...openidWarnings(openids), ...sizeWarnings(context)]
  if (warnings.length > 0) return { state: 'warning', problem: warnings.join('; ') }
  return openids.includes('*') ? ok('everybody ("*")') : ok(`${openids.length} OPENID${openids.length > 1 ? 's' : ''}`)
}

/** Every entry that a deploy would set, from the variable or straight from cloudbaserc.json. */
function openidsToDeploy({ variables, config }: CheckContext): string[] {
  const deployed = config.functions.map(entry => fillIn(entry, variables).envVariables[ALLOWED_OPENIDS_VARIABLE])
  return [...new Set([variables[ALLOWED_OPENIDS_VARIABLE], ...deployed].flatMap(listedOpenids))]
}

/** Why an entry cannot be an OPENID; `undefined` when it can. An OPENID has letters, digits, `_` and `-`, 28 in all. */
function whyNoOpenid(entry: string): string | undefined {
  if (entry === '*') return undefined
  if (!/^[\w-]+$/.test(entry)) return 'is not an OPENID'
  if (/^wx[0-9a-f]{16}$/.test(entry)) return 'is an AppID, not an OPENID'
  return /open_?id|example|x{5}/i.test(entry) ? 'is a placeholder, not an OPENID' : undefined
}

function describeMistaken(entry: string): string {
  return `${shorten(entry, 40)} ${whyNoOpenid(entry)}`
}

function openidWarnings(openids: readonly string[]): string[] {
  if (openids.length === 0)
    return [
      `it is empty, so no user of the mini program may read; ${howToSet(ALLOWED_OPENIDS_VARIABLE, 'OPENIDs separated by commas')}`,
    ]
  const odd = openids.filter(openid => openid !== '*' && !openid.startsWith('o'))
  return odd.map(openid => `${shorten(openid, 40)} does not begin with "o", as OPENIDs do; compare it with the refusal`)
}

function sizeWarnings({ variables, config }: CheckContext): string[] {
  const sizes = config.functions.map(entry => ({
    name: entry.name,
    bytes: bytesOf(fillIn(entry, variables).envVariables),
  }))
  return sizes
    .filter(({ bytes }) => bytes > VARIABLES_LIMIT_BYTES)
    .map(
      ({ name, bytes }) =>
        `the variables of ${name} have ${bytes} bytes together, and the platform takes ${VARIABLES_LIMIT_BYTES}; list fewer OPENIDs`,
    )
}

function bytesOf(variables: Readonly<Record<string, string>>): number {
  return Buffer.byteLength(Object.entries(variables).flat().join(''))
}

function howToSet(name: string, what: string): string {
  return `put ${what} after ${name}= in .env (a copy of .env.example)`
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
    if (!statSync(existing).isDirectory())
      return `${existing} is not a folder, and tcb has to write there; move it away`
    accessSync(existing, constants.W_OK)
    return undefined
  } catch {
    return `tcb cannot write into ${existing}, where it keeps its login and settings; make it writable, or set HOME`
  }
}
