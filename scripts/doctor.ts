/**
 * Says what is missing before the functions can be deployed. Changes nothing.
 *
 *   npm run -s doctor [-- --remote] [-- --live] [-- -e ENV_ID]
 *
 * Prints a line for each check: ok, or what is wrong and what to do. Needs no network; with --remote it also asks the
 * cloud for the deployed functions, fetches their code, and compares them with the build and cloudbaserc.json. With --live it
 * calls each of them over WeChat's HTTP API: whether it answers, has no permission yet, is not there, is old, or times out.
 * Exit code: 0 all ok, 1 something is not, 2 wrong usage.
 */
import { homedir } from 'node:os'
import { Command } from 'commander'
import type { Check } from './doctor/check'
import { formatCheck, runLocalChecks, toJsonCheck } from './doctor/checks'
import { checkDeployed } from './doctor/remoteChecks'
import { checkLive } from './doctor/liveChecks'
import { WECHAT_API } from '../shared/https/wechatHttps'
import { environmentId, readCloudbaseConfig, readVariables } from './lib/cloud/settings'
import { interruptible, unlessInterrupted } from './lib/interrupt'
import { withJsonErrors } from './lib/jsonErrors'
import { parseBaseUrl, parseId } from './lib/options'
import { ROOT } from './lib/root'
import { runProgram } from './lib/runProgram'
import { CREDENTIALS_HELP } from './lib/wechat/credentials'

interface DoctorOptions {
  remote: boolean
  live: boolean
  baseUrl: string
  envId?: string
  json: boolean
}

const program = new Command('doctor')
  .description('Check what is missing before the functions can be deployed.')
  .usage('-- [options]')
  .option('--remote', 'also ask the cloud for the deployed functions, and compare them with the build', false)
  .option('--live', "also call the deployed functions, over WeChat's HTTP API", false)
  .option('--base-url <url>', "with --live: another domain of WeChat's, or an emulator", parseBaseUrl, WECHAT_API)
  .option('-e, --env-id <id>', 'the cloud environment (default: ENV_ID of the environment or .env)', parseId)
  .option('--json', 'print one JSON object instead of lines', false)
  .addHelpText('after', `\n--live: ${CREDENTIALS_HELP}\n\nExit code: 0 all ok, 1 something is not, 2 wrong usage.`)
  .action((options: DoctorOptions) =>
    withJsonErrors(
      options.json,
      interruptible(signal => doctor(options, signal)),
    ),
  )

async function doctor({ remote, live, baseUrl, envId, json }: DoctorOptions, signal: AbortSignal): Promise<void> {
  const project = ROOT
  const config = readCloudbaseConfig(project)
  const variables = readVariables(project, { ...process.env, ...(envId === undefined ? {} : { ENV_ID: envId }) })
  const context = { project, config, variables, home: homedir() }
  const show = (checks: readonly Check[]): void => {
    if (!json) for (const check of checks) console.log(formatCheck(check))
  }
  const local = await unlessInterrupted(runLocalChecks(context), signal)
  show(local)
  const deployed = remote ? await unlessInterrupted(checkDeployed(context, signal), signal) : []
  show(deployed)
  const called = live ? await unlessInterrupted(checkLive(context, baseUrl, signal), signal) : []
  show(called)
  const checks = [...local, ...deployed, ...called]
  const ok = checks.every(({ result }) => result.state === 'ok')
  const report = { ok, environment: environmentId(variables), checks: checks.map(toJsonCheck) }
  if (json) console.log(JSON.stringify(report, undefined, 2))
  process.exitCode = ok ? 0 : 1
}

void runProgram(program)
