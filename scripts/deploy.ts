/**
 * Deploys the functions with the tcb CLI, and makes sure of it.
 *
 *   npm run deploy [-- -e ENV_ID] [-- overview realtime]
 *
 * Builds, runs the local checks of `npm run doctor`, runs `tcb fn deploy` and shows what it prints, then asks the cloud
 * for the functions and compares their status, runtime, timeout, memory and variables with cloudbaserc.json. The last
 * lines say, for each function, whether it is deployed, or what failed and what to do.
 * Exit code: 0 all that was asked for is deployed, 1 something is not, 2 wrong usage.
 */
import { Command } from 'commander'
import { deploy } from './deploy/deploy'
import { readCloudbaseConfig, readVariables } from './lib/cloud/settings'
import { formatCheck, runLocalChecks } from './doctor/checks'
import { ensureBuilt } from './lib/build/build'
import { parseFunctionName, parsePositiveNumber } from './lib/options'
import { ROOT } from './lib/root'
import { runProgram } from './lib/runProgram'

interface DeployOptions {
  envId?: string
  timeout: number
}

/** The CLI itself waits for up to 5 minutes for a function, twice. */
const DEFAULT_TIMEOUT_SECONDS = 900

const program = new Command('deploy')
  .description('Deploy the functions with the tcb CLI, and make sure that they are there as cloudbaserc.json says.')
  .usage('-- [options] [functions...]')
  .argument(
    '[functions...]',
    'the functions to deploy, by their names in cloudbaserc.json (default: all)',
    (text: string, names: string[] = []) => [...names, parseFunctionName(text)],
  )
  .option('-e, --env-id <id>', 'the cloud environment (default: ENV_ID of the environment or .env)')
  .option(
    '--timeout <seconds>',
    'give up when one run of the CLI takes longer',
    parsePositiveNumber,
    DEFAULT_TIMEOUT_SECONDS,
  )
  .addHelpText('after', '\nExit code: 0 all that was asked for is deployed, 1 something is not, 2 wrong usage.')
  .action(run)

async function run(names: string[], { envId, timeout }: DeployOptions): Promise<void> {
  const project = ROOT
  await ensureBuilt()
  const config = readCloudbaseConfig(project)
  const variables = readVariables(project, { ...process.env, ...(envId === undefined ? {} : { ENV_ID: envId }) })
  const checks = await runLocalChecks({ project, config, variables })
  for (const check of checks) process.stderr.write(`${formatCheck(check)}\n`)
  if (checks.some(({ result }) => result.state === 'wrong'))
    throw new Error('nothing was deployed: correct what is WRONG')

  const entries = config.functions.filter(({ name }) => names.length === 0 || names.includes(name))
  const outcomes = await deploy(entries, {
    all: entries.length === config.functions.length,
    envId: variables['ENV_ID'] ?? '',
    tcb: { project, variables, timeoutMs: timeout * 1000, show: text => process.stderr.write(text) },
  })
  for (const { name, problems } of outcomes)
    console.log(problems.length === 0 ? `deployed ${name}` : `FAILED   ${name}: ${problems.join('; ')}`)
  process.exitCode = outcomes.every(({ problems }) => problems.length === 0) ? 0 : 1
}

void runProgram(program)
