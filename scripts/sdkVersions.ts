/**
 * Runs the four functions with several versions of wx-server-sdk, the oldest that the API has among them, against the emulator.
 *
 *   npm run sdk-versions -- [version …]
 *
 * Each version is installed once, into .cache/sdk/ (from the npm registry that npm is set to; nothing else is contacted but
 * this machine). Prints a table of versions and cases. Takes some minutes.
 * Exit code: 0 every version did in every case what it should, 1 one did not, 2 wrong usage.
 */
import { isDeepStrictEqual } from 'node:util'
import Table from 'cli-table3'
import { Command } from 'commander'
import type { FunctionKind } from '../shared/call/event'
import { type Emulator, startEmulator } from './emulator/server'
import { FUNCTION_KINDS } from './lib/functionKinds'
import { EXAMPLE_EVENTS } from './lib/exampleEvents'
import { type FunctionRun, runFunction } from './lib/run/runFunction'
import { runProgram } from './lib/runProgram'
import { say } from './lib/say'
import { CASES, type Case } from './sdkVersions/cases'
import { environmentFor, prepareSdk } from './sdkVersions/prepareSdk'

const VERSIONS = ['0.4.3', '0.8.1', '1.8.3', '2.0.4', '2.6.3', '3.0.4', '4.0.2']

async function sdkVersions(versions: readonly string[]): Promise<void> {
  const emulator = await startEmulator()
  try {
    const results: string[][] = []
    for (const version of versions) {
      const folderOf = await prepareSdk(version, say)
      say(`${version}: ${CASES.length} cases of ${FUNCTION_KINDS.length} functions …`)
      const row: string[] = []
      for (const each of CASES) row.push(await tryCase(version, folderOf, each, emulator))
      results.push([version, ...row])
    }
    show(results)
  } finally {
    await emulator.close()
  }
}

/** Somebody whose call WeChat can authorise: without that, a refusal has another advice than that of its code. */
const CALLER = { source: 'wx_devtools' }

/** Whether all four functions do what the case expects; if not, what the first one did. */
async function tryCase(
  version: string,
  folderOf: (kind: FunctionKind) => string,
  { fault, expected, timeoutMs }: Case,
  emulator: Emulator,
): Promise<string> {
  for (const kind of FUNCTION_KINDS) {
    emulator.setFault(fault)
    const settings = {
      name: kind,
      folder: folderOf(kind),
      endpoint: emulator.url,
      environment: environmentFor(version, emulator.url),
      ...(timeoutMs !== undefined && { timeoutMs }),
    }
    const run = await runFunction(settings, EXAMPLE_EVENTS[kind], CALLER)
    const problem = problemOf(run, expected(kind)) ?? differenceOf(run, kind)
    if (problem !== undefined) return `${kind}: ${problem}`
  }
  return 'ok'
}

function problemOf(run: FunctionRun, expected: object): string | undefined {
  if (run.outcome !== 'returned') return `${run.outcome} ${run.stderr.slice(0, 300)}`
  const result = run.result as Record<string, unknown>
  const differing = Object.entries(expected).find(([key, value]) => {
    const got = result[key]
    return value instanceof RegExp ? !value.test(String(got)) : !isDeepStrictEqual(got, value)
  })
  return (
    differing &&
    `${differing[0]} is ${JSON.stringify(result[differing[0]])?.slice(0, 200)} (${JSON.stringify(result['errMsg'])})`
  )
}

/** The tables that the first version gave: the others have to give the same, to the character. */
const tables = new Map<FunctionKind, string>()

function differenceOf(run: FunctionRun, kind: FunctionKind): string | undefined {
  if (run.outcome !== 'returned' || (run.result as { errCode: number }).errCode !== 0) return undefined
  const { dataColumn, dataValue } = run.result as Record<string, unknown>
  const table = JSON.stringify([dataColumn, dataValue])
  const first = tables.get(kind) ?? table
  tables.set(kind, first)
  return table === first ? undefined : `another table than the first version's: ${table.slice(0, 200)}`
}

function show(results: readonly string[][]): void {
  const table = new Table({
    head: ['wx-server-sdk', ...CASES.map(({ title }) => title)],
    style: { head: [], border: [], compact: true },
  })
  for (const [version = '', ...cells] of results)
    table.push([version, ...cells.map(cell => (cell === 'ok' ? 'ok' : 'FAILED'))])
  console.log(table.toString())
  for (const [version, ...cells] of results)
    cells.forEach((cell, at) => {
      if (cell === 'ok') return
      process.exitCode = 1
      console.log(`${version}, ${CASES[at]?.title}: ${cell}`)
    })
}

void runProgram(
  new Command('sdk-versions')
    .description('Run the four functions with several versions of wx-server-sdk, against the emulator.')
    .usage('-- [version …]')
    .argument('[version...]', 'versions of wx-server-sdk', VERSIONS)
    .action(sdkVersions),
)
