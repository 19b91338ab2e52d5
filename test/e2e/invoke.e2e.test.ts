import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { conversionTable } from '../support/documented'
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
    ['bad JSON', ['overview', '--event', '{beginDate:1}'], 'the event: no JSON: Expected property name'],
    ['a missing file', ['overview', '--event-file', '/nowhere/event.json'], 'ENOENT: no such file'],
    [
      'an event twice',
      ['overview', '--event', '{}', '--event-file', 'package.json'],
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
