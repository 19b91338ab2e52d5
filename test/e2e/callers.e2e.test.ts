/** Who gets figures from the functions as they are deployed: every caller in turn, in one warm process, and another host. */
import { dirname } from 'node:path'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { builtFunctionFolder } from '../../scripts/lib/build/builtFiles'
import { EXAMPLE_EVENTS } from '../../scripts/lib/exampleEvents'
import { FUNCTION_KINDS } from '../../scripts/lib/functionKinds'
import { type Admission, CALLER_NAMES, CALLERS } from '../../scripts/lib/run/callers'
import { type Caller, platformEnvironment } from '../../scripts/lib/run/platform'
import { startFunction } from '../../scripts/lib/run/runFunction'
import type { FunctionKind } from '../../shared/call/event'
import { useEmulator } from '../support/emulator'
import {
  EXTENDED_CONTEXT_HEADER,
  type FunctionsFramework,
  startFunctionsFramework,
} from '../support/functionsFramework'

const emulator = useEmulator()
beforeAll(() => ensureBuilt())

function settingsOf(name: FunctionKind, environment: Record<string, string>) {
  return { name, folder: builtFunctionFolder(name), endpoint: emulator().url, envId: 'wedcvfr', environment }
}

/** The codes of one warm function, to these callers one after the other. */
async function codesFor(
  name: FunctionKind,
  callers: readonly Caller[],
  environment: Record<string, string>,
): Promise<number[]> {
  const functionProcess = startFunction(settingsOf(name, environment))
  const codes: number[] = []
  for (const caller of callers) {
    const invocation = await functionProcess.invoke(EXAMPLE_EVENTS[name], caller)
    if (invocation.outcome !== 'returned') throw new Error(`the function ${invocation.outcome}`)
    codes.push((invocation.result as { errCode: number }).errCode)
  }
  await functionProcess.close()
  return codes
}

/** Forth and back, so that each comes after two others. */
const TURNS = [...CALLER_NAMES, ...[...CALLER_NAMES].reverse()]

const LISTED = { STATS_ALLOWED_OPENIDS: 'o-other；o-someone' }
const CASES: { name: FunctionKind; list: Record<string, string>; admitted: readonly Admission[] }[] = [
  ...FUNCTION_KINDS.map(name => ({ name, list: LISTED, admitted: ['developer', 'listed'] as const })),
  { name: 'overview', list: {}, admitted: ['developer'] },
  { name: 'overview', list: { STATS_ALLOWED_OPENIDS: '*' }, admitted: ['developer', 'listed'] },
]

it.each(CASES)(
  '$name, in one warm process with $list, gives figures to whom it should and to nobody else, callers in turn',
  async ({ name, list, admitted }) => {
    const before = emulator().requests.length
    const callers = TURNS.map(turn => CALLERS[turn].caller)

    const codes = await codesFor(name, callers, list)

    const expected = TURNS.map(turn => [turn, admitted.includes(CALLERS[turn].admission) ? 0 : -601004])
    expect(TURNS.map((turn, index) => [turn, codes[index]])).toStrictEqual(expected)
    expect(emulator().requests.length - before).toBe(codes.filter(code => code === 0).length)
  },
)

describe('under @cloudbase/functions-framework', () => {
  let framework: FunctionsFramework | undefined
  beforeAll(async () => {
    const environment = {
      ...platformEnvironment(settingsOf('overview', { STATS_ALLOWED_OPENIDS: '*' })),
      TCB_SOURCE: 'wx_http', // left by whoever: a request over HTTP is none of WeChat's
    }
    framework = await startFunctionsFramework(dirname(builtFunctionFolder('overview')), environment)
  })
  afterAll(() => framework?.close())

  it.each(FUNCTION_KINDS)('%s loads, answers and gives nothing to a request over HTTP', async name => {
    const before = emulator().requests.length

    const reply = await framework?.post(name, EXAMPLE_EVENTS[name])

    expect(reply).toStrictEqual({
      errCode: -601004,
      errMsg: expect.stringMatching(/^\w+:fail permission denied: a call over HTTP .*context\.httpContext/) as unknown,
    })
    expect(emulator().requests).toHaveLength(before)
  })

  it.each([
    ["a developer's source", { source: 'wx_http', authMethod: 'WX_SERVER_AUTH' }],
    [
      'a user of the mini program',
      { source: 'wx_client', wechatContext: { openId: 'o-someone', source: 'wx_client' } },
    ],
    ['an administrator', { source: 'tcb', userType: 'B_SIDE_USER', isAdministrator: true }],
  ])('gives nothing to a request whose header claims %s', async (_, extendedContext) => {
    const header = Buffer.from(JSON.stringify(extendedContext)).toString('base64')

    const reply = await framework?.post('overview', EXAMPLE_EVENTS.overview, { [EXTENDED_CONTEXT_HEADER]: header })

    expect(reply).toMatchObject({ errCode: -601004 })
  })
})
