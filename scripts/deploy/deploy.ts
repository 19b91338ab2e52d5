import { findDifferences } from '../lib/cloud/compare'
import { readDeployOutput } from '../lib/cloud/output'
import { askFunctions, whyNot } from '../lib/cloud/remote'
import { fillIn, type FunctionEntry } from '../lib/cloud/settings'
import { runTcb, type TcbOptions, type TcbRun } from '../lib/cloud/tcb'

export interface DeploySettings {
  /** Whether `entries` are all that cloudbaserc.json lists: the CLI deploys one function or all. */
  all: boolean
  envId: string
  tcb: TcbOptions
}

/** What became of one function. It is deployed when there are no problems. */
export interface DeployOutcome {
  name: string
  /** What failed and what to do. */
  problems: string[]
}

/**
 * Deploys functions with `tcb fn deploy`. Since the CLI ends with 0 for nearly every failure, a function counts as
 * deployed only when the CLI says so and the cloud, asked afterwards, has it as cloudbaserc.json asks.
 */
export async function deploy(
  entries: readonly FunctionEntry[],
  { all, envId, tcb }: DeploySettings,
): Promise<DeployOutcome[]> {
  const runs = await runDeploys(all ? ['--all'] : entries.map(({ name }) => name), ['--force', '-e', envId], tcb)
  const output = runs.map(run => run.output).join('\n')
  const { deployed, failures } = readDeployOutput(output)
  const claimed = entries.filter(({ name }) => deployed.has(name) && !failures.has(name))
  const verified = await verify(claimed, envId, tcb)
  const reason = whyUnsaid(runs)
  return entries.map(({ name }) => {
    const failure = failures.get(name)
    if (failure !== undefined) return { name, problems: [withAdvice(failure, name, envId)] }
    return { name, problems: verified.get(name) ?? [reason] }
  })
}

/** One after the other. When one could not run to its end, the rest would not either. */
async function runDeploys(targets: readonly string[], flags: readonly string[], tcb: TcbOptions): Promise<TcbRun[]> {
  const runs: TcbRun[] = []
  for (const target of targets) {
    const run = await runTcb(['fn', 'deploy', target, ...flags], tcb)
    runs.push(run)
    if (run.ended !== 'exited') break
  }
  return runs
}

/** The problems of those functions that the CLI calls deployed, by name. */
async function verify(
  claimed: readonly FunctionEntry[],
  envId: string,
  { project, variables, timeoutMs, show }: TcbOptions,
): Promise<Map<string, string[]>> {
  if (claimed.length === 0) return new Map()
  const names = claimed.map(({ name }) => name)
  show?.(`asking the cloud for ${names.join(', ')}\n`)
  try {
    const found = await askFunctions(envId, names, { project, variables, timeoutMs })
    return new Map(claimed.map(entry => [entry.name, findDifferences(fillIn(entry, variables), found.get(entry.name))]))
  } catch (error) {
    const problem = `tcb says that it deployed it, but asking for it failed: ${error instanceof Error ? error.message : String(error)}; ask again with: npm run doctor -- --remote`
    return new Map(names.map(name => [name, [problem]]))
  }
}

/** For the functions of which the CLI said nothing. */
function whyUnsaid(runs: readonly TcbRun[]): string {
  const last = runs.at(-1)
  const why = last === undefined ? '' : whyNot(last)
  return `tcb did not say that it deployed it: ${why}`
}

/** Failures that have one cure, by what the CLI says. */
const ADVICE: readonly (readonly [pattern: RegExp, advice: (name: string, envId: string) => string])[] = [
  [
    /Environment .* not found/,
    (_, envId) => `check ENV_ID (${envId}) and that the account that is logged in owns it: npx tcb env list`,
  ],
  [/AuthFailure|UnauthorizedOperation|No valid identity/, () => 'log in again: npx tcb login'],
  [/LimitExceeded/, () => 'delete what is not needed in this environment, or extend its plan'],
  [
    // The last is how the CLI breaks down over a connection that was cut.
    /COS 上传失败|ECONN|ENOTFOUND|ETIMEDOUT|message\.includes is not a function/,
    () => 'it did not reach the cloud: check the network (and http_proxy), then deploy again',
  ],
  [
    /云函数创建失败/,
    (name, envId) =>
      `what was made of it stays behind: delete it with "npx tcb fn delete ${name} -e ${envId}", then deploy again`,
  ],
]

function withAdvice(failure: string, name: string, envId: string): string {
  const [, advice] = ADVICE.find(([pattern]) => pattern.test(failure)) ?? []
  return `${failure}; ${advice?.(name, envId) ?? 'see what tcb printed above, then deploy again'}`
}
