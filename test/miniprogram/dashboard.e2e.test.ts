/**
 * The dashboard of the mini program as it is built, on a telephone played in Chromium, against the built functions with the
 * real SDK and an emulator of WeChat.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toCsv } from '../../scripts/stats/csv'
import type { StatisticsTable } from '../../shared/api'
import { buildMiniProgram } from '../../scripts/devtools/buildMiniProgram'
import { DOCUMENTED } from '../../scripts/emulator/builtInCampaigns'
import { FUNCTION_KINDS } from '../../scripts/lib/functionKinds'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { describeInBrowser, useChromiumPage } from '../browser/chromium'
import { OPENID, useFunctions } from './functions'
import type { PackedApp, Rejection } from './host/protocol'
import { bundleHost, packApp } from './packApp'
import {
  backgroundOf,
  type CallFunction,
  lightestText,
  makePlayer,
  type Player,
  run,
  type RunningApp,
  shoot,
  sizesOf,
  type TelephoneOptions,
  until,
} from './telephone'

/** Coloured pixels that a chart has at least, on any screen. */
const INK = 500

/** Noon of 2021-02-26 in Beijing: yesterday is the documented day. */
const NOW_MS = 1614312000_000
const PAGE = '/sms-statistics/dashboard/index'
const URL = `${PAGE}?activityId=${DOCUMENTED.activityId}`
const CARDS = ['overview', 'channels', 'conversion', 'realtime'] as const
const WITH_CHARTS = ['channels', 'conversion', 'realtime'] as const

/** Calls that are answered when they are let go. */
function holdCallsOf(answer: CallFunction): {
  callFunction: CallFunction
  /** From now on calls are answered at once. */
  passOn(): void
  /** Answers what is held. */
  release(): void
  /** All that was held has been answered. */
  released(): Promise<void>
} {
  const held: (() => Promise<unknown>)[] = []
  let holding = true
  let done: Promise<unknown> = Promise.resolve()
  return {
    callFunction: (name, event) =>
      holding
        ? new Promise((resolve, reject) => held.push(() => answer(name, event).then(resolve, reject)))
        : answer(name, event),
    passOn: () => void (holding = false),
    release() {
      holding = false
      done = Promise.all(held.splice(0).map(go => go()))
    },
    async released() {
      await done
    },
  }
}

const notFound: Rejection = {
  rejected: {
    errCode: -501000,
    errMsg: 'cloud.callFunction:fail Error: errCode: -501000 | errMsg: FunctionName parameter could not be found',
  },
}

