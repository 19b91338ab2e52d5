/**
 * Says what is missing before the functions can be deployed. Changes nothing.
 *
 *   npm run -s doctor [-- --remote] [-- -e ENV_ID]
 *
 * Prints a line for each check: ok, or what is wrong and what to do. Needs no network; with --remote it also asks the
 * cloud, with the tcb CLI, for the deployed functions and compares them with cloudbaserc.json.
 * Exit code: 0 all ok, 1 something is not, 2 wrong usage.
 */
import { Command } from 'commander'
import { findDifferences } from './lib/cloud/compare'
import { askFunctions } from './lib/cloud/remote'
import { type CloudbaseConfig, fillIn, readCloudbaseConfig, readVariables, type Variables } from './lib/cloud/settings'
import type { Check } from './doctor/check'
import { formatCheck, runLocalChecks } from './doctor/checks'
import { ROOT } from './lib/root'
import { runProgram } from './lib/runProgram'

interface DoctorOptions {
  remote: boolean
  envId?: string
}

const ASK_TIMEOUT_MS = 60_000

const program = new Command('doctor')
  .description('Say what is missing before the functions can be deployed.')
  .usage('-- [options]')
  .option('--remote', 'also ask for the deployed functions, with the tcb CLI', false)
  .option('-e, --env-id <id>', 'the cloud environment (default: ENV_ID of the environment or .env)')
  .addHelpText('after', '\nExit code: 0 all ok, 1 something is not, 2 wrong usage.')
  .action(doctor)

async function doctor({ remote, envId }: DoctorOptions): Promise<void> {
  const project = ROOT
  const config = readCloudbaseConfig(project)
  const variables = readVariables(project, { ...process.env, ...(envId === undefined ? {} : { ENV_ID: envId }) })
  const checks = await runLocalChecks({ project, config, variables })
  for (const check of checks) console.log(formatCheck(check))
  const deployed = remote ? await checkDeployed(project, config, variables) : []
  for (const check of deployed) console.log(formatCheck(check))
  process.exitCode = [...checks, ...deployed].every(({ result }) => result.state === 'ok') ? 0 : 1
}

async function checkDeployed(project: string, config: CloudbaseConfig, variables: Variables): Promise<Check[]> {
  const envId = variables['ENV_ID'] ?? ''
  if (envId === '') throw new Error('--remote needs ENV_ID, or -e with the id of the environment')
  const names = config.functions.map(({ name }) => name)
  const found = await askFunctions(envId, names, { project, variables, timeoutMs: ASK_TIMEOUT_MS })
  return config.functions.map(entry => {
    const differences = findDifferences(fillIn(entry, variables), found.get(entry.name))
    const name = `deployed ${entry.name}`
    return differences.length === 0
      ? { name, result: { state: 'ok', detail: 'active, as cloudbaserc.json asks' } }
      : { name, result: { state: 'wrong', problem: differences.join('; it ') } }
  })
}

void runProgram(program)
