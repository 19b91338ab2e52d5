import type { Check } from '../doctor/check'
import type { LiveAnswer } from '../lib/wechat/callDeployedFunctions'
import { toJsonCheck } from '../doctor/checks'
import { toPlainText } from '../lib/plainText'
import { type DeployOutcome, describeRefusal, type PlannedFunction } from './deploy'

/** What `npm run deploy` says on stdout. Each method prints, and gives the exit code: 0 when all is as it was asked for. */
export interface DeployReport {
  /** Something on this computer is in the way; nothing was done. */
  notReady(checks: readonly Check[]): number
  /** What a deploy would do. */
  planned(functions: readonly PlannedFunction[]): number
  /**
   * The outcome of a deploy, and of the calls to what was deployed. A permission that is not registered yet is what follows a
   * first deploy, and no failure.
   */
  deployed(outcomes: readonly DeployOutcome[], answers: readonly LiveAnswer[]): number
}

/** A line a function, for people. */
export class LineReport implements DeployReport {
  constructor(private readonly envId: string) {}

  /** The checks stand on stderr, a line each. */
  notReady(): number {
    process.stderr.write('deploy: nothing was deployed: correct what is WRONG\n')
    return 1
  }

  planned(functions: readonly PlannedFunction[]): number {
    for (const one of functions) print(formatPlan(one, this.envId))
    return canBeDeployed(functions) ? 0 : 1
  }

  deployed(outcomes: readonly DeployOutcome[], answers: readonly LiveAnswer[]): number {
    for (const one of outcomes) print(formatOutcome(one, this.envId))
    for (const one of answers) print(formatAnswer(one, this.envId))
    return isDeployed(outcomes) && areWell(answers) ? 0 : 1
  }
}

/** One object, for programs: `ok`, the `environment`, and a list of `checks` or `functions`. */
export class JsonReport implements DeployReport {
  constructor(private readonly envId: string) {}

  notReady(checks: readonly Check[]): number {
    return this.print(false, { checks: checks.map(toJsonCheck) })
  }

  planned(functions: readonly PlannedFunction[]): number {
    const list = functions.map(({ entry: { name }, plan }) => ({ name, ...plan }))
    return this.print(canBeDeployed(functions), { dryRun: true, functions: list })
  }

  deployed(outcomes: readonly DeployOutcome[], answers: readonly LiveAnswer[]): number {
    const list = outcomes.map(({ name, problems }) => {
      const live = answers.find(answer => answer.name === name)?.live
      return { name, deployed: problems.length === 0, problems, ...(live && { live }) }
    })
    return this.print(isDeployed(outcomes) && areWell(answers), { functions: list })
  }

  private print(ok: boolean, rest: object): number {
    process.stdout.write(`${JSON.stringify({ ok, environment: this.envId, ...rest }, undefined, 2)}\n`)
    return ok ? 0 : 1
  }
}

function canBeDeployed(functions: readonly PlannedFunction[]): boolean {
  return functions.every(({ plan }) => plan.action !== 'refuse')
}

function isDeployed(outcomes: readonly DeployOutcome[]): boolean {
  return outcomes.every(({ problems }) => problems.length === 0)
}

function areWell(answers: readonly LiveAnswer[]): boolean {
  return answers.every(({ live: { state } }) => state === 'answers' || state === 'noPermission')
}

function formatAnswer({ name, live }: LiveAnswer, envId: string): string {
  switch (live.state) {
    case 'answers':
      return `answers  ${name} in ${envId}: ${live.detail}`
    case 'noPermission':
      return `WARNING  ${name} in ${envId}: ${live.problem}`
    case 'notThere':
    case 'old':
    case 'timedOut':
    case 'refused':
      return `FAILED   ${name} in ${envId}: it is deployed, but ${live.problem}`
  }
}

function formatOutcome({ name, problems }: DeployOutcome, envId: string): string {
  return problems.length === 0
    ? `deployed ${name} in ${envId}`
    : `FAILED   ${name} in ${envId}: ${problems.join('; it ')}`
}

function formatPlan({ entry: { name }, plan }: PlannedFunction, envId: string): string {
  switch (plan.action) {
    case 'create':
      return `create   ${name} in ${envId}`
    case 'change': {
      const erased = plan.erases.map(key => `the variable ${key} is ERASED`)
      return `change   ${name} in ${envId}: ${[...plan.changes, ...erased].join(', ')}`
    }
    case 'same':
      return `same     ${name} in ${envId}: it is this build with these settings already`
    case 'refuse':
      return `REFUSED  ${name} in ${envId}: it ${describeRefusal(name, plan.reasons, envId)}`
  }
}

function print(line: string): void {
  process.stdout.write(`${toPlainText(line)}\n`)
}
