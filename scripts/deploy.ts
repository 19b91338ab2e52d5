/**
 * Deploys the functions with the tcb CLI, and makes sure of it.
 *
 *   npm run deploy [-- -e ENV_ID] [-- --dry-run] [-- --overwrite] [-- overview realtime]
 *
 * Builds, runs the local checks of `npm run doctor`, and asks the cloud what is there: what is not this package's, and variables
 * that are set in the cloud only, are left alone without --overwrite. Then runs `tcb fn deploy` and shows what it prints, asks the
 * cloud again, fetches the code back, and compares it with the build and the settings with cloudbaserc.json. The last lines
 * say, for each function, whether it is deployed, or what failed and what to do. With credentials of WeChat's (WX_APPID and
 * WX_APPSECRET, or a token) each is then called, over WeChat's HTTP API, and a line says whether it answers.
 * Exit code: 0 all that was asked for is deployed (with --dry-run: can be), 1 something is not, 2 wrong usage.
 */
import { homedir } from 'node:os'
import { Command } from 'commander'
import { WECHAT_API } from '../shared/https/wechatHttps'
import { callDeployed } from './deploy/callDeployed'
import { deploy, type DeploySettings, notBegun, planFunctions } from './deploy/deploy'
import { JsonReport, LineReport } from './deploy/report'
import { formatCheck, runLocalChecks } from './doctor/checks'
import { ensureBuilt } from './lib/build/build'
import { builtFunctionFolder } from './lib/build/builtFiles'
import { CloudError } from './lib/cloud/cloudEnvironment'
import { openCloud } from './lib/cloud/openCloud'
import { environmentId, fillIn, readCloudbaseConfig, readVariables } from './lib/cloud/settings'
import { Interrupted, interruptible, unlessInterrupted } from './lib/interrupt'
import { withJsonErrors } from './lib/jsonErrors'
import { parseBaseUrl, parseFunctionName, parseId, parsePositiveNumber } from './lib/options'
import { ROOT } from './lib/root'
import { exitNow, runProgram } from './lib/runProgram'
import { say } from './lib/say'
import type { LiveAnswer } from './lib/wechat/callDeployedFunctions'

interface DeployOptions {
  envId?: string
  timeout: number
  overwrite: boolean
  dryRun: boolean
  json: boolean
  baseUrl: string
}

/** The CLI itself waits for up to 5 minutes for a function, twice. */
const DEFAULT_TIMEOUT_SECONDS = 900

const program = new Command('deploy')
  .description('Deploy the functions with the tcb CLI, then check that the cloud has the code of this build.')
  .usage('-- [options] [functions...]')
  .argument(
    '[functions...]',
    'the functions to deploy, by their names in cloudbaserc.json (default: all)',
    (text: string, names: string[] = []) => [...names, parseFunctionName(text)],
  )
  .option('-e, --env-id <id>', 'the cloud environment (default: ENV_ID of the environment or .env)', parseId)
  .option('--dry-run', 'print what would be created, changed and erased, and change nothing', false)
  .option(
    '--overwrite',
    'also replace functions that are not of this package, and erase variables set elsewhere',
    false,
  )
  .option('--json', 'print one JSON object instead of lines', false)
  .option(
    '--timeout <seconds>',
    'give up when one run of the CLI takes longer',
    parsePositiveNumber,
    DEFAULT_TIMEOUT_SECONDS,
  )
  .option(
    '--base-url <url>',
    "for the calls at the end: another domain of WeChat's, or an emulator",
    parseBaseUrl,
    WECHAT_API,
  )
  .addHelpText(
    'after',
    '\nExit code: 0 all that was asked for is deployed (with --dry-run: can be), 1 something is not, 2 wrong usage.',
  )
  .action((names: string[], options: DeployOptions) =>
    withJsonErrors(
      options.json,
      interruptible(signal => run(names, options, signal)),
    ),
  )

const NOTHING_CHANGED = 'nothing was changed in the cloud'

async function run(names: string[], options: DeployOptions, signal: AbortSignal): Promise<void> {
  const project = ROOT
  await unlessInterrupted(ensureBuilt(), signal, NOTHING_CHANGED)
  const config = readCloudbaseConfig(project)
  const { envId: asked } = options
  const variables = readVariables(project, { ...process.env, ...(asked === undefined ? {} : { ENV_ID: asked }) })
  const envId = environmentId(variables)
  const report = options.json ? new JsonReport(envId) : new LineReport(envId)
  const checks = await unlessInterrupted(
    runLocalChecks({ project, config, variables, home: homedir() }),
    signal,
    NOTHING_CHANGED,
  )
  for (const check of checks) say(formatCheck(check))
  if (checks.some(({ result }) => result.state === 'wrong')) {
    process.exitCode = report.notReady(checks)
    return
  }

  const entries = config.functions
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .map(entry => fillIn(entry, variables))
  try {
    say(`asking the cloud what is in ${envId}`)
    const cloud = await unlessInterrupted(openCloud({ envId, project, variables, signal, say }), signal)
    const folderOf = (name: string): string => builtFunctionFolder(name, project)
    const timeoutMs = options.timeout * 1000
    const settings: DeploySettings = { cloud, project, config, folderOf, variables, timeoutMs, signal, say }
    const planned = await planFunctions(entries, options.overwrite, settings)
    if (options.dryRun) process.exitCode = report.planned(planned)
    else {
      const outcomes = await deploy(planned, settings)
      const calls = callDeployed(outcomes, { project, envId, variables, baseUrl: options.baseUrl, say })
      process.exitCode = report.deployed(outcomes, await answersOf(calls, signal))
    }
  } catch (error) {
    if (!(error instanceof CloudError) && !(error instanceof Interrupted)) throw error
    process.exitCode = report.deployed(notBegun(entries, error), [])
  }
  // The SDK cannot be told to stop asking.
  if (signal.aborted) exitNow()
}

/** What is deployed stands, whether or not somebody waits for the calls. */
async function answersOf(calls: Promise<LiveAnswer[]>, signal: AbortSignal): Promise<LiveAnswer[]> {
  try {
    return await unlessInterrupted(calls, signal)
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    return []
  }
}

void runProgram(program)
