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
/** With the keys that only the tcb CLI knows, and without defaults. */
const RawConfig = v.looseObject({ functions: v.array(v.looseObject({ name: v.string() })) })

/** What cloudbaserc.json says of one function; placeholders in `envVariables` are filled in by `toSettings`. */
export type FunctionEntry = v.InferOutput<typeof FunctionEntry>
export interface CloudbaseConfig extends v.InferOutput<typeof CloudbaseConfig> {
  /** All that the file has. */
  raw: v.InferOutput<typeof RawConfig>
}

/**
 * @throws when cloudbaserc.json is missing, no JSON, not of the form that is needed, or in an encoding that the tcb CLI
 * does not read; the message says which
 */
export function readCloudbaseConfig(project: string): CloudbaseConfig {
  const file = join(project, 'cloudbaserc.json')
  const json = readJsonFile(file)
  const parsed = v.safeParse(CloudbaseConfig, json)
  if (hasByteOrderMark(file))
    throw new Error(
      'cloudbaserc.json: it begins with a byte order mark, which the tcb CLI cannot read: save it as UTF-8 without BOM',
    )
  if (parsed.success) return { ...parsed.output, raw: v.parse(RawConfig, json) }
  const [issue] = parsed.issues
  throw new Error(`cloudbaserc.json: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`)
}

/** cloudbaserc.json, for the CLI, with some of its functions only. */
export function withFunctions({ raw }: CloudbaseConfig, names: readonly string[]): object {
  return { ...raw, functions: raw.functions.filter(({ name }) => names.includes(name)) }
}

/** `{{env.X}}`, for which the CLI puts the variable X in. */
const PLACEHOLDER = /\{\{\s*env\.(\w+)\s*\}\}/g

/** The variables that cloudbaserc.json refers to, wherever in it. */
export function placeholdersOf({ raw }: CloudbaseConfig): string[] {
  return [...new Set(Array.from(JSON.stringify(raw).matchAll(PLACEHOLDER), ([, name = '']) => name))]
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
    text.replace(PLACEHOLDER, (_, name: string) => variables[name] ?? ''),
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
