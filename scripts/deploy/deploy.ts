import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Interrupted, unlessInterrupted } from '../lib/interrupt'
import { withProgressMessage } from '../lib/progressMessage'
import { adviceFor, findCause } from '../lib/cloud/causes'
import { type CloudEnvironment, CloudError } from '../lib/cloud/cloudEnvironment'
import { askFunctions, findProblems } from '../lib/cloud/deployedFunction'
import { type CloudbaseConfig, type FunctionEntry, type Variables, withFunctions } from '../lib/cloud/settings'
import { runTcb, type TcbRun, whyNot } from '../lib/cloud/tcb'
import { readDone, readReasons, type TcbReasons } from '../lib/cloud/tcbOutput'
import { type Plan, planDeploy } from './plan'

export interface DeploySettings {
  cloud: CloudEnvironment
  /** The package's folder. */
  project: string
  config: CloudbaseConfig
  /** The folder of a built function, by its name. */
  folderOf: (name: string) => string
  variables: Variables
  /** For one run of the CLI. */
  timeoutMs: number
  signal: AbortSignal
  /** Told what happens, a line without its end. */
  say: (line: string) => void
}

/** A function that is to be deployed, its variables filled in, with what that means for what is in the cloud. */
export interface PlannedFunction {
  entry: FunctionEntry
  plan: Plan
}

/** The outcome for one function. It is deployed when there are no problems. */
export interface DeployOutcome {
  name: string
  /** What failed and what to do. */
  problems: string[]
}

/** The cloud counts requests per second, and for some actions per minute. */
const RATE_LIMIT_PAUSE_MS = 10_000

/**
 * Looks at what is in the cloud, and says what a deploy of these functions would do. Changes nothing.
 *
 * @throws CloudError when the cloud could not be asked, Interrupted
 */
export async function planFunctions(
  entries: readonly FunctionEntry[],
  overwrite: boolean,
  { cloud, folderOf, signal }: DeploySettings,
): Promise<PlannedFunction[]> {
  const found = await ask(entries, cloud, signal)
  return entries.map(entry => ({
    entry,
    plan: planDeploy(entry, found.get(entry.name) ?? { state: 'missing' }, { folder: folderOf(entry.name), overwrite }),
  }))
}

/**
 * Deploys functions with `tcb fn deploy`, but those that are to be left as they are. What the CLI says of its success counts
 * for nothing: a function is deployed when the cloud, asked afterwards, has this build of it with these settings. What it
 * says of a failure tells why it is not.
 */
export async function deploy(planned: readonly PlannedFunction[], settings: DeploySettings): Promise<DeployOutcome[]> {
  const { envId } = settings.cloud
  const wanted = planned.filter(({ plan }) => plan.action !== 'refuse').map(({ entry }) => entry)
  const deployed = wanted.length === 0 ? [] : await deployWithTcb(wanted, settings)
  return planned.map(({ entry: { name }, plan }) => {
    if (plan.action === 'refuse') return { name, problems: [describeRefusal(name, plan.reasons, envId)] }
    return deployed.find(outcome => outcome.name === name) ?? { name, problems: ['nothing is known of it'] }
  })
}

/** What becomes of functions when the cloud could not be asked before: nothing. */
export function notBegun(entries: readonly FunctionEntry[], error: CloudError | Interrupted): DeployOutcome[] {
  return entries.map(({ name }) => ({ name, problems: [`nothing was changed: ${error.message}`] }))
}

/** Why a function was left as it was, and how it can be replaced. */
export function describeRefusal(name: string, reasons: readonly string[], envId: string): string {
  const anew = reasons.some(reason => reason.startsWith('has runtime'))
    ? `; the runtime of a function that exists cannot be changed: if it is not needed, delete it with "npx tcb fn delete ${name} -e ${envId}" and deploy again`
    : ''
  return `${reasons.join('; it ')}: it was left as it is${anew}; to replace it: npm run deploy -- --overwrite -e ${envId} ${name}`
}

async function deployWithTcb(entries: readonly FunctionEntry[], settings: DeploySettings): Promise<DeployOutcome[]> {
  const { cloud, say, signal } = settings
  const first = await runDeploy(entries, settings)
  const limited = entries.filter(({ name }) => findCause(first.reasonFor(name)) === 'rateLimited')
  if (limited.length === 0 || signal.aborted) return verify(entries, first, settings)
  say(
    `the cloud of ${cloud.envId} limits the number of requests: ${list(limited)} once more in ${RATE_LIMIT_PAUSE_MS / 1000} s`,
  )
  await pause(RATE_LIMIT_PAUSE_MS, undefined, { signal }).catch(() => undefined) // an abort is seen below
  if (signal.aborted) return verify(entries, first, settings)
  const second = await runDeploy(limited, settings)
  const reasonFor = (name: string): string => (limited.some(one => one.name === name) ? second : first).reasonFor(name)
  return verify(entries, { done: [...first.done, ...second.done], reasonFor }, settings)
}

