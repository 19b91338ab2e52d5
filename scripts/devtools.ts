/**
 * Makes a folder that WeChat DevTools opens, so that it can upload the functions and with them their permission.
 *
 *   npm run devtools [-- --appid APPID]
 *
 * Builds, then writes beside dist/functions: dist/project.config.json, and dist/miniprogram/, the least mini program
 * that DevTools accepts: one page that calls the four functions and shows their answers. Open dist/ in DevTools.
 * Exit code: 0 written, 1 failed, 2 wrong usage.
 */
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { readVariables } from './lib/cloud/settings'
import { ensureBuilt } from './lib/build/build'
import { ROOT } from './lib/root'
import { runProgram } from './lib/runProgram'

/** What DevTools itself puts in for "no account"; it opens the folder with it, but has no cloud functions. */
const NO_APPID = 'touristappid'

const program = new Command('devtools')
  .description('Make a folder that WeChat DevTools opens, to upload the functions with their permission.')
  .usage('-- [options]')
  .option('--appid <appid>', 'of the mini program (default: WX_APPID of the environment or .env)')
  .addHelpText('after', '\nExit code: 0 written, 1 failed, 2 wrong usage.')
  .action(writeProject)

async function writeProject(options: { appid?: string }): Promise<void> {
  const functions = await ensureBuilt()
  const project = ROOT
  const variables = readVariables(project, process.env)
  const appid = [options.appid, variables['WX_APPID']].find(Boolean) ?? NO_APPID
  const dist = join(project, 'dist')
  cpSync(join(__dirname, 'devtools/miniprogram'), join(dist, 'miniprogram'), { recursive: true })
  const envId = JSON.stringify(variables['ENV_ID'] ?? '')
  writeFileSync(join(dist, 'miniprogram/env.js'), `module.exports = { envId: ${envId} }\n`)
  const names = Object.fromEntries(functions.map(({ name, kind }) => [kind, name]))
  writeFileSync(join(dist, 'miniprogram/functions.js'), `module.exports = ${JSON.stringify(names)}\n`)
  writeFileSync(join(dist, 'project.config.json'), `${JSON.stringify(projectConfig(appid), undefined, 2)}\n`)
  console.log('Open dist/ in WeChat DevTools; its functions are under "functions".')
  if (appid === NO_APPID)
    console.log(
      'No appid is set, and cloud functions need a real one: put WX_APPID=… into .env, or give --appid, and run it again.',
    )
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
    setting: { es6: true, urlCheck: true },
  }
}

void runProgram(program)
