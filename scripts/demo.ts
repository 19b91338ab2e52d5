/**
 * Shows the four functions at work, with no account: the functions as they are deployed, the real wx-server-sdk inside
 * them, and an emulator of WeChat that holds the campaign of WeChat's own documentation.
 *
 *   npm run demo
 *
 * Prints for each function the call as a mini program writes it, and the table that comes back.
 * Exit code: 0 all four answered, 1 one did not.
 */
import { Command } from 'commander'
import type { FunctionKind } from '../shared/call/event'
import { startEmulator } from './emulator/server'
import { ensureBuilt } from './lib/build/build'
import { EXAMPLE_EVENTS } from './lib/exampleEvents'
import type { CloudFunction } from './lib/functions'
import { formatTable, toPrintable } from './lib/printTable'
import { configuredFunction } from './lib/run/configuredFunction'
import { explainInvocation, runFunction } from './lib/run/runFunction'
import { runProgram } from './lib/runProgram'

/** What the answer of each function tells. */
const ABOUT: Readonly<Record<FunctionKind, string>> = {
  overview: 'One day of the campaign: SMS sent, H5 pages opened, jumps into the mini program.',
  overviewByChannel: 'The same, one row for each channel.',
  conversion: "The funnel of one channel. This row is the one in WeChat's documentation.",
  realtime: 'H5 pages opened in steps of five minutes (Unix seconds, count); steps without any are left out.',
}

/** Somebody who uses the mini program, and whom the functions let in. */
const OPENID = 'oDemoDemoDemoDemoDemoDemo'

async function demo(): Promise<void> {
  const functions = await ensureBuilt()
  const emulator = await startEmulator()
  try {
    console.log('Four cloud functions over cloudbase.getStatistics, run on this machine as the cloud runs them.\n')
    for (const each of functions) await show(each, emulator.url)
    console.log(`Next: npm run dev                    the same as charts, in a browser
      npm run -s invoke -- --help    your own events
      npm run doctor                 what is missing to deploy`)
  } finally {
    await emulator.close()
  }
}

async function show({ name, kind }: CloudFunction, endpoint: string): Promise<void> {
  const event = EXAMPLE_EVENTS[kind]
  const settings = { ...configuredFunction(name), endpoint, environment: { STATS_ALLOWED_OPENIDS: OPENID } }
  const run = await runFunction(settings, event, { openid: OPENID })
  console.log(`── ${name} ${'─'.repeat(74 - name.length)}\n${ABOUT[kind]}\n`)
  console.log(`wx.cloud.callFunction({ name: '${name}', data: ${toSource(event)} })\n`)
  const table = run.outcome === 'returned' ? toPrintable(run.result) : undefined
  if (run.outcome !== 'returned' || table === undefined) {
    process.exitCode = 1
    console.log(`${explainInvocation(run) ?? JSON.stringify(run)}\n${run.stderr}`)
    return
  }
  console.log(`${formatTable(table)}\n${Math.round(run.ms)} ms\n`)
}

/** An event as a person writes it in JavaScript. */
function toSource(event: object): string {
  return JSON.stringify(event, undefined, 2)
    .replace(/"(\w+)":/g, '$1:')
    .replaceAll('"', "'")
}

void runProgram(new Command('demo').description('Show the four functions at work, with no account.').action(demo))
