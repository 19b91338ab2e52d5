import { homedir } from 'node:os'
import { CloudEnvironment, CloudError } from './cloudEnvironment'
import { type Keys, type Login, readLogin } from './login'
import type { Variables } from './settings'
import { runTcb } from './tcb'

export interface OpenOptions {
  envId: string
  /** The package's folder. */
  project: string
  variables: Variables
  signal: AbortSignal
  /** Told of each wait and retry, a line without its end. */
  say: (line: string) => void
}

/** Keys that are valid for less than this are renewed first: a deploy may take some minutes. */
const MIN_VALID_MS = 120_000
const RENEW_TIMEOUT_MS = 60_000

/**
 * Opens the environment with the login of the tcb CLI.
 *
 * @throws CloudError when nobody is logged in, or the cloud cannot be asked for this environment
 */
export async function openCloud(options: OpenOptions): Promise<CloudEnvironment> {
  const { envId, say } = options
  return CloudEnvironment.connect({ envId, keys: await usableKeys(options), say })
}

async function usableKeys(options: OpenOptions): Promise<Keys> {
  const login = readLogin(homedir())
  if (!isStale(login)) return keysOf(login)
  options.say('the keys of the login in the browser have expired: tcb renews them')
  await runTcb(() => ['env', 'list'], { ...options, timeoutMs: RENEW_TIMEOUT_MS, secrets: [] })
  const renewed = readLogin(homedir())
  if (isStale(renewed))
    throw new CloudError(
      'tcb could not renew the login in the browser: check the network, or log in again with: npx tcb login',
      'loginRefused',
    )
  return keysOf(renewed)
}

function isStale(login: Login): boolean {
  return login.kind === 'browser' && login.expires > Date.now() && login.keysExpire < Date.now() + MIN_VALID_MS
}

function keysOf(login: Login): Keys {
  const problem = loginProblem(login)
  if (login.kind !== 'none' && problem === undefined) return login.keys
  throw new CloudError(problem ?? 'nobody is logged in', 'loginRefused')
}

/** Why nothing can be done with a login, and what to do; `undefined` when it looks good from here. */
export function loginProblem(login: Login): string | undefined {
  if (login.kind === 'none') return 'nobody is logged in; log in with: npx tcb login'
  if (login.kind === 'browser' && login.expires <= Date.now())
    return `the login in the browser expired at ${new Date(login.expires).toISOString()}; log in again with: npx tcb login`
  return undefined
}
