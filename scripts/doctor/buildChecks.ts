import { execFile } from 'node:child_process'
import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { API } from '../../shared/constants'
import { outdatedFiles } from '../lib/build/buildStamp'
import { withTemporaryFolder } from '../lib/temporaryFolder'
import { readJsonFile } from '../lib/textFile'
import { type CheckContext, type CheckResult, ok, wrong } from './check'

const BUILD = 'run: npm run build'

interface BuiltFolder {
  name: string
  folder: string
}

/** Every function is built, from the current sources. */
export function checkBuild(context: CheckContext): CheckResult {
  const folders = builtFolders(context)
  const missing = folders.filter(({ folder }) => !existsSync(join(folder, 'index.js')))
  if (missing.length > 0) return wrong(`${names(missing)} not built; ${BUILD}`)
  const outdated = outdatedFiles(context.project)
  return outdated.length > 0
    ? wrong(`not built from the current sources, or changed since (${outdated.join(', ')}); ${BUILD}`)
    : ok(`${folders.length} functions, built from the current sources`)
}

/** Each function runs from what is in its folder: alone in an empty place, its index.js loads and exports `main`. */
export async function checkSelfContained(context: CheckContext): Promise<CheckResult> {
  const folders = builtFolders(context)
  const results = await Promise.all(folders.map(async one => ({ ...one, loads: await loadsAlone(one.folder) })))
  const broken = results.filter(({ loads }) => !loads)
  return broken.length > 0
    ? wrong(`${names(broken)} cannot be loaded alone; ${BUILD}`)
    : ok('each loads alone and exports main')
}

async function loadsAlone(folder: string): Promise<boolean> {
  if (!existsSync(join(folder, 'index.js'))) return false
  return withTemporaryFolder('alone-', async alone => {
    cpSync(folder, alone, { recursive: true })
    const code = 'process.exit(typeof require("./index.js").main === "function" ? 0 : 1)'
    try {
      await promisify(execFile)(process.execPath, ['-e', code], { cwd: alone, env: {} })
      return true
    } catch {
      return false // execFile rejects when the process ends with anything but 0
    }
  })
}

/** No dotfile would be uploaded: the CLI puts everything in the folder into the zip, an `.env` included. */
export function checkDotfiles(context: CheckContext): CheckResult {
  const found = builtFolders(context)
    .filter(({ folder }) => existsSync(folder))
    .flatMap(({ name, folder }) => readdirSync(folder).map(file => ({ name, file })))
    .filter(({ file }) => file.startsWith('.'))
    .map(({ name, file }) => `${name}/${file}`)
  return found.length > 0 ? wrong(`${found.join(', ')} would be uploaded; delete it`) : ok('nothing hidden is uploaded')
}

const ConfigJson = v.object({ permissions: v.object({ openapi: v.array(v.string()) }) })

/** The permission file is beside each index.js, and has the form that WeChat reads: an array that names the API. */
export function checkConfigJson(context: CheckContext): CheckResult {
  const wrongOnes = builtFolders(context).filter(({ folder }) => !namesApi(join(folder, 'config.json')))
  return wrongOnes.length > 0
    ? wrong(`in ${names(wrongOnes)}, permissions.openapi is not an array with "${API}" in it; ${BUILD}`)
    : ok(`asks for ${API}`)
}

function namesApi(file: string): boolean {
  if (!existsSync(file)) return false
  const { success, output } = v.safeParse(ConfigJson, readJsonFile(file))
  return success && output.permissions.openapi.includes(API)
}

function builtFolders({ project, config }: CheckContext): BuiltFolder[] {
  return config.functions.map(({ name }) => ({ name, folder: join(project, config.functionRoot, name) }))
}

function names(folders: readonly BuiltFolder[]): string {
  return folders.map(({ name }) => name).join(', ')
}
