/**
 * Registers the functions' permission to call cloudbase.getStatistics, over WeChat's HTTP API.
 *
 *   WX_ACCESS_TOKEN=… npm run permissions [-- -e ENV_ID] [-- --base-url URL]
 *
 * Only for those whose access token may do it: a third-party platform's authorizer_access_token. Everybody else uploads
 * the functions once from WeChat DevTools. Prints a line for each function. The token is never printed.
 * Exit code: 0 all registered, 1 something was refused, 2 wrong usage.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { readCloudbaseConfig, readVariables } from './lib/cloud/settings'
import { ROOT } from './lib/root'
import { runProgram } from './lib/runProgram'
import { uploadPermission } from './permissions/uploadPermission'

interface PermissionsOptions {
  accessToken?: string
  baseUrl: string
  envId?: string
}

const program = new Command('permissions')
  .description("Register the functions' permission to call cloudbase.getStatistics, over WeChat's HTTP API.")
  .usage('-- [options]')
  .addOption(
    new Option('--access-token <token>', 'a token that may do it; the variable keeps it out of the shell history').env(
      'WX_ACCESS_TOKEN',
    ),
  )
  .option('-e, --env-id <id>', 'the cloud environment (default: ENV_ID of the environment or .env)')
  .option('--base-url <url>', "WeChat's API, or an emulator of it", 'https://api.weixin.qq.com')
  .addHelpText('after', '\nExit code: 0 all registered, 1 something was refused, 2 wrong usage.')
  .action(register)

async function register({ accessToken, baseUrl, envId }: PermissionsOptions): Promise<void> {
  const project = ROOT
  const chosenEnvId = envId ?? readVariables(project, process.env)['ENV_ID'] ?? ''
  if (!accessToken) return program.error('give --access-token, or set WX_ACCESS_TOKEN', { exitCode: 2 })
  if (chosenEnvId === '') return program.error('give -e, or put ENV_ID into .env', { exitCode: 2 })
  const config = readFileSync(join(ROOT, 'shared/config.json'), 'utf8')
  for (const { name } of readCloudbaseConfig(project).functions) {
    const problem = await uploadPermission({ baseUrl, accessToken, envId: chosenEnvId, name, config })
    console.log(problem === undefined ? `registered ${name}` : `FAILED     ${name}: ${problem}`)
    if (problem !== undefined) process.exitCode = 1
  }
  if (process.exitCode !== 1)
    console.log('It takes effect within about 10 minutes; until then the functions answer -604101.')
}

void runProgram(program)