describeInBrowser()('the dashboard', () => {
  const functions = useFunctions(OPENID, { now: () => NOW_MS })
  // Days are Beijing's, whatever the zone of the telephone.
  const closed = useFunctions('oSomebody-else_0123456789ab', { now: () => NOW_MS })
  const openPage = useChromiumPage({ hasTouch: true, deviceScaleFactor: 2, timezoneId: 'America/New_York' })
  let folder: string
  let built: PackedApp
  let player: Player
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'miniprogram-'))
    await buildMiniProgram({ envId: DOCUMENTED.envId, functions: await ensureBuilt() }, folder)
    built = packApp(join(folder, 'dist/miniprogram'))
    player = await makePlayer(openPage(), await bundleHost())
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const answer: CallFunction = (name, event) => functions().call(name, event)

  const holdCalls = () => holdCallsOf(answer)

  function start(options: Partial<TelephoneOptions> = {}, app = built): Promise<RunningApp> {
    return player.start(app, { nowMs: NOW_MS, callFunction: answer, ...options })
  }

  /** Opens the documented campaign, and waits until its figures are there. */
  async function open(options: Partial<TelephoneOptions> = {}, url = URL): Promise<RunningApp> {
    const app = await start(options)
    await app.open(url)
    await settled(app)
    return app
  }

  /** Waits until no card is waiting any more and the charts are drawn, which they are after their cards are shown. */
  async function settled({ page }: RunningApp): Promise<void> {
    await page.waitForFunction("document.querySelector('.card.waiting') === null && host.isDrawn()")
  }

  const card = ({ page }: RunningApp, id: string) => page.locator(`[id$="--${id}"].card`)

  it('asks for an activity first, and calls nothing', async () => {
    const app = await start()

    await app.open(PAGE)
    await app.page.getByText('查询', { exact: true }).tap()

    expect(await app.page.locator('.problem').innerText()).toContain('请先填写活动 ID')
    expect(app.calls).toStrictEqual([])
    await shoot(app.page, 'start')
  })

  it.each([320, 390, 430, 1024])('draws all figures at %d px, nothing wider than the screen', async width => {
    const app = await open({ width })

    for (const id of WITH_CHARTS) expect(await app.inkOf(id)).toBeGreaterThan(INK)
    expect(await app.page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    expect(await app.page.locator('.message').count()).toBe(0)
    expect(app.faults).toStrictEqual([])
    await shoot(app.page, String(width))
  })

  it('has targets of 44 px', async () => {
    const { page } = await open()

    const heights = await page
      .locator('[aria-role=button]')
      .evaluateAll(elements =>
        elements.map(
          element => (element as { getBoundingClientRect(): { height: number } }).getBoundingClientRect().height,
        ),
      )

    expect(heights.length).toBeGreaterThan(12)
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44)
  })

  it('shows the numbers that the function answers', async () => {
    const app = await open()

    expect(await app.page.locator('.count').allInnerTexts()).toStrictEqual(['10,000', '8,000', '5,600'])
    expect(await app.page.locator('.note').allInnerTexts()).toStrictEqual(['2 个下发任务', '打开率 80%', '跳转率 70%'])
    expect(await app.page.locator('.heading-part').allInnerTexts()).toStrictEqual([
      `活动 ${DOCUMENTED.activityId}`,
      '2021-02-25',
      '转化与实时：短信',
      '12:00 查询',
    ])
  })

  it('calls each function once for the documented day, realtime for opens and for jumps', async () => {
    const { calls } = await open()

    const day = { beginDate: DOCUMENTED.begin, endDate: DOCUMENTED.end }
    const { activityId } = DOCUMENTED
    expect(calls).toStrictEqual([
      { name: 'overview', event: { ...day, condition: { activityId } } },
      { name: 'overviewByChannel', event: { ...day, condition: { activityId } } },
      { name: 'conversion', event: { ...day, condition: { activityId, channelId: '_cms_sms_' } } },
      { name: 'realtime', event: { ...day, condition: { activityId, channelId: '_cms_sms_', actType: 'h5' } } },
      { name: 'realtime', event: { ...day, condition: { activityId, channelId: '_cms_sms_', actType: 'wxapp' } } },
    ])
  })

  it('calls functions by the names that they are deployed under', async () => {
    const names = {
      overview: 'smsOverview',
      overviewByChannel: 'smsChannels',
      conversion: 'smsFunnel',
      realtime: 'smsLive',
    }
    await buildMiniProgram(
      { envId: '', functions: FUNCTION_KINDS.map(kind => ({ kind, name: names[kind] })) },
      join(folder, 'renamed'),
    )
    const app = await start(
      { callFunction: () => Promise.resolve(notFound) },
      packApp(join(folder, 'renamed/dist/miniprogram')),
    )

    await app.open(URL)
    await settled(app)

    expect(new Set(app.calls.map(({ name }) => name))).toStrictEqual(new Set(Object.values(names)))
    expect(await card(app, 'conversion').innerText()).toContain('云函数 smsFunnel 不可用')
  })

  it('draws sharply, and never on a canvas above 1365 px', async () => {
    const sharp = await open({ pixelRatio: 3 })
    for (const { width, clientWidth } of await sharp.page.locator('canvas').evaluateAll(sizesOf))
      expect(width).toBe(clientWidth * 3)

    const wide = await open({ pixelRatio: 3, width: 1024 })
    for (const { width, height } of await wide.page.locator('canvas').evaluateAll(sizesOf))
      expect(Math.max(width, height)).toBeLessThanOrEqual(1365)
  })

  it('shows a tooltip where a chart is touched', async () => {
    const app = await open()
    const canvas = app.page.locator('[id$="--realtime"] canvas')
    const before = (await app.textsOf('realtime')).length
    const box = await canvas.boundingBox()

    await canvas.tap({ position: { x: (box?.width ?? 0) / 2, y: (box?.height ?? 0) / 2 } })

    await until(async () => (await app.textsOf('realtime')).length > before)
    expect((await app.textsOf('realtime')).join(' ')).toContain('H5 打开人次')
    await shoot(app.page, 'tooltip')
  })

  it('says while figures are on their way that they are', async () => {
    const held = holdCalls()
    const app = await start({ callFunction: held.callFunction })

    await app.open(URL)

    expect(await app.page.getByText('读取中…').count()).toBe(4)
    held.release()
    await settled(app)
    expect(await app.page.getByText('读取中…').count()).toBe(0)
  })

  it('says what empty means where there is no data, and offers no CSV', async () => {
    const app = await open({}, `${URL}&first=2021-02-10&last=2021-02-11`)

    for (const id of CARDS) expect(await card(app, id).innerText()).toContain('暂无数据')
    expect(await card(app, 'overview').innerText()).toContain('次日约 06:00')
    expect(await app.page.locator('.export').count()).toBe(0)
    await shoot(app.page, 'empty')
  })

  it('shows one failed card while the others stand, and draws it when it is tried again', async () => {
    let broken = true
    const app = await open({
      callFunction: (name, event) =>
        broken && name === 'conversion'
          ? Promise.resolve(JSON.stringify({ errCode: -604101, errMsg: 'conversion:fail -604101 no permission' }))
          : answer(name, event),
    })

    const text = await card(app, 'conversion').innerText()
    expect(text).toContain('（-604101）')
    expect(text).toContain('conversion:fail -604101 no permission')
    expect(await app.page.locator('.message').count()).toBe(1)
    await shoot(app.page, 'one-failed')

    broken = false
    await card(app, 'conversion').getByText('重试').tap()
    await settled(app)

    expect(await app.inkOf('conversion')).toBeGreaterThan(INK)
    expect(app.calls).toHaveLength(6)
    expect(await app.page.locator('.message').count()).toBe(0)
  })

  it.each<[string, Rejection | string, Partial<TelephoneOptions>, string[]]>([
    [
      'a function that is not there',
      notFound,
      {},
      ['云函数 overview 不可用', '重新部署', 'FunctionName parameter could not be found'],
    ],
    [
      'a function that does not start',
      {
        rejected: {
          errMsg:
            'errCode: -404011 cloud function execution error | errMsg: cloud.callFunction:fail requestID 1, cloud function service error code -504002, error message Cannot find module',
        },
      },
      {},
      ['云函数 overview 不可用', '上传得不完整', 'Cannot find module'],
    ],
    [
      'an environment that is not there',
      { rejected: { errMsg: 'cloud.callFunction:fail Error: errCode: -501000 | errMsg: Environment not found' } },
      {},
      ['（-501000）', 'Environment not found'],
    ],
    [
      'a function that takes too long',
      {
        rejected: {
          errMsg: 'cloud.callFunction:fail Error: errCode: -504003 | errMsg: Invoking task timed out after 3 seconds',
        },
      },
      {},
      ['云函数超时（-504003）', 'timed out after 3 seconds'],
    ],
    [
      'no network',
      { rejected: { errMsg: 'cloud.callFunction:fail Error: whatever' } },
      { network: 'none' },
      ['没有网络'],
    ],
    [
      'a network that was lost',
      { rejected: { errMsg: 'request:fail -118:net::ERR_CONNECTION_TIMED_OUT' } },
      {},
      ['没有网络'],
    ],
    ['a reply that is a text', '"figures"', {}, ['出错了', '实际返回 "figures"']],
    ['a reply that is nothing', 'null', {}, ['出错了', '实际返回 null']],
    ['a reply that is a list', '[]', {}, ['出错了', '实际返回 []']],
    ['a reply that is an object of another kind', '{"figures":1}', {}, ['出错了', '实际返回 {"figures":1}']],
    ['a table that is broken', '{"errCode":0,"errMsg":"ok"}', {}, ['（-601001）']],
    [
      'a quota that is used up',
      '{"errCode":45009,"errMsg":"overview:fail 45009"}',
      {},
      ['今日的接口调用次数已用完（45009）'],
    ],
  ])('says in words what became of %s', async (_, became, telephone, words) => {
    const app = await open({ ...telephone, callFunction: () => Promise.resolve(became) })

    const text = await card(app, 'overview').innerText()
    for (const word of words) expect(text).toContain(word)
    expect(await app.page.getByText('重试', { exact: true }).count()).toBe(4)
    expect(app.faults).toStrictEqual([])
  })

  it('says that an activity id with a blank in it is none, and trims one', async () => {
    const app = await start()
    await app.open(PAGE)
    const input = app.page.getByPlaceholder('在 CMS 的短信营销活动里复制')

    await input.fill('21ded5cb 6001')
    await app.page.getByText('查询', { exact: true }).tap()
    expect(await app.page.locator('.problem').innerText()).toContain('「21ded5cb 6001」中间有空格')
    expect(app.calls).toStrictEqual([])

    await input.fill(` ${DOCUMENTED.activityId} `)
    await app.page.getByText('查询', { exact: true }).tap()
    await settled(app)
    expect(await app.page.locator('.count').first().innerText()).toBe('10,000')
  })

  it('keeps the activity for the next time, and takes another one from the query', async () => {
    const app = await open()
    const { storage } = await app.state()

    const again = await open({ storage }, PAGE)
    expect(again.calls).toHaveLength(5)
    expect(again.calls[0]).toMatchObject({ event: { condition: { activityId: DOCUMENTED.activityId } } })

    const other = await open({ storage }, `${PAGE}?activityId=%E6%98%A5%E8%8A%82&channelId=wecom`)
    expect(other.calls[2]).toMatchObject({ event: { condition: { activityId: '春节', channelId: 'wecom' } } })
  })

  it('reads whole days of Beijing that are picked, the last one included', async () => {
    const app = await open()

    await app.choose('first', '2021-02-24')
    await settled(app)

    expect(app.calls).toHaveLength(10)
    expect(app.calls[5]).toMatchObject({ event: { beginDate: DOCUMENTED.begin - 86_400, endDate: DOCUMENTED.end } })
    expect(await app.page.locator('.preset.chosen').count()).toBe(0)
  })

  it('asks nothing while the begin is after the end, says so, and keeps the figures', async () => {
    const app = await open()

    await app.choose('first', '2021-02-26')

    expect(await app.page.locator('.problem').innerText()).toContain('结束日期 2021-02-25 早于开始日期 2021-02-26')
    expect(app.calls).toHaveLength(5)
    expect(await app.page.locator('.count').first().innerText()).toBe('10,000')
    await app.choose('last', '2021-02-26')
    await settled(app)
    expect(await app.page.locator('.problem').count()).toBe(0)
    expect(app.calls).toHaveLength(10)
  })

  it.each([
    ['今天', DOCUMENTED.end, DOCUMENTED.end + 86_400],
    ['昨天', DOCUMENTED.begin, DOCUMENTED.end],
    ['近 7 天', DOCUMENTED.end - 7 * 86_400, DOCUMENTED.end],
    ['近 30 天', DOCUMENTED.end - 30 * 86_400, DOCUMENTED.end],
  ])('reads %s at a tap', async (name, beginDate, endDate) => {
    const app = await open()

    await app.page.getByText(name, { exact: true }).tap()
    await settled(app)

    expect(app.calls[5]?.event).toMatchObject({ beginDate, endDate })
    expect(await app.page.locator('.preset.chosen').allInnerTexts()).toStrictEqual([name])
  })

  it('draws a year', async () => {
    const app = await open({}, `${URL}&first=2020-02-26&last=2021-02-25`)

    for (const id of WITH_CHARTS) expect(await app.inkOf(id)).toBeGreaterThan(INK)
  })

  it('offers the channels of the answer, and reads anew only what a channel changes', async () => {
    const app = await open()
    const picker = app.page.locator('picker[id$="--channel"]')

    await app.choose('channel', 1)
    await settled(app)

    expect(await picker.innerText()).toContain('企业微信')
    expect(app.calls.slice(5)).toMatchObject([
      { name: 'conversion', event: { condition: { channelId: 'wecom' } } },
      { name: 'realtime', event: { condition: { channelId: 'wecom', actType: 'h5' } } },
      { name: 'realtime', event: { condition: { channelId: 'wecom', actType: 'wxapp' } } },
    ])
    expect((await app.textsOf('conversion')).join()).toContain('1,600')
    expect(await app.page.locator('.heading').innerText()).toContain('转化与实时：企业微信')
  })

  it('shows a channel with an emoji as it is named', async () => {
    const app = await open({}, `${URL}&channelId=${encodeURIComponent('海报🎉')}`)

    expect(await app.page.locator('picker[id$="--channel"]').innerText()).toContain('海报🎉')
    expect(await card(app, 'conversion').innerText()).toContain('暂无数据')
  })

  it('drops an answer that was overtaken', async () => {
    const held = holdCalls()
    const app = await start({ callFunction: held.callFunction })
    await app.open(URL)
    await until(() => Promise.resolve(app.calls.length === 5))

    held.passOn() // the next question is answered at once, the first one later
    await app.choose('first', '2021-02-10')
    await app.choose('last', '2021-02-11')
    await settled(app)
    expect(await card(app, 'overview').innerText()).toContain('暂无数据')
    held.release()
    await held.released()

    expect(await card(app, 'overview').innerText()).toContain('暂无数据')
    expect(await app.page.locator('.count').count()).toBe(0)
  })

  it('explains a figure at a tap, and all of a card', async () => {
    const app = await open()

    await app.page.locator('.number').nth(1).tap()
    expect(await app.page.locator('.meaning').allInnerTexts()).toStrictEqual([expect.stringContaining('浏览器会话')])
    await app.page.locator('.number').nth(1).tap()
    expect(await app.page.locator('.meaning').count()).toBe(0)

    await card(app, 'realtime').getByText('这些数怎么算？').tap()
    expect(await card(app, 'realtime').innerText()).toContain('是人次，不是人数')
  })

  it('reads all anew when it is pulled down, and stops the spinner, also when that fails', async () => {
    let fails = false
    const app = await open({ callFunction: (name, event) => (fails ? Promise.resolve(notFound) : answer(name, event)) })

    await run(app.page, 'pullDown')
    await until(async () => (await app.state()).refreshesStopped === 1)
    expect(app.calls).toHaveLength(10)

    fails = true
    await run(app.page, 'pullDown')
    await until(async () => (await app.state()).refreshesStopped === 2)
    expect(await app.page.locator('.message').count()).toBe(4)
  })

  it('stops the spinner when there is nothing to read', async () => {
    const app = await start()
    await app.open(PAGE)

    await run(app.page, 'pullDown')

    await until(async () => (await app.state()).refreshesStopped === 1)
    expect(app.calls).toStrictEqual([])
  })

  it('shares within the tap the CSV that the command line writes', async () => {
    const app = await open()

    await card(app, 'conversion').getByText('CSV').tap()
    await until(async () => (await app.state()).handedOver.length === 1)

    const { handedOver, files } = await app.state()
    const [{ how, filePath } = { how: '', filePath: '' }] = handedOver
    const table = JSON.parse((await answer('conversion', app.calls[2]?.event)) as string) as StatisticsTable
    expect(how).toBe('shareFileMessage')
    expect(files[filePath]).toBe(toCsv(table, 'name'))
    expect(filePath).toContain(`conversion_${DOCUMENTED.activityId}_2021-02-25`)
  })

  it('names a CSV after the figures that it holds, also while others are on their way', async () => {
    let hold = false
    const app = await open({
      callFunction: (name, event) => (hold ? new Promise<never>(() => undefined) : answer(name, event)),
    })

    hold = true
    await app.choose('first', '2021-02-20')
    await card(app, 'conversion').getByText('CSV').tap()
    await until(async () => (await app.state()).handedOver.length === 1)

    const { handedOver } = await app.state()
    expect(handedOver[0]?.filePath).toContain('2021-02-25_2021-02-25')
  })

  it('offers opens and jumps of the curve as a CSV each', async () => {
    const app = await open()

    await card(app, 'realtime').getByText('打开 CSV').tap()
    await card(app, 'realtime').getByText('跳转 CSV').tap()
    await until(async () => (await app.state()).handedOver.length === 2)

    const { files } = await app.state()
    expect(Object.keys(files)).toMatchObject([
      expect.stringContaining('realtime-h5_'),
      expect.stringContaining('realtime-wxapp_'),
    ])
  })

  it('saves the CSV to the disk of a computer', async () => {
    const app = await open({ platform: 'windows' })

    await card(app, 'overview').getByText('CSV').tap()

    await until(async () => (await app.state()).handedOver.length === 1)
    expect((await app.state()).handedOver[0]?.how).toBe('saveFileToDisk')
  })

  it('says when a CSV could not be handed over', async () => {
    const app = await open({ platform: 'windows' })
    await app.page.evaluate('delete host.wx.saveFileToDisk')

    await card(app, 'overview').getByText('CSV').tap()

    await until(async () => (await app.state()).modals.length === 1)
    expect((await app.state()).modals[0]).toContain('CSV 没有导出')
  })

  describe('for a user who is not on the list', () => {
    const refuse: CallFunction = (name, event) => closed().call(name, event)

    it('says who is asked to do what, and shows the OPENID that the function saw', async () => {
      const app = await open({ callFunction: refuse })

      const panel = app.page.locator('.refused')
      expect(await panel.innerText()).toContain('STATS_ALLOWED_OPENIDS')
      expect(await panel.innerText()).toContain('部署云函数的开发者')
      expect(await panel.locator('.openid').innerText()).toBe(OPENID)
      expect(await panel.locator('.openid').getAttribute('user-select')).not.toBeNull()
      expect(await app.page.locator('canvas').count()).toBe(0)
      await shoot(app.page, 'refused')
    })

    it('copies the OPENID at a tap', async () => {
      const app = await open({ callFunction: refuse })

      await app.page.getByText('复制 OPENID').tap()
      await app.page.getByText('已复制').waitFor()

      expect((await app.state()).clipboard).toStrictEqual([OPENID])
    })

    it('says how to copy by hand where WeChat refuses the clipboard', async () => {
      const app = await open({ callFunction: refuse, clipboard: false })

      await app.page.getByText('复制 OPENID').tap()

      await app.page.getByText('没有复制成功：请长按上面的 OPENID').waitFor()
      expect((await app.state()).clipboard).toStrictEqual([])
    })

    it('shows the figures once the developer has let them in', async () => {
      let listed = false
      const app = await open({ callFunction: (name, event) => (listed ? answer : refuse)(name, event) })

      listed = true
      await app.page.locator('.refused').getByText('重试', { exact: true }).tap()
      await settled(app)

      expect(await app.page.locator('.refused').count()).toBe(0)
      expect(await app.page.locator('.count').first().innerText()).toBe('10,000')
    })
  })

  describe('as a subpackage of another app', () => {
    let another: PackedApp
    beforeAll(() => {
      const other = join(folder, 'another')
      cpSync(join(__dirname, '../fixtures/miniprogram'), other, { recursive: true })
      cpSync(join(folder, 'dist/miniprogram/sms-statistics'), join(other, 'sms-statistics'), { recursive: true })
      another = packApp(other)
    })

    it('is opened from a page of the app, and draws', async () => {
      const app = await start({}, another)
      await app.open('/home/index')

      await app.page.locator('.link').tap()
      const [url = ''] = (await app.state()).navigatedTo
      await app.leave()
      await app.open(url)
      await settled(app)

      for (const id of WITH_CHARTS) expect(await app.inkOf(id)).toBeGreaterThan(INK)
      expect((await app.state()).cloudInit).toStrictEqual([{ env: 'another-env' }])
      expect(await app.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      expect(app.faults).toStrictEqual([])
    })

    it('lends it its chart and its client alone, which draw what the function answers for format chart', async () => {
      const app = await start({}, another)

      await app.open(`/figures/index?activityId=${DOCUMENTED.activityId}`)
      await app.page.locator('canvas').waitFor()

      await until(async () => (await app.inkOf('conversion')) > INK)
      expect((await app.textsOf('conversion')).join(' ')).toMatch(/10,000.*5,000.*3,000/)
      expect(app.calls).toMatchObject([{ name: 'conversion', event: { format: 'chart' } }])
      expect(app.faults).toStrictEqual([])
    })

    it('stays light there in the dark, because the app has no darkmode', async () => {
      const app = await start({ theme: 'dark' }, another)

      await app.open(URL)
      await settled(app)

      expect(await app.page.locator('.page').evaluate(backgroundOf)).toBe('rgb(237, 237, 237)')
    })
  })

  describe('the theme', () => {
    it('is dark at the start where WeChat is', async () => {
      const app = await open({ theme: 'dark' })

      expect(await app.page.locator('.page').evaluate(backgroundOf)).toBe('rgb(17, 17, 17)')
      expect(await app.inkOf('realtime')).toBeGreaterThan(INK)
      await shoot(app.page, 'dark')
    })

    it('changes while the page is open, the charts with it', async () => {
      const app = await open()
      const light = await app.page.locator('canvas').evaluateAll(lightestText)

      await run(app.page, 'changeTheme', 'dark')

      await until(async () => (await app.page.locator('.page').evaluate(backgroundOf)) === 'rgb(17, 17, 17)')
      await until(async () => {
        const dark = await app.page.locator('canvas').evaluateAll(lightestText)
        return dark.every((lightness, at) => lightness !== light[at])
      })
      expect(await app.inkOf('conversion')).toBeGreaterThan(INK)
    })

    it('stays light in an app without darkmode, whatever the system is', async () => {
      const app = await start({ theme: 'dark' }, { ...built, darkmode: false })
      await app.page.emulateMedia({ colorScheme: 'dark' })

      await app.open(URL)
      await settled(app)

      expect(await app.page.locator('.page').evaluate(backgroundOf)).toBe('rgb(237, 237, 237)')
    })
  })

  it('is left and entered 20 times without a canvas, a chart or a listener more', async () => {
    const answers = new Map<string, ReturnType<CallFunction>>()
    const app = await open({
      callFunction(name, event) {
        // What the functions answer the first time does for the others.
        const key = `${name} ${JSON.stringify(event)}`
        answers.set(key, answers.get(key) ?? answer(name, event))
        return answers.get(key) ?? answer(name, event)
      },
    })

    for (let times = 0; times < 20; times++) {
      await app.leave()
      await app.open(URL)
      await settled(app)
    }

    expect(await app.page.locator('canvas').count()).toBe(3)
    expect((await app.state()).themeListeners).toBe(1)
    await app.leave()
    // One collection may leave what a frame or a timer under way still holds; what leaks is never collected. Of the last page
    // the browser may go on holding the nodes.
    await until(async () => {
      await app.collectGarbage()
      return (await app.state()).livingNodes <= 3
    })
    expect((await app.state()).themeListeners).toBe(0)
    expect(app.faults).toStrictEqual([])
  })

  it('is left while figures are on their way without an error', async () => {
    const held = holdCalls()
    const app = await start({ callFunction: held.callFunction })
    await app.open(URL)
    await until(() => Promise.resolve(app.calls.length === 5))

    await app.leave()
    held.release()
    await held.released()

    expect(app.faults).toStrictEqual([])
  })

  it('draws again when the window gets another size', async () => {
    const app = await open()

    await app.page.setViewportSize({ width: 844, height: 390 })
    await run(app.page, 'resize')

    await until(async () => {
      const sizes = await app.page.locator('canvas').evaluateAll(sizesOf)
      return sizes.every(({ width, clientWidth }) => Math.abs(width - Math.min(clientWidth * 2, 1365)) < 2)
    })
    expect(await app.page.evaluate('document.documentElement.scrollWidth')).toBe(844)
  })
})
