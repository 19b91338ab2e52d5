import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { readErrors } from './output'
import { runTcb, type TcbOptions, type TcbRun } from './tcb'

const Pulled = v.object({
  functions: v.array(
    v.object({
      name: v.string(),
      runtime: v.optional(v.string()),
      timeout: v.optional(v.number()),
      memorySize: v.optional(v.number()),
      envVariables: v.optional(v.record(v.string(), v.string()), {}),
    }),
  ),
})

/** A deployed function, as the cloud describes it; `timeout` is in seconds, `memorySize` in MB. */
export type RemoteFunction = v.InferOutput<typeof Pulled>['functions'][number] & {
  /** `Active`, or what the CLI calls the status. */
  status: string
}

/** The CLI's name for the status Active, in its two languages. */
const ACTIVE = ['Deployment completed', '部署完成']
/** The most that one `fn list` gives. */
const PAGE = 100

/**
 * Asks for the deployed functions with the CLI's own commands: `fn list` for their status, `config pull` for the rest.
 * Those that do not exist are not in the answer. Nothing of it is printed: variables may be private.
 *
 * @throws when the CLI could not ask
 */
export async function askFunctions(
  envId: string,
  names: readonly string[],
  options: TcbOptions,
): Promise<Map<string, RemoteFunction>> {
  const statuses = await listStatuses(envId, options)
  const existing = names.filter(name => statuses.has(name))
  if (existing.length === 0) return new Map()
  const pulled = await pull(envId, existing, options)
  return new Map(pulled.map(one => [one.name, { ...one, status: statuses.get(one.name) ?? 'unknown' }]))
}

async function listStatuses(envId: string, options: TcbOptions): Promise<Map<string, string>> {
  const statuses = new Map<string, string>()
  for (let offset = 0; ; offset += PAGE) {
    const run = await runTcb(['fn', 'list', '-e', envId, '-l', String(PAGE), '-o', String(offset)], options)
    if (!run.output.includes('┌')) throw new Error(`tcb fn list gave no list: ${whyNot(run)}`)
    const rows = readList(run.output)
    for (const [name, status] of rows) statuses.set(name, status)
    if (rows.length < PAGE) return statuses
  }
}

/** The rows of the CLI's table: id, name, runtime, time of creation, time of change, status. The first is its head. */
export function readList(output: string): [name: string, status: string][] {
  const rows = output.split('\n').filter(line => line.startsWith('│'))
  return rows.slice(1).map(row => {
    const cells = row.split('│').map(cell => cell.trim())
    const status = cells.at(-2) ?? ''
    return [cells[2] ?? '', ACTIVE.includes(status) ? 'Active' : status === '' ? 'unknown' : status]
  })
}

async function pull(
  envId: string,
  names: readonly string[],
  options: TcbOptions,
): Promise<Omit<RemoteFunction, 'status'>[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deployed-'))
  try {
    const file = join(folder, 'pulled.json')
    const run = await runTcb(['config', 'pull', 'fn', names.join(','), '-e', envId, '-o', file], options)
    return readPulled(file) ?? fail(`tcb config pull gave no configuration: ${whyNot(run)}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function readPulled(file: string): Omit<RemoteFunction, 'status'>[] | undefined {
  try {
    return v.parse(Pulled, JSON.parse(readFileSync(file, 'utf8'))).functions
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Why a run of the CLI did not do its work, as far as it says so. */
export function whyNot({ ended, output }: TcbRun): string {
  switch (ended) {
    case 'timedOut':
      return 'it did not end in time and was stopped'
    case 'interrupted':
      return 'it was interrupted'
    case 'wantsLogin':
      return 'nobody is logged in, or the key is no longer valid; log in with: npx tcb login'
    case 'exited':
      return readErrors(output).join('; ') || 'it did not say why'
  }
}

function fail(message: string): never {
  throw new Error(message)
}
