import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Caller } from '../../../../scripts/lib/run/platform'
import { explainInvocation, runFunction, startFunction } from '../../../../scripts/lib/run/runFunction'
import { ROOT } from '../../../../scripts/lib/root'

function settingsOf(name: string, timeoutMs = 20_000) {
  const folder = resolve(join(ROOT, 'test/fixtures/functions', name))
  return { name, folder, endpoint: 'http://127.0.0.1:9', envId: 'env-1', timeoutMs }
}

async function echo(event: unknown, caller?: Caller, environment?: Record<string, string>) {
  const run = await runFunction({ ...settingsOf('echo'), ...(environment && { environment }) }, event, caller)
  if (run.outcome !== 'returned') throw new Error(`echo ${run.outcome}: ${run.stderr}`)
  return { ...run, result: run.result as Record<'event' | 'context' | 'env', Record<string, unknown>> }
}

/** Nothing at all happens in this process meanwhile. */
function blockFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

describe('runFunction', () => {
  it('hands the event over and gives the result as JSON and parsed', async () => {
    const run = await echo({ a: [1, '二'] })

    expect(run.result.event).toStrictEqual({ a: [1, '二'] })
    expect(JSON.parse(run.json)).toStrictEqual(run.result)
    expect(run.ms).toBeGreaterThan(0)
    expect(run.exitCode).toBe(0)
  })

  it('keeps what the function writes apart from its result', async () => {
    const run = await echo({})

    expect(run).toMatchObject({ stdout: 'a line of the function\n', stderr: 'an error line of the function\n' })
  })

  it("sets the platform's environment, its clock in UTC, and lets nothing of this computer's through", async () => {
    process.env['A_VARIABLE_OF_THIS_COMPUTER'] = 'secret'
    const run = await echo({}, {}, { STATS_ALLOWED_OPENIDS: 'o1' })
    delete process.env['A_VARIABLE_OF_THIS_COMPUTER']

    expect(run.result).toHaveProperty('hour', 0)
    expect(run.result.env).toMatchObject({
      SCF_NAMESPACE: 'env-1',
      TCB_ENV: 'env-1',
      TENCENTCLOUD_RUNENV: 'SCF',
      TCB_CONTEXT_CNFG: '{"URL":"http://127.0.0.1:9/admin"}',
      STATS_ALLOWED_OPENIDS: 'o1',
    })
    expect(run.result.env).not.toHaveProperty('A_VARIABLE_OF_THIS_COMPUTER')
  })

  it('gives the context with the time limit in milliseconds', async () => {
    const run = await echo({})

    expect(run.result.context).toMatchObject({ function_name: 'echo', time_limit_in_ms: 20_000, namespace: 'env-1' })
  })

  it("hands a mini-program user over as the platform does: in the environment and in the event's userInfo", async () => {
    const run = await echo({ a: 1 }, { openid: 'oUser' })

    expect(run.result.event).toStrictEqual({ a: 1, userInfo: { appId: 'wx0000000000000000', openId: 'oUser' } })
    expect(run.result.env).toMatchObject({
      WX_CONTEXT_KEYS: 'WX_APPID,WX_OPENID,WX_API_TOKEN',
      WX_OPENID: 'oUser',
      TCB_SOURCE: 'wx_client',
    })
  })

  it("takes a caller's variable among the function's own for one of the call's", async () => {
    const run = await echo({}, {}, { TCB_SOURCE: 'web_client', TCB_UUID: 'u', WX_UNIONID: 'w', MINE: '1' })

    expect(run.result.env).toMatchObject({
      TCB_SOURCE: 'web_client',
      WX_CONTEXT_KEYS: 'WX_UNIONID',
      TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SEQID,TRIGGER_SRC,TCB_SOURCE,TCB_UUID',
    })
    expect(run.result.context).toHaveProperty('environ', expect.stringContaining('TCB_UUID=u') as unknown)
  })

  it('gives null for a function that returns nothing', async () => {
    await expect(runFunction(settingsOf('returnsNothing'), {})).resolves.toMatchObject({
      outcome: 'returned',
      json: 'null',
      result: null,
    })
  })

  it('reports a throw, with the stack', async () => {
    await expect(runFunction(settingsOf('throws'), {})).resolves.toMatchObject({
      outcome: 'threw',
      error: expect.stringMatching(/^TypeError: on purpose\n\s+at .*index\.js/) as unknown,
    })
  })

  it('kills a function that does not answer in time', async () => {
    await expect(runFunction(settingsOf('hangs', 200), {})).resolves.toMatchObject({
      outcome: 'timedOut',
      timeoutMs: 200,
      exitCode: null,
    })
  })

  it.each([
    ['in time', 0, { outcome: 'returned', result: 'answered' }],
    ['too late', 300, { outcome: 'timedOut', exitCode: null }],
  ])('judges an answer that came %s by its own time, however long nobody reads it here', async (_, ms, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'answer-'))
    const file = join(folder, 'answered')
    const functionProcess = startFunction(settingsOf('answersLater', 200))
    await functionProcess.loadMs()
    const sentMs = Date.now()
    const answer = functionProcess.invoke({ ms, file })
    await new Promise(resolve => setImmediate(resolve))

    while (!existsSync(file) || Date.now() - sentMs < 1000) blockFor(10)

    const invocation = await answer
    expect({ ...invocation, ...(await functionProcess.close()) }).toMatchObject(expected)
    rmSync(folder, { recursive: true })
  })

  it.each([
    ['noMain', 'index.js exports no function main'],
    ['brokenSyntax', 'SyntaxError'],
    ['missingModule', "Cannot find module 'a-module-that-is-not-there'"],
  ])('reports that %s does not load', async (name, error) => {
    const run = await runFunction(settingsOf(name), {})

    expect(run).toMatchObject({ outcome: 'notLoaded', error: expect.stringContaining(error) as unknown })
  })

  it('reports a process that ends before it answers', async () => {
    await expect(runFunction(settingsOf('exits'), {})).resolves.toMatchObject({
      outcome: 'crashed',
      exit: 'exit code 3',
    })
  })

  it('lets a rejection that nobody handles be seen in the exit code', async () => {
    const run = await runFunction(settingsOf('rejectsLater'), {})

    expect(run).toMatchObject({ outcome: 'returned', exitCode: 1 })
    expect(run.stderr).toContain('nobody handles this')
  })

  it.each([
    ['a mini program gets 1 MB', { openid: 'o' }, 1024 * 1024],
    ['the console gets 6 MB', {}, 6 * 1024 * 1024],
  ])('enforces the result limit: %s', async (_, caller, bytes) => {
    const atTheLimit = await runFunction(settingsOf('returnsMuch'), { bytes }, caller)
    const beyond = await runFunction(settingsOf('returnsMuch'), { bytes: bytes + 1 }, caller)

    expect(atTheLimit.outcome).toBe('returned')
    expect(beyond).toMatchObject({ outcome: 'tooLarge', bytes: bytes + 1, limitBytes: bytes })
  })
})

describe('startFunction', () => {
  it('keeps the process warm, where what the last caller left is no longer named', async () => {
    const functionProcess = startFunction(settingsOf('echo'))

    const first = await functionProcess.invoke({}, { openid: 'oFirst' })
    const second = await functionProcess.invoke({})
    await functionProcess.close()

    expect(first).toMatchObject({ result: { calls: 1, env: { WX_OPENID: 'oFirst' } } })
    expect(second).toMatchObject({ result: { calls: 2, event: {}, env: { WX_CONTEXT_KEYS: '', WX_OPENID: 'oFirst' } } })
  })

  it('answers a call after the process was killed', async () => {
    const functionProcess = startFunction(settingsOf('hangs', 200))

    await functionProcess.invoke({})
    const second = await functionProcess.invoke({})
    await functionProcess.close()

    expect(second).toMatchObject({ outcome: 'crashed', exit: 'SIGKILL' })
  })
})

describe('explainInvocation', () => {
  it.each([
    ['throws', 'TypeError: on purpose'],
    ['exits', 'exit code 3'],
    ['noMain', 'exports no function main'],
  ])('says what became of %s', async (name, words) => {
    const run = await runFunction(settingsOf(name), {})

    expect(explainInvocation(run)).toContain(words)
  })
})
