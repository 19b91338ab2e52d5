/**
 * Registers the functions' permission to call cloudbase.getStatistics, over WeChat's HTTP API.
 *
 *   npm run permissions [-- -e ENV_ID] [-- --base-url URL]
 *
 * Only for those whose access token may do it: a third-party platform's authorizer_access_token (WX_ACCESS_TOKEN). Everybody
 * else uploads the functions once from WeChat DevTools. Credentials come from the environment or from .env, never from an
 * option: options show in the list of processes. Prints a line for each function. No token is ever printed.
 * Exit code: 0 all registered, 1 something was refused, 2 wrong usage.
 */
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { WECHAT_API } from '../shared/https/wechatHttps'
import { environmentId, readCloudbaseConfig, readVariables } from './lib/cloud/settings'
import { parseBaseUrl, parseId } from './lib/options'
import { ROOT } from './lib/root'
import { toPlainText } from './lib/plainText'
import { refuse, runProgram } from './lib/runProgram'
import { sayAs } from './lib/say'
import { readTextFile } from './lib/textFile'
import { CREDENTIALS_HELP } from './lib/wechat/credentials'
import { openWechat } from './lib/wechat/openWechat'
import { type Registration, uploadPermission } from './permissions/uploadPermission'

interface PermissionsOptions {
  accessToken?: string
  baseUrl: string
  envId?: string
}

const program = new Command('permissions')
  .description("Register the functions' permission to call cloudbase.getStatistics, over WeChat's HTTP API.")
  .usage('-- [options]')
  .addOption(new Option('--access-token <token>').hideHelp())
  .option('-e, --env-id <id>', 'the cloud environment (default: ENV_ID of the environment or .env)', parseId)
  .option('--base-url <url>', "another domain of WeChat's, or an emulator", parseBaseUrl, WECHAT_API)
  .addHelpText('after', `\n${CREDENTIALS_HELP}\n\nExit code: 0 all registered, 1 something was refused, 2 wrong usage.`)
  .action(register)

const say = sayAs(program.name())

async function register({ accessToken, baseUrl, envId }: PermissionsOptions): Promise<void> {
  if (accessToken !== undefined)
    refuse(
      program,
      '--access-token shows the token in the list of processes: set WX_ACCESS_TOKEN in the environment or in .env',
    )
  const variables = readVariables(ROOT, process.env)
  const chosenEnvId = environmentId(variables, envId)
  if (chosenEnvId === '') refuse(program, 'give -e, or put ENV_ID into .env')
  const wechat = openWechat(variables, baseUrl)
  if ('problem' in wechat) return refuse(program, wechat.problem)

  const config = readTextFile(join(ROOT, 'shared/config.json'))
  let last: Registration | undefined
  for (const { name } of readCloudbaseConfig(ROOT).functions) {
    if (last?.state !== 'failed' || !last.sameForAll)
      last = await uploadPermission(wechat, { envId: chosenEnvId, name, config }, say)
    console.log(last.state === 'registered' ? `registered ${name}` : `FAILED     ${name}: ${toPlainText(last.problem)}`)
    if (last.state === 'failed') process.exitCode = 1
  }
  if (process.exitCode !== 1)
    console.log('It takes effect within about 10 minutes; until then the functions answer -604101.')
}

void runProgram(program)
