/**
 * Makes a folder that WeChat DevTools opens: to look at the figures, and to upload the functions with their permission.
 *
 *   npm run devtools [-- --appid APPID]
 *
 * Builds dist/functions/ and dist/miniprogram/, and writes dist/project.config.json. Open dist/ in DevTools: it shows the
 * dashboard, and has the functions under "functions". A mini program of your own takes dist/miniprogram/sms-statistics/,
 * for which `npm run build` is enough (scripts/devtools/README.md).
 * Exit code: 0 written, 1 failed (no appid among the reasons), 2 wrong usage.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import type * as building from './devtools/buildMiniProgram'
import { environmentId, readVariables } from './lib/cloud/settings'
import { ensureBuilt } from './lib/build/build'
import { ROOT } from './lib/root'
import { runProgram } from './lib/runProgram'
import { trimId } from '../shared/trimId'

const program = new Command('devtools')
  .description('Make a folder that WeChat DevTools opens: the dashboard, and the functions to upload.')
  .usage('-- [options]')
  .option('--appid <appid>', 'of the mini program (default: WX_APPID of the environment or .env)', parseAppid)
  .addHelpText('after', '\nExit code: 0 written, 1 failed, 2 wrong usage.')
  .action(writeProject)

async function writeProject(options: { appid?: string }): Promise<void> {
  const variables = readVariables(ROOT, process.env)
  const appid = options.appid ?? appidOf(variables['WX_APPID'])
  const envId = environmentId(variables)
  // Loaded when it is needed: TypeScript's compiler takes a third of a second to start.
  const { buildMiniProgram } = require('./devtools/buildMiniProgram') as typeof building // eslint-disable-line @typescript-eslint/no-require-imports -- CommonJS
  await buildMiniProgram({ envId, functions: await ensureBuilt() })
  writeFileSync(join(ROOT, 'dist/project.config.json'), `${JSON.stringify(projectConfig(appid), undefined, 2)}\n`)
  console.log('Open dist/ in WeChat DevTools: it shows the dashboard; the functions are under "functions".')
  if (envId === '')
    console.log(
      'ENV_ID is not set: the mini program calls its default environment. To name one, put ENV_ID=… into .env.',
    )
}

/** @throws when there is none: DevTools opens a folder without, and then has no cloud functions. */
function appidOf(text: string | undefined): string {
  const appid = trimId(text ?? '')
  if (isAppid(appid)) return appid
  const came = appid === '' ? 'no appid' : `WX_APPID is ${appid}`
  throw new Error(
    `${came}: DevTools has cloud functions for a real one only (wx…, of your mini program). Put WX_APPID=… into .env, or give --appid`,
  )
}

function parseAppid(text: string): string {
  const appid = trimId(text)
  if (!isAppid(appid)) throw new InvalidArgumentError('Expected the appid of your mini program, wx….')
  return appid
}

function isAppid(text: string): boolean {
  return /^wx\w+$/.test(text)
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/devtools/projectconfig.html */
function projectConfig(appid: string): object {
  return {
    projectname: 'sms-statistics',
    appid,
    compileType: 'miniprogram',
    libVersion: '3.0.0',
    miniprogramRoot: 'miniprogram/',
    cloudfunctionRoot: 'functions/',
    setting: { es6: true, enhance: true, urlCheck: true, minified: true, minifyWXML: true, minifyWXSS: true },
  }
}

void runProgram(program)