/** What one or two runs of the CLI said. */
interface DeployRun {
  /** The functions that it reports as done. */
  done: readonly string[]
  /** Why the CLI did not deploy a function, as far as it says so. */
  reasonFor: (name: string) => string
}

async function runDeploy(entries: readonly FunctionEntry[], settings: DeploySettings): Promise<DeployRun> {
  const { cloud, project, config, variables, timeoutMs, signal, say } = settings
  const names = entries.map(({ name }) => name)
  const values = entries.flatMap(({ envVariables }) => Object.values(envVariables)).filter(isPrivate)
  const run = await runTcb(
    temporary => {
      // The CLI deploys one function or all of a file, and takes seconds to start.
      const file = join(temporary, 'cloudbaserc.json')
      writeFileSync(file, JSON.stringify(withFunctions(config, names)))
      return ['fn', 'deploy', '--all', '--force', '-e', cloud.envId, '--config-file', file]
    },
    { project, variables, timeoutMs, signal, show: say, secrets: [...cloud.secrets, ...values] },
  )
  const reasons = readReasons(run.output, names)
  return { done: readDone(run.output), reasonFor: name => reasonOf(name, run, reasons) }
}

/** "*" and other short values stand in every text. */
function isPrivate(value: string): boolean {
  return value.length >= 6
}

function reasonOf(name: string, run: TcbRun, { ofFunctions, ofRun }: TcbReasons): string {
  return ofFunctions.get(name) ?? whyNot(run, ofRun)
}

async function verify(
  entries: readonly FunctionEntry[],
  { done, reasonFor }: DeployRun,
  { cloud, folderOf, signal, say }: DeploySettings,
): Promise<DeployOutcome[]> {
  const { envId } = cloud
  if (signal.aborted) return entries.map(({ name }) => interrupted(name, done, envId))
  say(`asking the cloud for ${list(entries)} in ${envId}`)
  try {
    const found = await ask(entries, cloud, signal)
    return entries.map(entry => {
      const { name } = entry
      const deployed = found.get(name) ?? { state: 'missing' }
      const problems = findProblems(entry, deployed, { folder: folderOf(name), envId })
      if (problems.length === 0 || done.includes(name)) return { name, problems }
      return { name, problems: [describeFailure(reasonFor(name), name, envId)] }
    })
  } catch (error) {
    if (signal.aborted) return entries.map(({ name }) => interrupted(name, done, envId))
    if (!(error instanceof CloudError)) throw error
    return entries.map(({ name }) => ({ name, problems: [unverified(name, done, envId, reasonFor(name), error)] }))
  }
}

async function ask(
  entries: readonly FunctionEntry[],
  cloud: CloudEnvironment,
  signal: AbortSignal,
): ReturnType<typeof askFunctions> {
  const names = entries.map(({ name }) => name)
  return withProgressMessage(
    `asking the cloud in ${cloud.envId}`,
    unlessInterrupted(askFunctions(cloud, names), signal),
  )
}

function describeFailure(reason: string, name: string, envId: string): string {
  const cause = findCause(reason)
  const advice =
    cause === undefined ? 'see what tcb printed above, then deploy again' : adviceFor(cause, { name, envId })
  return `tcb did not deploy it: ${reason}; ${advice}`
}

function interrupted(name: string, done: readonly string[], envId: string): DeployOutcome {
  const stands = done.includes(name) ? 'tcb reports it as deployed' : 'it may be as before, new, or half done'
  return { name, problems: [`it was interrupted: ${stands}; see with: ${askAgain(envId)}`] }
}

function unverified(name: string, done: readonly string[], envId: string, reason: string, error: CloudError): string {
  const said = done.includes(name) ? 'tcb says that it deployed it' : describeFailure(reason, name, envId)
  return `${said}, but asking for it failed: ${error.message}; ask again with: ${askAgain(envId)}`
}

function askAgain(envId: string): string {
  return `npm run doctor -- --remote -e ${envId}`
}

function list(entries: readonly FunctionEntry[]): string {
  return entries.map(({ name }) => name).join(', ')
}
