import { join } from 'node:path'
import { parse } from 'dotenv'
import * as v from 'valibot'
import { trimId } from '../../../shared/trimId'
import { hasByteOrderMark, isMissingFile, readJsonFile, readTextFile } from '../textFile'

/** Variables by name: of the process and of the `.env` files. */
export type Variables = Readonly<Record<string, string | undefined>>

const FunctionEntry = v.object({
  name: v.string(),
  runtime: v.string(),
  /** In seconds. */
  timeout: v.number(),
  /** In MB. */
  memorySize: v.number(),
  /** The defaults of these two are the tcb CLI's. */
  handler: v.optional(v.string(), 'index.main'),
  installDependency: v.optional(v.boolean(), true),
  envVariables: v.optional(v.record(v.string(), v.string()), {}),
})
const CloudbaseConfig = v.object({ functionRoot: v.string(), functions: v.array(FunctionEntry) })

/** What cloudbaserc.json says of one function; placeholders in `envVariables` are filled in by `toSettings`. */
export type FunctionEntry = v.InferOutput<typeof FunctionEntry>
export type CloudbaseConfig = v.InferOutput<typeof CloudbaseConfig>

/**
 * @throws when cloudbaserc.json is missing, no JSON, not of the form that is needed, or in an encoding that the tcb CLI
 * does not read; the message says which
 */
export function readCloudbaseConfig(project: string): CloudbaseConfig {
  const file = join(project, 'cloudbaserc.json')
  const parsed = v.safeParse(CloudbaseConfig, readJsonFile(file))
  if (hasByteOrderMark(file))
    throw new Error(
      'cloudbaserc.json: it begins with a byte order mark, over which the tcb CLI breaks: save it as UTF-8 without BOM',
    )
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new Error(`cloudbaserc.json: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`)
}

/**
 * The variables that a deploy from `project` uses, in the tcb CLI's own order: the process's environment, then
 * `.env.local`, then `.env`.
 */
export function readVariables(project: string, environment: Variables): Variables {
  return { ...readDotenv(join(project, '.env')), ...readDotenv(join(project, '.env.local')), ...environment }
}

/**
 * The cloud environment that a command works with: what an option names, else the variable ENV_ID, without the blanks around
 * it.
 *
 * @returns empty when there is none
 */
export function environmentId(variables: Variables, option?: string): string {
  return option ?? trimId(variables['ENV_ID'] ?? '')
}

function readDotenv(file: string): Variables {
  try {
    return parse(readTextFile(file))
  } catch (error) {
    if (isMissingFile(error)) return {}
    throw error
  }
}

/** The function's entry with `{{env.X}}` filled in, as the CLI does: a variable that is not set gives an empty text. */
export function fillIn(entry: FunctionEntry, variables: Variables): FunctionEntry {
  const filled = Object.entries(entry.envVariables).map(([key, text]) => [
    key,
    text.replace(/\{\{\s*env\.(\w+)\s*\}\}/g, (_, name: string) => variables[name] ?? ''),
  ])
  return { ...entry, envVariables: Object.fromEntries(filled) as Record<string, string> }
}

/**
 * Why the CLI cannot carry this value, or `undefined` when it can: it puts values as they are into the text of a JSON
 * file, and then reads as JSON whatever looks like it.
 */
export function whyUnfit(value: string): string | undefined {
  if (value.includes('"')) return 'has a double quote in it'
  if (value.includes('\\')) return 'has a backslash in it'
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f]/.test(value)) return 'has a line break or another control character in it'
  if (/^\s*(?:[{[]|null\s*$)/.test(value)) return 'looks like JSON'
  return undefined
}
