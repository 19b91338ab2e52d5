import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEMO_ACCESS_TOKEN } from '../../../scripts/emulator/httpsCall'
import { startEmulator } from '../../../scripts/emulator/server'
import { builtFunctionFolder } from '../../../scripts/lib/build/builtFiles'
import { ensureBuilt } from '../../../scripts/lib/build/build'
import { toChecks } from '../../../scripts/doctor/liveChecks'
import {
  callDeployedFunctions,
  type CodeDifference,
  type LiveState,
} from '../../../scripts/lib/wechat/callDeployedFunctions'
import { wechatClient } from '../../../shared/https/wechatClient'
import type { Fault } from '../../../scripts/emulator/faults'

/** On a busy machine a process needs seconds to start. */
const PATIENT = { invokeLimitMs: 60_000, lateMs: 60_000 }

let folder = ''
beforeAll(async () => {
  await ensureBuilt()
  folder = mkdtempSync(join(tmpdir(), 'live-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Cloud {
  /** The code of the deployed function; the built one without it, none at all with `null`. */
  code?: string | null
  fault?: Fault
  envId?: string
  codeDifference?: CodeDifference
  invokeLimitMs?: number
  lateMs?: number
}

/** Deploys one function into an emulator of its own, and calls it. */
async function askConversion(cloud: Cloud): Promise<LiveState> {
  const { code, fault, envId = 'wedcvfr', codeDifference = 'same', invokeLimitMs, lateMs } = { ...PATIENT, ...cloud }
  const functionsFolder = code === undefined ? join(builtFunctionFolder('conversion'), '..') : deployInto(code)
  const emulator = await startEmulator({ functionsFolder, invokeLimitMs, ...(fault && { fault }) })
  try {
    const wechat = wechatClient({ credentials: { accessToken: DEMO_ACCESS_TOKEN }, baseUrl: emulator.url })
    const options = { wechat, envId, codeDifference: () => codeDifference, say: () => undefined, lateMs }
    const [answer] = await callDeployedFunctions([{ name: 'conversion', kind: 'conversion' }], options)
    if (answer === undefined) throw new Error('nothing was asked')
    return answer.live
  } finally {
    await emulator.close()
  }
}

function deployInto(code: string | null): string {
  const functions = mkdtempSync(join(folder, 'functions-'))
  if (code === null) return functions
  mkdirSync(join(functions, 'conversion'))
  writeFileSync(join(functions, 'conversion/index.js'), code)
  return functions
}

const HELLO_WORLD = 'exports.main = async event => ({ event, openid: "" })'
const OK_WITHOUT_TABLE = 'exports.main = async () => ({ errCode: 0, errMsg: "ok" })'
const HANGS = 'exports.main = () => new Promise(() => setInterval(() => undefined, 1000))'
const TIMED_OUT_BY_ITSELF = 'exports.main = async () => ({ errCode: -604102, errMsg: "conversion:fail -604102" })'
const EXPECTS_ANOTHER_EVENT =
  'exports.main = async () => ({ errCode: -501007, errMsg: "conversion:fail day is missing" })'
const OTHER_CODE = { differs: 'does not have the code of this build' }

describe('a deployed function', () => {
  it.each<[string, Cloud, LiveState['state'], RegExp]>([
    ['answers', {}, 'answers', /^it answers$/],
    ['answers that there is no data', { envId: 'another-env' }, 'answers', /^it answers: 10011/],
    [
      'answers, and whether it is this build is not known',
      { codeDifference: 'unknown' },
      'answers',
      /its code was not compared with the build/,
    ],
    [
      'has no permission yet',
      { fault: { name: 'noPermission' } },
      'noPermission',
      /^its permission is not registered \(-604101\): .*WeChat DevTools.*10 minutes/,
    ],
    ['is not there', { code: null }, 'notThere', /^there is no function conversion .*: npm run deploy -- -e wedcvfr$/],
    [
      'is an older build',
      { codeDifference: OTHER_CODE },
      'old',
      /does not have the code of this build: npm run deploy -- -e w/,
    ],
    ['says that all is well, and has no table', { code: OK_WITHOUT_TABLE }, 'old', /errCode 0 comes without a table/],
    [
      'is something else',
      { code: HELLO_WORLD },
      'old',
      /not an answer of these functions: npm run deploy -- -e wedcvfr$/,
    ],
    ['takes another event', { code: EXPECTS_ANOTHER_EVENT }, 'old', /does not take the event that this build takes/],
    [
      'takes longer than WeChat waits',
      { code: HANGS, invokeLimitMs: 300, lateMs: 200 },
      'timedOut',
      /^it timed out: no answer in 5 s/,
    ],
    ['gave up by itself before WeChat does', { code: TIMED_OUT_BY_ITSELF }, 'timedOut', /^it timed out: .*-604102/],
    ['cannot be loaded', { code: 'syntax error' }, 'refused', /-504002/],
    [
      'has no permission and is an older build',
      { fault: { name: 'noPermission' }, codeDifference: OTHER_CODE },
      'noPermission',
      /10 minutes; and it does not have the code of this build$/,
    ],
  ])('is told apart when it %s', async (_, cloud, state, text) => {
    const live = await askConversion(cloud)

    expect(live.state).toBe(state)
    expect(live.state === 'answers' ? live.detail : live.problem).toMatch(text)
  })

  it('is a check that is ok only when it answers', () => {
    const answers = [
      { name: 'overview', live: { state: 'answers', detail: 'it answers' } },
      { name: 'realtime', live: { state: 'notThere', problem: 'gone' } },
    ] as const

    expect(toChecks(answers)).toStrictEqual([
      { name: 'live overview', result: { state: 'ok', detail: 'it answers' } },
      { name: 'live realtime', result: { state: 'wrong', problem: 'gone' } },
    ])
  })
})
