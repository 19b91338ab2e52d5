import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { Option } from 'commander'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The option of this program that npm took for one of its own, because `--` was forgotten before it (`npm run deploy --dry-run`), so
 * that the program would run without it; `undefined` when there is none.
 *
 * @param environment of the process: npm leaves what it took as `npm_config_<name>`
 */
export function findSwallowed(options: readonly Option[], environment: Environment): Option | undefined {
  const taken = options.find(({ long }) => long !== undefined && isTaken(long, environment))
  if (taken !== undefined) return taken
  const arguments_ = npmArguments(environment)
  return options.find(({ short }) => short !== undefined && arguments_.includes(NPM_NAMES[short] ?? short))
}

/** npm knows some short options by names of its own, and hands on nothing of these: `-e` is its `--enjoy-by`. */
const NPM_NAMES: Readonly<Record<string, string>> = { '-e': '--before' }

/** `--no-x` is handed on as an empty x. */
function isTaken(long: string, environment: Environment): boolean {
  const [, no, name = ''] = /^--(no-)?(.+)$/.exec(long) ?? []
  const value = environment[`npm_config_${name.replaceAll('-', '_')}`]
  return no === undefined ? value !== undefined && value !== '' : value === ''
}

/** npm writes its log before it starts a script; an older log is another run's. */
const MAX_LOG_AGE_MS = 30_000

/** What npm itself was called with, before `--`, as its log says; nothing when it keeps none. */
function npmArguments({ npm_config_cache: cache, npm_lifecycle_event: script }: Environment): string[] {
  if (cache === undefined || script === undefined) return []
  const folder = join(cache, '_logs')
  for (const file of newestLogs(folder)) {
    const [, line = ''] = /^\d+ verbose argv (.+)$/m.exec(readBeginning(join(folder, file))) ?? []
    const [before = ''] = line.split(' "--"')
    const words = Array.from(before.matchAll(/"([^"]*)"/g), ([, word = '']) => word)
    if (words.includes(script)) return words
  }
  return []
}

function newestLogs(folder: string): string[] {
  try {
    const files = readdirSync(folder).filter(file => Date.now() - timeOf(file) < MAX_LOG_AGE_MS)
    return files.sort().reverse()
  } catch {
    return [] // npm keeps no logs here
  }
}

/** `2026-02-25T08_00_00_123Z-debug-0.log`, in milliseconds since 1970. */
function timeOf(file: string): number {
  const [, day, hour, minute, second, milliseconds] =
    /^(\d{4}-\d\d-\d\d)T(\d\d)_(\d\d)_(\d\d)_(\d{3})Z-debug-0\.log$/.exec(file) ?? []
  return day === undefined ? 0 : Date.parse(`${day}T${hour}:${minute}:${second}.${milliseconds}Z`)
}

function readBeginning(file: string): string {
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(4096)
    return bytes.toString('utf8', 0, readSync(descriptor, bytes))
  } finally {
    closeSync(descriptor)
  }
}
