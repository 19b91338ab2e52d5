/**
 * Serves a page on this machine to see a campaign, try the functions and break WeChat, until Ctrl-C.
 *
 *   npm run dev -- [--port N] [--seed N | --data FILE] [--now "2021-03-01 12:00"]
 *   npm run dev -- --live [--port N]
 *
 * Prints its address. The figures are an emulator's, through the built functions; with --live they are WeChat's own, over
 * HTTPS, with the credentials of `npm run stats`. Nobody but this machine can reach it.
 * Exit code: 0 after Ctrl-C, 1 when it cannot start, 2 wrong usage.
 */
import { once } from 'node:events'
import { Command, Option } from 'commander'
import { httpsOpenapi } from '../shared/https/httpsOpenapi'
import { WECHAT_API } from '../shared/https/wechatHttps'
import { environmentId, readVariables } from './lib/cloud/settings'
import type { Backend } from './dev/backend'
import { emulatorBackend } from './dev/emulatorBackend'
import { liveBackend } from './dev/liveBackend'
import { startDevServer } from './dev/server'
import { parseBaseUrl, parseFile, parseMoment, parsePort, parseWholeNumber } from './lib/options'
import { ROOT } from './lib/root'
import { readCampaignFile } from './emulator/campaignFile'
import { refuse, runProgram } from './lib/runProgram'
import { chooseCredentials } from './lib/wechat/credentials'
import { proxyFetch } from './lib/wechat/proxyFetch'

interface DevOptions {
  port: number
  seed?: number
  data?: string
  now?: number
  live?: true
  baseUrl: string
}

const program = new Command('dev')
  .description('See a campaign as charts, try the functions, simulate failures of WeChat: a page on 127.0.0.1 only.')
  .usage('-- [options]')
  .option('--port <port>', 'the port to listen on; the next free one when it is taken', parsePort, 8787)
  .option('--seed <n>', 'the same seed gives the same campaigns', parseWholeNumber)
  .addOption(
    new Option('--data <file>', 'campaigns of your own, as npm run emulator takes them')
      .argParser(parseFile)
      .conflicts(['seed', 'live']),
  )
  .option('--now <date>', 'fix the clock, in Beijing time, for example "2021-03-01 12:00"', parseMoment)
  .addOption(new Option('--live', "WeChat's own figures, with the credentials of npm run stats").conflicts('seed'))
  .addOption(
    new Option('--base-url <url>', "with --live: another domain of WeChat's")
      .argParser(parseBaseUrl)
      .default(WECHAT_API),
  )
  .addHelpText('after', '\nExit code: 0 after Ctrl-C, 1 when it cannot start, 2 wrong usage.')
  .action(dev)

async function dev(options: DevOptions): Promise<void> {
  const backend = options.live ? startLive(options) : await startEmulated(options)
  const server = await startDevServer(backend, options.port)
  console.log(`${server.url} (Ctrl-C ends it)`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await server.close()
}

function startLive({ now, baseUrl }: DevOptions): Backend {
  const variables = readVariables(ROOT, process.env)
  const credentials = chooseCredentials(variables)
  if ('problem' in credentials) return refuse(program, credentials.problem)
  const openapi = httpsOpenapi({ credentials, baseUrl, fetch: proxyFetch(process.env) })
  return liveBackend({ openapi, envId: environmentId(variables), now: clock(now) })
}

function startEmulated({ seed, now, data }: DevOptions): Promise<Backend> {
  const campaigns = data === undefined ? undefined : readCampaignFile(data)
  return emulatorBackend({ now: clock(now), ...(seed !== undefined && { seed }), ...(campaigns && { campaigns }) })
}

/** Milliseconds, from fixed Unix seconds or from this machine. */
function clock(now: number | undefined): () => number {
  return now === undefined ? Date.now : () => now * 1000
}

void runProgram(program)
