import { normalize } from 'node:path'
import { ALLOWED_OPENIDS_VARIABLE } from '../../shared/constants'
import { OLDEST_NODE } from '../lib/build/bundle'
import { type FunctionEntry, placeholdersOf } from '../lib/cloud/settings'
import type { CheckContext } from './check'

/** What CloudBase offers for Node.js functions. */
const RUNTIMES = ['Nodejs16.13', 'Nodejs18.15', 'Nodejs20.19', 'Nodejs22.21', 'Nodejs24.11']
/** What the build exports: `main` of index.js. */
const HANDLER = 'index.main'
const FUNCTION_ROOT = 'dist/functions'
/** Variables that have a check of their own. */
const CHECKED = ['ENV_ID', ALLOWED_OPENIDS_VARIABLE]

/** The settings of cloudbaserc.json with which a deploy, or the function after it, cannot work; each with what is expected. */
export function findUnfitSettings({ config, variables }: CheckContext): string[] {
  const unset = placeholdersOf(config).filter(name => !CHECKED.includes(name) && variables[name] === undefined)
  return [
    ...(normalize(config.functionRoot).replaceAll('\\', '/').replace(/\/$/, '') === FUNCTION_ROOT
      ? []
      : [`functionRoot is ${config.functionRoot}, expected ./${FUNCTION_ROOT}, where the build is`]),
    ...config.functions.flatMap(entry => findUnfit(entry).map(problem => `${entry.name} has ${problem}`)),
    ...unset.map(
      name =>
        `it uses {{env.${name}}}, which is not set and would be deployed empty; put ${name}= with its value into .env`,
    ),
  ]
}

function findUnfit({ handler, runtime }: FunctionEntry): string[] {
  return [
    ...(handler === HANDLER ? [] : [`handler ${handler}, expected ${HANDLER}, which is what the build exports`]),
    ...(RUNTIMES.includes(runtime)
      ? []
      : [`runtime ${runtime}, which is unknown; expected one of ${usable().join(', ')}`]),
    ...(RUNTIMES.includes(runtime) && !usable().includes(runtime)
      ? [
          `runtime ${runtime}, but the functions are built for Node.js ${OLDEST_NODE}; expected one of ${usable().join(', ')}`,
        ]
      : []),
  ]
}

function usable(): string[] {
  return RUNTIMES.filter(runtime => Number(/\d+/.exec(runtime)?.[0]) >= OLDEST_NODE)
}
