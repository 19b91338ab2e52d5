import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DEMO_APPID, DEMO_APPSECRET } from '../../scripts/emulator/httpsCall'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { ROOT } from '../../scripts/lib/root'
import { conversionTable } from '../support/documented'
import { useEmulator } from '../support/emulator'
import { runScript } from '../support/runScript'

const event = {
  beginDate: '2021-02-25',
  endDate: '2021-02-26',
  condition: { envId: 'wedcvfr', activityId: '21ded5cb6001691405171ba161c603d1' },
}

let folder = ''
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'invoke-'))))
afterAll(() => rmSync(folder, { recursive: true }))

function invoke(...args: string[]) {
  return runScript('invoke', args)
}

function fileWith(text: string): string {
  const file = join(folder, `${text.length}.json`)
  writeFileSync(file, text)
  return file
}

describe('npm run invoke', () => {
  it("prints the function's JSON and nothing else with --json", async () => {
    const { exitCode, stdout } = await invoke('conversion', '--json', '--event', JSON.stringify(event))

    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ errCode: 0, totalNum: 1 })
  })

  it("asks for WeChat's own example when no event is given", async () => {
    const { exitCode, stdout } = await invoke('conversion', '--json')

    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toStrictEqual(conversionTable)
  })

  it('is refused as a user who is not listed, and names the variable', async () => {
    const { exitCode, stdout } = await invoke('overview', '--openid', 'oNOBODY', '--source', 'wx_client', '--json')

    expect(exitCode).toBe(1)
    expect(JSON.parse(stdout)).toStrictEqual({
      errCode: -601004,
      errMsg: expect.stringContaining('OPENID oNOBODY is not in STATS_ALLOWED_OPENIDS') as unknown,
    })
  })

  it('is answered as a user who is listed', async () => {
    const asListed = ['--openid', 'oNOBODY', '--source', 'wx_client', '--env', 'STATS_ALLOWED_OPENIDS=oNOBODY']

    const { exitCode, stdout } = await invoke('overview', ...asListed, '--json')

    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ errCode: 0 })
  })

  it('takes a relative file from the folder that npm was called in', async () => {
    const file = basename(fileWith(JSON.stringify(event)))

    const { exitCode, stdout } = await runScript('invoke', ['conversion', '--json', '--event-file', file], {
      INIT_CWD: folder,
    })

    expect(JSON.parse(stdout)).toMatchObject({ errCode: 0, totalNum: 1 })
    expect(exitCode).toBe(0)
  })

  it('takes the event from a file', async () => {
    const { stdout } = await invoke('conversion', '--json', '--event-file', fileWith(JSON.stringify(event)))

    expect(JSON.parse(stdout)).toMatchObject({ errCode: 0 })
  })

  it('shows people the request, the table and the time', async () => {
    const { exitCode, stdout } = await invoke('conversion', '--event', JSON.stringify(event))

    expect(exitCode).toBe(0)
    expect(stdout).toContain('"begin_date": 1614182400')
    expect(stdout).toMatch(/│ h5_open_uercnt\s+│ h5打开人数\s+│ 5000\s+│/)
    expect(stdout).toMatch(/^\d+ ms$/m)
  })

  it('ends with 0 for 10011, which is no fault', async () => {
    const empty = { ...event, condition: { activityId: 'nobody-knows-it' } }

    const { exitCode, stdout } = await invoke('overview', '--json', '--event', JSON.stringify(empty))

    expect(JSON.parse(stdout)).toMatchObject({ errCode: 10011, dataValue: [] })
    expect(exitCode).toBe(0)
  })

  it.each([
    ['an error', '{}'],
    ['an event that is null', 'null'],
  ])('ends with 1 for %s', async (_, json) => {
    const { exitCode, stdout } = await invoke('overview', '--json', '--event', json)

    expect(JSON.parse(stdout)).toMatchObject({ errCode: -501007 })
    expect(exitCode).toBe(1)
  })

  it.each([
    ['no function', [], "missing required argument 'function'"],
    [
      'an unknown function',
      ['overveiw'],
      "'overveiw' is invalid for argument 'function'. Allowed choices are overview",
    ],
    ['an unknown option', ['overview', '--evnt', '{}'], "unknown option '--evnt'"],
    ['bad JSON', ['overview', '--event', '{beginDate:1}'], 'the event: not valid JSON: '],
    ['a missing file', ['overview', '--event-file', '/nowhere/event.json'], 'ENOENT: no such file'],
    [
      'an event twice',
      ['overview', '--event', '{}', '--event-file', join(ROOT, 'package.json')],
      '--event or --event-file, not both',
    ],
    ['a variable without a value', ['overview', '--env', 'STATS_ALLOWED_OPENIDS'], 'Expected KEY=VALUE'],
  ])('ends with 2 and one clear line for %s', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await invoke(...args)

    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(message)
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2)
  })
})

describe('npm run invoke -- --remote', () => {
  const emulator = useEmulator({ invokeLimitMs: 60_000 })
  beforeAll(() => ensureBuilt())
  const credentials = { WX_ACCESS_TOKEN: '', WX_APPID: DEMO_APPID, WX_APPSECRET: DEMO_APPSECRET, ENV_ID: 'wedcvfr' }
  const remote = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    runScript('invoke', [...args, '--remote', '--base-url', emulator().url], { ...credentials, ...env })

  it("prints what the deployed function answered: WeChat's documented 5000", async () => {
    const { exitCode, stdout } = await remote(['conversion'])

    expect(stdout).toMatch(/│ h5_open_uercnt\s+│ h5打开人数\s+│ 5000\s+│/)
    expect(exitCode).toBe(0)
  })

  it('asks in the environment that is named, and prints JSON and nothing else with --json', async () => {
    const { condition, ...window } = event
    const inItsOwn = { ...window, condition: { activityId: condition.activityId } }

    const { exitCode, stdout } = await remote(
      ['conversion', '-e', 'wedcvfr', '--json', '--event', JSON.stringify(inItsOwn)],
      { ENV_ID: 'another' },
    )

    expect(JSON.parse(stdout)).toStrictEqual(conversionTable)
    expect(exitCode).toBe(0)
  })

  it.each<[string, string[], NodeJS.ProcessEnv, number, RegExp]>([
    ['an error of the function', ['overview', '--event', '{}'], {}, 1, /-501007/],
    ['a wrong secret', ['overview'], { WX_APPSECRET: 'wrong-secret' }, 1, /40125 wrong app secret/],
    ['no environment', ['overview'], { ENV_ID: '' }, 2, /--remote needs -e, or ENV_ID/],
    ['no credentials', ['overview'], { WX_APPID: '', WX_APPSECRET: '' }, 2, /set WX_ACCESS_TOKEN/],
    [
      'a caller, whom WeChat alone names',
      ['overview', '--openid', 'o1'],
      {},
      2,
      /cannot be used with option '--openid/,
    ],
    ['an address that is not https', ['overview', '--base-url', 'http://a.example'], {}, 2, /is not https/],
    ['an emulator that is not on this machine', ['overview', '--endpoint', 'http://a.example'], {}, 2, /is not https/],
  ])('says so for %s', async (_, args, env, code, says) => {
    const { exitCode, stdout, stderr } = await runScript(
      'invoke',
      ['--base-url', emulator().url, '--remote', ...args],
      { ...credentials, ...env },
    )

    expect(stdout + stderr).toMatch(says)
    expect(stdout + stderr).not.toContain('wrong-secret')
    expect(exitCode).toBe(code)
  })
})
