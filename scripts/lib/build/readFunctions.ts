import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FunctionKind } from '../../../shared/call/event'
import { FUNCTION_KINDS } from '../functionKinds'
import { type CloudFunction, functionNames } from '../functions'
import { isBuildCurrent, recordedFunctions } from './buildStamp'
import type * as reading from './servedKinds'

/** The form that the cloud takes. */
const NAME = /^[A-Za-z][\w-]{0,59}$/
const KINDS = FUNCTION_KINDS.map(kind => `'${kind}'`).join(', ')

/**
 * The functions in the sources, in the order of cloudbaserc.json. What a function serves is read in its index.ts:
 * `serve('overview', …)`. So a function is renamed by renaming its folder and its entry in cloudbaserc.json.
 *
 * @throws when cloudbaserc.json and functions/ do not list the same names, a function serves nothing or something unknown,
 * or two functions serve the same; the message names all that is wrong, and what to do
 */
export function readFunctions(project: string): CloudFunction[] {
  const listed = functionNames(project)
  const folders = foldersIn(join(project, 'functions'))
  refuse([
    ...listed.filter(name => !NAME.test(name)).map(name => `${name} is not a valid function name: ${NAME_EXPECTED}`),
    ...listed.filter((name, at) => listed.indexOf(name) !== at).map(name => `cloudbaserc.json lists ${name} twice`),
    ...whereTheyDiffer(listed, folders),
  ])
  const served = isBuildCurrent(project) ? recordedKinds(project) : readKinds(project, listed)
  refuse(served.flatMap(({ name, kinds }) => problemOf(name, kinds) ?? []))
  const functions = served.flatMap(({ name, kinds }) => kinds.filter(isKind).map(kind => ({ name, kind })))
  refuse(
    FUNCTION_KINDS.map(kind => functions.filter(each => each.kind === kind))
      .filter(same => same.length > 1)
      .map(
        same =>
          `${same.map(({ name }) => `functions/${name}`).join(' and ')} both serve '${same[0]?.kind}': keep one of them`,
      ),
  )
  return functions
}

interface Served {
  name: string
  kinds: string[]
}

function recordedKinds(project: string): Served[] {
  return recordedFunctions(project).map(({ name, kind }) => ({ name, kinds: [kind] }))
}

function readKinds(project: string, names: readonly string[]): Served[] {
  // Loaded when it is needed: TypeScript's compiler takes a third of a second to start, and most commands find a build.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import() that is kept as it is does not run in Jest
  const { servedKinds } = require('./servedKinds') as typeof reading
  return names.map(name => ({ name, kinds: servedKinds(join(project, 'functions', name, 'index.ts')) }))
}

const NAME_EXPECTED = 'expected a letter, then letters, digits, "_" and "-", 60 characters at most'

function whereTheyDiffer(listed: readonly string[], folders: readonly string[]): string[] {
  const missing = listed.filter(name => !folders.includes(name))
  const unlisted = folders.filter(name => !listed.includes(name))
  if (missing.length === 1 && unlisted.length === 1)
    return [
      `cloudbaserc.json lists ${missing.join()}, which has no folder, and functions/${unlisted.join()} is not listed: give both the same name`,
    ]
  return [
    ...missing.map(name => `there is no functions/${name}, which cloudbaserc.json lists: remove the entry`),
    ...unlisted.map(name => `functions/${name} is not in cloudbaserc.json: add an entry, or delete the folder`),
  ]
}

function problemOf(name: string, kinds: readonly string[]): string | undefined {
  const file = `functions/${name}/index.ts`
  const [kind, ...more] = kinds
  if (kind === undefined) return `${file} serves nothing: expected export const main = serve(…) with one of ${KINDS}`
  if (more.length > 0) return `${file} serves ${kinds.map(each => `'${each}'`).join(' and ')}: expected one of them`
  return isKind(kind) ? undefined : `${file} serves '${kind}': expected one of ${KINDS}`
}

function isKind(text: string): text is FunctionKind {
  return FUNCTION_KINDS.some(kind => kind === text)
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? [entry.name] : []))
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(problems.join('; '))
}
