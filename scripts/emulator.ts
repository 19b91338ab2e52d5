/**
 * Runs the emulator of WeChat until Ctrl-C, on loopback only.
 *
 *   npm run emulator -- [--port N] [--seed N] [--now "2021-03-01 12:00"] [--data FILE] [--fault NAME]
 *     [--reading window|snapshot|days] [--realtime-reading window|step]
 *
 * Prints its address, the campaigns and the credentials it knows, and requests that work.
 * Exit code: 0 after Ctrl-C, 1 when it cannot start, 2 wrong usage.
 */
import { once } from 'node:events'
import { Command, InvalidArgumentError, Option } from 'commander'
import { formatBeijing } from '../shared/call/time'
import { CMS_CHANNEL_ID } from '../shared/constants'
import { messageOf } from '../shared/messageOf'
import type { Campaign } from './emulator/campaign'
import { DOCUMENTED, documentedCampaign, livelyCampaign } from './emulator/builtInCampaigns'
import { readCampaignFile } from './emulator/campaignFile'
import { describeFaults, type Fault, parseFault } from './emulator/faults'
import {
  DEMO_ACCESS_TOKEN,
  DEMO_APPID,
  DEMO_APPSECRET,
  DEMO_AUTHORIZER_TOKEN,
  DEMO_EXPIRED_TOKEN,
  DEMO_NO_CLOUD_TOKEN,
} from './emulator/httpsCall'
import {
  DEFAULT_READING,
  REALTIME_READINGS,
  type RealtimeReading,
  WINDOW_READINGS,
  type WindowReading,
} from './emulator/readings'
import { type Emulator, type EmulatorOptions, startEmulator } from './emulator/server'
import { ensureBuilt } from './lib/build/build'
import { EXAMPLE_EVENTS } from './lib/exampleEvents'
import { parseFile, parseMoment, parsePort, parseWholeNumber } from './lib/options'
import { runProgram } from './lib/runProgram'
import { INVOKE_PATH } from './lib/wechat/httpApi'

interface Options {
  port: number
  seed: number
  now?: number
  data?: string
  fault?: Fault
  reading: WindowReading
  realtimeReading: RealtimeReading
}

const FAULTS = describeFaults()
  .map(({ name, about }) => `  ${name.padEnd(18)}${about}`)
  .join('\n')

function describe(readings: Readonly<Record<string, string>>): string {
  return Object.entries(readings)
    .map(([name, about]) => `  ${name.padEnd(18)}${about}`)
    .join('\n')
}

/** Beside that of the page of npm run dev. */
const DEFAULT_PORT = 8788

const program = new Command('emulator')
  .description(
    'Run an emulator of WeChat on 127.0.0.1: cloudbase.getStatistics by cloud call and by HTTPS call, and the HTTP API that runs the built functions.',
  )
  .usage('-- [options]')
  .option('--port <port>', 'the port to listen on; 0 takes a free one', parsePort, DEFAULT_PORT)
  .option('--seed <n>', 'the same seed gives the same campaigns', parseWholeNumber, 1)
  .option('--now <date>', 'fix the clock, in Beijing time, for example "2021-03-01 12:00"', parseMoment)
  .option('--data <file>', 'campaigns of your own (JSON, see scripts/emulator/campaignFile.ts)', parseFile)
  .option('--fault <name[:n]>', 'answer with this fault: in every call, or in the first n', readFault)
  .addOption(
    new Option('--reading <reading>', 'what a date range means, which WeChat does not publish (see below)')
      .choices(Object.keys(WINDOW_READINGS))
      .default(DEFAULT_READING.window),
  )
  .addOption(
    new Option('--realtime-reading <reading>', 'how often realtime counts a person (see below)')
      .choices(Object.keys(REALTIME_READINGS))
      .default(DEFAULT_READING.realtime),
  )
  .addHelpText(
    'after',
    `
WeChat publishes the columns of the conversion table only. Here the overview has the same ones, and realtime has
stat_time and uercnt: code must not rely on either.

Readings of a date range, for overview, overviewByChannel and conversion (--reading):
${describe(WINDOW_READINGS)}
How often realtime counts somebody who comes in several steps (--realtime-reading):
${describe(REALTIME_READINGS)}

Faults:
${FAULTS}`,
  )
  .action(emulate)

async function emulate({ port, seed, now, data, fault, reading, realtimeReading }: Options): Promise<void> {
  const seconds = now ?? Math.floor(Date.now() / 1000)
  const campaigns =
    data === undefined ? [documentedCampaign(seed), livelyCampaign(seed, seconds)] : readCampaignFile(data)
  await ensureBuilt() // for those who call the functions over the HTTP API
  const emulator = await listenOn(port, {
    campaigns,
    reading: { window: reading, realtime: realtimeReading },
    ...(now !== undefined && { now: () => now * 1000 }),
    ...(fault && { fault }),
  })
  console.log(
    `${describeCampaigns(campaigns)}\n\n${CREDENTIALS}\n\n${examples(emulator.url)}\n\nlistening on ${emulator.url} (Ctrl-C ends it)`,
  )
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await emulator.close()
}

async function listenOn(port: number, options: EmulatorOptions): Promise<Emulator> {
  try {
    return await startEmulator({ ...options, port })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    throw new Error(`port ${port} is taken: end what listens there, or give --port (0 takes a free one)`, {
      cause: error,
    })
  }
}

/** Made up, and good for nothing but this emulator: so they may be shown. */
const CREDENTIALS = `WX_APPID=${DEMO_APPID} WX_APPSECRET=${DEMO_APPSECRET}
access tokens, which never expire: ${DEMO_ACCESS_TOKEN} of the mini program, ${DEMO_AUTHORIZER_TOKEN} of a third-party
platform, ${DEMO_NO_CLOUD_TOKEN} of one without a cloud (85088); ${DEMO_EXPIRED_TOKEN} has expired (42001)`

function describeCampaigns(campaigns: readonly Campaign[]): string {
  return campaigns
    .map(({ envId, activityId, sends, opens, jumps }) => {
      const times = [...sends, ...opens, ...jumps].map(({ time }) => time)
      const first = times.reduce((a, b) => Math.min(a, b), Infinity)
      const last = times.reduce((a, b) => Math.max(a, b), -Infinity)
      const span = times.length === 0 ? 'nothing happened' : `${formatBeijing(first)} to ${formatBeijing(last)}`
      return `envId ${envId}, activityId ${activityId}: ${span} (Beijing time)`
    })
    .join('\n')
}

function examples(url: string): string {
  const { envId, activityId } = DOCUMENTED
  const body = {
    action: 'smsMarketingConversionData',
    begin_date: DOCUMENTED.begin,
    end_date: DOCUMENTED.end,
    page_offset: 0,
    page_limit: 1000,
    condition: { env_id: envId, activity_id: activityId, channel_id: CMS_CHANNEL_ID },
  }
  const token = `access_token=${DEMO_ACCESS_TOKEN}`
  return `curl '${url}/tcb/getstatistics?${token}' -d '${JSON.stringify(body)}'
curl '${url}${INVOKE_PATH}?${token}&env=${envId}&name=conversion' -d '${JSON.stringify(EXAMPLE_EVENTS.conversion)}'
npm run -s invoke -- conversion --remote -e ${envId} --base-url ${url}   (with WX_APPID and WX_APPSECRET set)`
}

function readFault(text: string): Fault {
  try {
    return parseFault(text)
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error))
  }
}

void runProgram(program)
