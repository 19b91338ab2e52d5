/** npm run stats, as a user runs it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEMO_ACCESS_TOKEN, DEMO_APPID, DEMO_APPSECRET } from '../../scripts/emulator/httpsCall'
import { useEmulator } from '../support/emulator'
import { runScript } from '../support/runScript'

const emulator = useEmulator()
let folder = ''
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'stats-'))))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => emulator().setFault(undefined))

/** No credentials of this computer's, whatever its environment holds. */
const NO_CREDENTIALS = {
  ENV_ID: '',
  WX_ACCESS_TOKEN: '',
  WX_CLOUDBASE_ACCESS_TOKEN: '',
  WX_APPID: '',
  WX_APPSECRET: '',
}
const activity = ['--activity', '21ded5cb6001691405171ba161c603d1']
const day = ['--begin', '2021-02-25', '--end', '2021-02-26']
const documented = [...activity, '--env-id', 'wedcvfr', ...day]

function stats(args: readonly string[], env: Record<string, string> = {}) {
  return runScript('stats', args, { ...NO_CREDENTIALS, ...env })
}

describe('npm run stats', () => {
  it('prints CSV with Chinese names and one row of the documentation', async () => {
    const { exitCode, stdout } = await stats(['conversion', '--demo', ...documented, '--format', 'csv'])

    const [head = '', row = '', ...rest] = stdout.split('\r\n')
    expect(exitCode).toBe(0)
    expect(head).toMatch(/^\ufeff小程序id,.*,h5打开人数,小程序跳转人数,短信下发人数,/)
    expect(row).toContain(',5000,3000,10000,"[task1:5000,task2:5000]",')
    expect(rest).toStrictEqual([''])
  })

  it('says the times of realtime in words beside the Unix seconds, and sums them over hours of Beijing', async () => {
    const { stdout } = await stats([
      'realtime',
      '--demo',
      ...documented,
      '--act',
      'h5',
      '--step',
      '1h',
      '--format',
      'csv',
    ])

    const [head, first, ...rest] = stdout.trim().split('\r\n')
    const sum = [first, ...rest].reduce((total, line) => total + Number(line?.split(',')[2]), 0)
    expect(head).toBe('统计时间,北京时间,人次（各 5 分钟之和）')
    expect(first).toMatch(/^1614182400,2021-02-25 00:00,\d+$/)
    expect([rest.length, sum]).toStrictEqual([23, 5000])
  })

  it('refuses a step that gives too many before it asks WeChat', async () => {
    const month = ['--begin', '2021-02-01', '--end', '2021-03-03']

    const { exitCode, stderr } = await stats([
      'realtime',
      '--demo',
      ...activity,
      ...month,
      '--act',
      'h5',
      '--step',
      '5m',
    ])

    expect(exitCode).toBe(2)
    expect(stderr).toContain('use "1d"')
  })

  it('heads the CSV with ids for --header id', async () => {
    const { stdout } = await stats(['conversion', '--demo', ...documented, '--format', 'csv', '--header', 'id'])

    expect(stdout).toMatch(/^\ufeffappid,[^\r\n]*,h5_open_uercnt,[^\r\n]*\r\n/)
  })

  it('prints JSON with typed values', async () => {
    const { stdout } = await stats(['conversion', '--demo', ...documented, '--format', 'json'])

    expect(JSON.parse(stdout)).toMatchObject([{ channel_id: '_cms_sms_', h5_open_uercnt: 5000, h5_sms_rate: 0.5 }])
  })

  it('prints a table that is whole', async () => {
    const { stdout } = await stats(['realtime', '--demo', ...documented, '--act', 'h5'])

    expect(stdout.match(/^│ 1614\d{6} │ \d+/gm)).toHaveLength(247)
  })

  it('knows the environment of a campaign that the emulator holds', async () => {
    const { exitCode, stdout } = await stats(['overview', '--demo', ...activity, ...day, '--format', 'json'])

    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject([{ env_id: 'wedcvfr', sms_send_uercnt: 10000 }])
  })

  it('writes a file, and says so on stderr only', async () => {
    const file = join(folder, 'channels.csv')

    const { stdout, stderr } = await stats([
      'overviewByChannel',
      '--demo',
      ...documented,
      '--format',
      'csv',
      '--out',
      file,
    ])

    expect(stdout).toBe('')
    expect(stderr).toContain(`wrote 5 rows to ${file}`)
    expect(readFileSync(file, 'utf8').split('\r\n')).toHaveLength(7)
  })

  it('explains on stderr what no data means, and gives an empty result', async () => {
    const { exitCode, stdout, stderr } = await stats(['overview', '--demo', ...activity, '--today', '--format', 'json'])

    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toStrictEqual([])
    expect(stderr).toContain('no data (10011): overview and conversion of a day are ready the next day')
  })

  it.each([
    ['an appid and its secret', { WX_APPID: DEMO_APPID, WX_APPSECRET: DEMO_APPSECRET }],
    ['an access token', { WX_ACCESS_TOKEN: DEMO_ACCESS_TOKEN }],
    ['a token of cloud hosting', { WX_CLOUDBASE_ACCESS_TOKEN: DEMO_ACCESS_TOKEN }],
  ])('reads WeChat with %s', async (_, env) => {
    const before = emulator().requests.length

    const { exitCode } = await stats(['conversion', ...documented, '--base-url', emulator().url], env)

    expect(exitCode).toBe(0)
    expect(emulator().requests.slice(before)).toMatchObject([{ transport: 'httpsCall' }])
  })

  it('fails for a wrong secret, and prints no secret', async () => {
    const env = { WX_APPID: DEMO_APPID, WX_APPSECRET: 'wrong-secret' }

    const { exitCode, stdout, stderr } = await stats(['conversion', ...documented, '--base-url', emulator().url], env)

    expect(exitCode).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain('40125')
    expect(stderr).not.toContain('wrong-secret')
  })

  it.each(['America/New_York', 'Pacific/Kiritimati'])('asks for a day of Beijing in the zone %s', async TZ => {
    const before = emulator().requests.length
    const args = ['overview', ...activity, '--env-id', 'wedcvfr', '--yesterday', '--base-url', emulator().url]

    await stats(args, { WX_ACCESS_TOKEN: DEMO_ACCESS_TOKEN, TZ })

    const [request] = emulator().requests.slice(before)
    const [begin, end] = [Number(request?.body['begin_date']), Number(request?.body['end_date'])]
    expect((begin + 8 * 3600) % 86_400).toBe(0)
    expect(end - begin).toBe(86_400)
  })

  it('keeps the old file, and leaves nothing beside it, when WeChat refuses', async () => {
    const own = mkdtempSync(join(folder, 'kept-'))
    const file = join(own, 'old.csv')
    writeFileSync(file, 'old')
    const args = ['conversion', ...documented, '--base-url', emulator().url, '--out', file]

    const { exitCode } = await stats(args, { WX_ACCESS_TOKEN: 'wrong-token' })

    expect(exitCode).toBe(1)
    expect(readFileSync(file, 'utf8')).toBe('old')
    expect(readdirSync(own)).toStrictEqual(['old.csv'])
  })

  it('retries what is retryable', async () => {
    emulator().setFault({ name: 'busy', times: 2 })

    const { exitCode } = await stats(['conversion', ...documented, '--base-url', emulator().url], {
      WX_ACCESS_TOKEN: DEMO_ACCESS_TOKEN,
    })

    expect(exitCode).toBe(0)
  })

  it('ends with 1 for an error of WeChat, shows no token, and writes no file', async () => {
    const file = join(folder, 'never.csv')
    const args = ['conversion', ...documented, '--base-url', emulator().url, '--out', file]

    const { exitCode, stdout, stderr } = await stats(args, { WX_ACCESS_TOKEN: 'wrong-token' })

    expect(exitCode).toBe(1)
    expect(stderr).toContain('conversion:fail 40001 the access token is wrong or no longer valid')
    expect(stdout + stderr).not.toContain('wrong-token')
    expect(existsSync(file)).toBe(false)
  })

  it.each([
    ['unknown statistics', ['funnel', ...documented], 'Allowed choices are overview, overviewByChannel'],
    ['no activity', ['overview', '--yesterday'], "required option '--activity <id>' not specified"],
    ['no date range', ['overview', '--demo', ...activity], 'give a date range: --yesterday'],
    ['two date ranges', ['overview', '--demo', ...activity, '--yesterday', '--today'], 'one of these, not several'],
    ['a date that is none', ['overview', '--demo', ...activity, '--begin', 'x', '--end', 'y'], '--begin is x'],
    ['an option of another function', ['conversion', '--demo', ...documented, '--act', 'h5'], 'takes no --act'],
    ['no credentials', ['overview', ...documented], 'set WX_ACCESS_TOKEN'],
    [
      'an activity that the emulator lacks',
      ['overview', '--demo', '--activity', 'nobody', ...day],
      'no activity nobody',
    ],
    ['no environment', ['overview', ...activity, ...day], 'give --env-id, or set ENV_ID'],
  ])('ends with 2 and one line for %s', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await stats(args)

    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(message)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
