/** 看数据 in a real browser, against what the built functions answer. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { Backend } from '../../scripts/dev/backend'
import { emulatorBackend } from '../../scripts/dev/emulatorBackend'
import { liveBackend } from '../../scripts/dev/liveBackend'
import { type DevServer, startDevServer } from '../../scripts/dev/server'
import type { Campaign, Visit } from '../../scripts/emulator/campaign'
import { DEMO_ACCESS_TOKEN } from '../../scripts/emulator/httpsCall'
import type { StatisticsTable } from '../../shared/api'
import { formatBeijing } from '../../shared/call/time'
import { httpsOpenapi } from '../../shared/https/httpsOpenapi'
import { useEmulator } from '../support/emulator'
import { violationsOf } from './accessibility'
import { describeInBrowser, type OpenPage, type PageOptions, takeShot, useChromium } from './chromium'
import { callsOf, figuresCame, NOW, post, readFigures, seriesOf, useDevServer, valuesOf } from './devServer'

const DOCUMENTED = { activityId: '21ded5cb6001691405171ba161c603d1', envId: 'wedcvfr' }
const LIVELY = '#look?activity=spring-sale&env=demo-env'
const day = { beginDate: 1614182400, endDate: 1614268800 }
const HOUR = 3_600_000
/** 06:40 of NOW's day. */
const EARLY = NOW - 5 * HOUR - 20 * 60_000

describeInBrowser()('看数据', () => {
  const server = useDevServer()
  const { open } = useChromium()
  const wechat = useEmulator()

  async function look(hash = '', options: PageOptions = {}): Promise<OpenPage> {
    const opened = await open(`${server().url}/${hash}`, options)
    await figuresCame(opened.page)
    return opened
  }

  const own: DevServer[] = []
  /** A server of the test's own, closed after it. */
  async function start(backend: Backend, port = 0): Promise<DevServer> {
    const started = await startDevServer(backend, port)
    own.push(started)
    return started
  }
  afterEach(async () => {
    for (const each of own.splice(0)) await each.close()
  })

  const heading = (page: Page): Promise<string> => page.locator('#heading').innerText()
  const numbers = (page: Page, card: string): Promise<string[]> =>
    page.locator(`#${card} .number strong`).allTextContents()

  async function tableOf(name: 'overview' | 'overviewByChannel' | 'realtime', more = {}, window = day) {
    const condition = { ...DOCUMENTED, ...more }
    const answer = await readFigures(server(), { name, event: { ...window, condition } })
    if (answer.errCode !== 0) throw new Error(answer.errMsg)
    return answer as StatisticsTable
  }

  async function download(page: Page, label: string): Promise<{ name: string; content: Buffer }> {
    const coming = page.waitForEvent('download')
    await page.getByLabel(label).click()
    const file = await coming
    return { name: file.suggestedFilename(), content: readFileSync(await file.path()) }
  }

  describe('the figures', () => {
    it.each(['light', 'dark'] as const)('load in %s without an error', async colorScheme => {
      const { page, faults } = await look('', { colorScheme, reducedMotion: 'no-preference' })

      expect(await page.locator('.figure[data-state="drawn"]').count()).toBe(4)
      expect(await page.getAttribute('html', 'data-theme')).toBe(colorScheme)
      expect(faults).toStrictEqual([])
      await takeShot(page, colorScheme)
    })

    it('are those that the functions answer', async () => {
      const { page } = await look()
      const opens = await tableOf('realtime', { actType: 'h5' })

      expect(await numbers(page, 'overview')).toStrictEqual(['10,000', '8,000', '5,600'])
      expect(await page.locator('#overview .rate').allTextContents()).toStrictEqual([
        '打开率 80%（n = 10,000）',
        '跳转率 70%（n = 8,000）',
      ])
      expect(await page.locator('#overview').innerText()).toContain('下发任务 2 个：task1 5,000，task2 5,000')
      expect(valuesOf((await seriesOf(page, 'conversion'))[0])).toStrictEqual([10000, 5000, 3000])
      const counts = new Map(opens.dataValue.map(row => [Number(row.dataValue[0]), Number(row.dataValue[1])]))
      const expected = Array.from({ length: 288 }, (_, step) => counts.get(day.beginDate + step * 300) ?? 0)
      expect(valuesOf((await seriesOf(page, 'realtime'))[0])).toStrictEqual(expected)
    })

    it('say in words what the curve shows, and to a screen reader what each chart shows', async () => {
      const { page } = await look()

      expect(await page.locator('#realtime').innerText()).toMatch(/高峰：2021-02-25 10:45 起的 5 分钟，打开 50 人次/)
      expect(await page.locator('#realtime').innerText()).toMatch(/5,000 人次打开，到 2021-02-25 14:20 已有一半/)
      expect(await page.getByRole('img', { name: /^短信提交下发数 10,000，H5 打开人数 8,000/ }).count()).toBe(1)
      expect(await page.locator('#realtime').innerText()).toContain('转化数据与当天实时之和相等')
    })

    it('explain themselves at a press on ?', async () => {
      const { page } = await look()

      await page.locator('#overview').getByLabel('短信提交下发数是什么意思').click()

      expect(await page.locator('#overview .meaning').innerText()).toContain('不等于送达')
    })
  })

  describe('the address', () => {
    it('shows the figures of a pasted link, and is the title too', async () => {
      const { page } = await look(`${LIVELY}&begin=2021-02-27&end=2021-02-28&channel=wecom`)

      expect(await heading(page)).toBe('近 7 天示例活动 · 2021-02-27 至 2021-02-28 · 企业微信')
      expect(await page.title()).toBe('短信营销统计 · 近 7 天示例活动 · 2021-02-27 至 2021-02-28')
      expect(await page.getByLabel('结束（含当天）').inputValue()).toBe('2021-02-28')
      const table = await tableOf(
        'overview',
        { activityId: 'spring-sale', envId: 'demo-env' },
        {
          beginDate: 1614355200,
          endDate: 1614528000,
        },
      )
      const opened = table.dataColumn.findIndex(({ colId }) => colId === 'h5_open_uercnt')
      expect(Number((await numbers(page, 'overview'))[1]?.replace(',', ''))).toBe(
        Number(table.dataValue[0]?.dataValue[opened]),
      )
    })

    it('goes back and forward, and stays at a reload', async () => {
      const { page } = await look()
      await callsOf(page, () => page.getByRole('combobox', { name: '渠道', exact: true }).selectOption('wecom'))

      const back = await callsOf(page, () => page.goBack())
      expect(await heading(page)).toBe('官方文档示例 · 2021-02-25 · 短信')
      const forward = await callsOf(page, () => page.goForward())
      expect(await heading(page)).toBe('官方文档示例 · 2021-02-25 · 企业微信')
      await page.reload()
      await figuresCame(page)

      expect(await heading(page)).toBe('官方文档示例 · 2021-02-25 · 企业微信')
      expect([back.length, forward.length]).toStrictEqual([3, 3])
    })

    it('is the tab, and no query string breaks it', async () => {
      const { page } = await open(`${server().url}/?from=chat#try`)
      await page.locator('#panel-try').waitFor()
      await page.getByRole('tab', { name: '看数据' }).click()
      await figuresCame(page)
      await page.goBack()

      expect(await page.getByRole('tab', { name: '试一试' }).getAttribute('aria-selected')).toBe('true')
      expect(await page.locator('#panel-look').isVisible()).toBe(false)
    })

    it('says in Chinese what is wrong with a date in it', async () => {
      const { page } = await open(`${server().url}/#look?activity=spring-sale&begin=2021-02-30&end=2021-03-01`)

      expect(await page.locator('.problem').innerText()).toContain('开始日期「2021-02-30」不是有效的日期')
    })

    it('leaves theme and activity in the browser', async () => {
      const { page } = await look('', { colorScheme: 'light' })
      await page.getByRole('button', { name: '深色' }).click()
      await page.goto(`${server().url}/?again`)
      await figuresCame(page)

      expect(await page.getAttribute('html', 'data-theme')).toBe('dark')
    })
  })

  describe('a change', () => {
    it('reads what changed only', async () => {
      const { page } = await look(LIVELY)
      const channel = page.getByRole('combobox', { name: '渠道', exact: true })

      const ofChannel = await callsOf(page, () => channel.selectOption('wecom'))
      const ofComparison = await callsOf(page, () =>
        page.getByRole('combobox', { name: '对比', exact: true }).selectOption('before'),
      )
      const ofRefresh = await callsOf(page, () => page.getByRole('button', { name: '查询' }).click())
      // As one burst, however slow the machine: a click of the test's own takes some 100 ms.
      const ofBurst = await callsOf(page, () =>
        page.evaluate(`for (const name of ['近 7 天', '近 30 天', '本月', '昨天', '近 7 天'])
          [...document.querySelectorAll('.bar button')].find(({ textContent }) => textContent === name).click()`),
      )

      expect(ofChannel.map(({ name }) => name).sort()).toStrictEqual(['conversion', 'realtime', 'realtime'])
      expect(ofComparison).toHaveLength(5)
      expect(ofRefresh).toHaveLength(10)
      expect(ofBurst).toHaveLength(10)
      expect(await heading(page)).toContain('2021-02-22 至 2021-02-28')
    })

    it('that was not asked yet fades the figures and keeps them from being saved', async () => {
      const { page } = await look()
      const csv = page.getByLabel('概览：保存为 CSV')

      await page.getByLabel('开始（北京时间）').fill('2021-02-24')
      const [faded, enabled] = [await page.locator('.figure[data-current="false"]').count(), await csv.isEnabled()]
      const asked = await callsOf(page, () => page.keyboard.press('Enter'))

      expect([faded, enabled]).toStrictEqual([4, false])
      expect(asked).toHaveLength(5)
      expect(await heading(page)).toBe('官方文档示例 · 2021-02-24 至 2021-02-25 · 短信')
      expect(await csv.isEnabled()).toBe(true)
    })

    it('goes one date range back and forward', async () => {
      const { page } = await look(`${LIVELY}&begin=2021-02-25&end=2021-02-26`)

      await callsOf(page, () => page.getByLabel('往前一段').click())
      const before = await heading(page)
      await callsOf(page, () => page.getByLabel('往后一段').click())

      expect(before).toContain('2021-02-23 至 2021-02-24')
      expect(await heading(page)).toContain('2021-02-25 至 2021-02-26')
    })

    it('takes times of day, whose end is not included', async () => {
      const { page } = await look()

      await page.getByLabel('时刻').check()
      await page.getByLabel('结束（不含）').fill('2021-02-25T12:00')
      const [call] = await callsOf(page, () => page.getByRole('button', { name: '查询' }).click())

      expect(call?.event).toMatchObject({ beginDate: day.beginDate, endDate: day.beginDate + 12 * 3600 })
    })

    it('to 昨天 is yesterday now, not when the page was opened', async () => {
      const { page } = await look(LIVELY)
      server().setNow(NOW + 24 * HOUR)

      await callsOf(page, () => page.getByRole('button', { name: '昨天', exact: true }).click())

      expect(await heading(page)).toContain('2021-03-01')
    })
  })

  describe('today', () => {
    it('at 06:40 takes two calls, ends now, and says when the overview comes', async () => {
      server().setNow(EARLY)
      const { page } = await look(LIVELY)

      const calls = await callsOf(page, () => page.getByRole('button', { name: '今天', exact: true }).click())

      expect(calls.map(({ name }) => name)).toStrictEqual(['realtime', 'realtime'])
      expect(await page.locator('#overview').innerText()).toContain('2021-03-02 06:00 之后再看')
      expect(await page.locator('.figure').first().getAttribute('id')).toBe('realtime')
      expect((await seriesOf(page, 'realtime'))[0]?.data).toHaveLength(80)
      expect(await page.locator('#realtime').innerText()).toContain('截至 2021-03-01 06:40')
      await takeShot(page, 'today')
    })

    it('is compared with the same hours of a week ago', async () => {
      server().setNow(EARLY)
      const { page } = await look(`${LIVELY}&begin=2021-03-01&end=2021-03-01&compare=before`)
      const yesterday = await tableOf(
        'realtime',
        { activityId: 'spring-sale', envId: 'demo-env', actType: 'h5' },
        { beginDate: 1614441600, endDate: 1614528000 },
      )
      const until = EARLY / 1000 - 86_400
      const before = yesterday.dataValue
        .filter(({ dataValue: [time] }) => Number(time) < until)
        .reduce((sum, { dataValue: [, count] }) => sum + Number(count), 0)

      expect(await page.locator('#realtime .number .change').first().innerText()).toContain(`（n = ${before}）`)
      expect((await seriesOf(page, 'realtime')).filter(({ lineStyle }) => lineStyle?.type === 'dashed')).toHaveLength(2)
    })

    it('refreshes every five minutes, not when nobody looks, nor when it is switched off', async () => {
      server().setNow(EARLY)
      const { page } = await open('about:blank', { own: {} })
      await page.clock.install()
      await page.goto(`${server().url}/${LIVELY}&begin=2021-03-01&end=2021-03-01`)
      await figuresCame(page)

      server().setNow(EARLY + 5 * 60_000)
      const calls = await callsOf(page, () => page.clock.runFor(5 * 60_000 + 1000))

      expect(calls.map(({ name }) => name)).toStrictEqual(['realtime', 'realtime'])
      expect(await page.locator('.heading').innerText()).toContain('更新于 06:45')

      const more: string[] = []
      page.on('request', request => more.push(request.url()))
      await page.getByLabel('每 5 分钟自动更新').uncheck()
      await page.clock.runFor(11 * 60_000)
      await page.getByLabel('每 5 分钟自动更新').check()
      await page.evaluate(`
        Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))`)
      await page.clock.runFor(11 * 60_000)
      expect(more.filter(url => url.endsWith('/api/read'))).toStrictEqual([])
    })
  })

  describe('a comparison', () => {
    it('of two days sets each figure beside its change and its n', async () => {
      const { page } = await look(`${LIVELY}&begin=2021-02-28&end=2021-02-28`)

      const calls = await callsOf(page, () =>
        page.getByRole('combobox', { name: '对比', exact: true }).selectOption('before'),
      )

      const condition = { activityId: 'spring-sale', envId: 'demo-env' }
      const [now, before] = await Promise.all([
        tableOf('overview', condition, { beginDate: 1614441600, endDate: 1614528000 }),
        tableOf('overview', condition, { beginDate: 1614355200, endDate: 1614441600 }),
      ])
      const at = now.dataColumn.findIndex(({ colId }) => colId === 'h5_open_uercnt')
      const [opened, earlier] = [now, before].map(table => Number(table.dataValue[0]?.dataValue[at]))
      const change = ((opened ?? 0) / (earlier ?? 1) - 1) * 100
      const text = `${change > 0 ? '↑' : '↓'}${Number(Math.abs(change).toFixed(1))} %（n = ${earlier}）`
      expect(calls).toHaveLength(5)
      expect(await page.locator('#overview .number').nth(1).locator('.change').innerText()).toBe(text)
      expect(await page.evaluate('location.hash')).toContain('compare=before')
      await takeShot(page, 'comparison')
    })

    it('of two campaigns stands on hours since the launch', async () => {
      const { page } = await look(`${LIVELY}&begin=2021-02-23&end=2021-02-28`)

      const calls = await callsOf(page, () =>
        page.getByRole('combobox', { name: '对比', exact: true }).selectOption({ label: '活动：官方文档示例' }),
      )

      const [ours, , theirs] = await seriesOf(page, 'realtime')
      expect(calls).toHaveLength(3)
      expect(await page.locator('#realtime').innerText()).toContain('差别仅供参考')
      expect(theirs?.name).toBe('H5 打开人次（对比）')
      expect(theirs?.data).toHaveLength(ours?.data.length ?? 0)
      expect(theirs?.data.at(-1)).toBeGreaterThan(4900)
    })
  })

  describe('a table', () => {
    it('is sorted and chooses a channel by keyboard', async () => {
      const { page } = await look()
      await page.getByLabel('按渠道：表格').press('Enter')
      const rows = page.locator('#channels tbody tr th')
      const byRate = page.getByRole('button', { name: '跳转率', exact: true })

      await byRate.focus()
      await page.keyboard.press('Enter')
      const largest = await rows.allInnerTexts()
      await page.keyboard.press('Enter')
      const smallest = await rows.allInnerTexts()
      await page.getByRole('button', { name: '企业微信' }).focus()
      const calls = await callsOf(page, () => page.keyboard.press('Enter'))

      expect(largest).toStrictEqual(['未知渠道', 'QQ', '企业微信', '知乎', '短信'])
      expect(smallest).toStrictEqual([...largest].reverse())
      expect(calls).toHaveLength(3)
      expect(await heading(page)).toContain('企业微信')
      expect(await page.getByRole('row', { name: /企业微信/ }).getAttribute('aria-current')).toBe('true')
    })
  })

  describe('a file', () => {
    it('names what it is of, and a lone - stays -', async () => {
      const { page } = await look()

      const { name, content } = await download(page, '按渠道：保存为 CSV')

      expect(name).toBe('按渠道_官方文档示例_2021-02-25_全部渠道.csv')
      const lines = content.toString('utf8').split('\r\n')
      expect(lines[0]).toMatch(/^\ufeff小程序id,环境id,活动id,渠道,渠道名称,/)
      expect(lines[1]).toContain(',_cms_sms_,短信,5000,3000,10000,')
      expect(lines[5]).toContain(',-,未知渠道,100,120,0,')
    })

    it('of the curve is one, with Beijing time, opens, jumps and the rate', async () => {
      const { page } = await look()
      const [opens, jumps] = await Promise.all([
        tableOf('realtime', { actType: 'h5' }),
        tableOf('realtime', { actType: 'wxapp' }),
      ])

      const { name, content } = await download(page, '实时：保存为 CSV')

      const rows = content
        .toString('utf8')
        .slice(1)
        .trimEnd()
        .split('\r\n')
        .map(line => line.split(','))
      expect(name).toBe('实时_官方文档示例_2021-02-25_短信.csv')
      expect(rows[0]).toStrictEqual(['Unix 秒', '北京时间（每 5 分钟）', 'H5 打开人次', '小程序跳转人次', '跳转率'])
      expect(rows).toHaveLength(289)
      for (const [column, table] of [
        [2, opens],
        [3, jumps],
      ] as const) {
        const counts = new Map(table.dataValue.map(({ dataValue: [time, count] }) => [time, count]))
        expect(rows.slice(1).map(row => row[column])).toStrictEqual(
          rows.slice(1).map(([time = '']) => counts.get(time) ?? '0'),
        )
      }
      expect(rows[1]?.[1]).toBe(formatBeijing(day.beginDate))
    })

    it('as a picture is a PNG', async () => {
      const { page } = await look()

      const { name, content } = await download(page, '转化：保存为 PNG')

      expect(name).toBe('转化_官方文档示例_2021-02-25_短信.png')
      expect(content.subarray(1, 4).toString()).toBe('PNG')
    })
  })

  describe('what fails', () => {
    afterEach(() => post(server(), 'fault', { fault: null }))

    it('alike is one message in Chinese, with the original in a fold, and goes at 重试', async () => {
      await post(server(), 'fault', { fault: 'noPermission' })
      const { page } = await look()
      const text = await page.locator('#failure').innerText()
      const cards = await page.locator('.figure').count()
      await takeShot(page, 'failed')

      await post(server(), 'fault', { fault: null })
      await page.locator('#failure').waitFor({ state: 'detached' })

      expect(text).toContain('概览、按渠道、转化、实时都没有读到')
      expect(text).toContain('-604101')
      expect(text).toMatch(/建议：.*开发者工具/)
      expect(text).not.toContain('overview:fail')
      expect(cards).toBe(0)
      expect(await page.locator('.figure[data-state="drawn"]').count()).toBe(4)
    })

    it('is read again at 重试, and nothing else is', async () => {
      const { page } = await look()
      let refused = 0
      await page.route('**/api/read', async (route, request) => {
        const { name } = request.postDataJSON() as { name: string }
        if (name !== 'conversion' || refused++ > 0) return route.continue()
        await route.fulfill({ status: 200, json: { errCode: -1, errMsg: 'conversion:fail -1 busy' } })
      })
      await callsOf(page, () => page.getByRole('button', { name: '查询' }).click())
      const text = await page.locator('#conversion').innerText()

      const calls = await callsOf(page, () => page.getByRole('button', { name: '重试' }).click())

      expect(text).toContain('errCode -1')
      expect(calls.map(({ name }) => name)).toStrictEqual(['conversion'])
      expect(await page.locator('#conversion').getAttribute('data-state')).toBe('drawn')
    })

    it('here is said in another tab, whose figures are read again', async () => {
      const { page } = await look()
      const { page: other } = await open(`${server().url}/#break`)

      const calls = await callsOf(page, () => other.getByLabel('illegalSource').check())

      expect(calls).toHaveLength(5)
      expect(await page.locator('#banner').innerText()).toContain('illegalSource')
      expect(await page.locator('#failure').innerText()).toContain('-604104')
    })

    it('by hanging can be cancelled after two seconds, and the old figures stay', async () => {
      const { page } = await look()
      await post(server(), 'fault', { fault: 'hang' })

      await page.getByRole('button', { name: '取消' }).click()

      expect(await page.locator('.figure[data-state="drawn"]').count()).toBe(4)
      await post(server(), 'fault', { fault: null })
      await callsOf(page, () => page.getByRole('button', { name: '查询' }).click())
      expect(await page.locator('.figure[data-state="drawn"][data-current="true"]').count()).toBe(4)
    })

    it('with the server is said, whatever is pressed, and mended when it is back', async () => {
      const backend = (): ReturnType<typeof emulatorBackend> => emulatorBackend({ now: () => NOW })
      const gone = await start(await backend())
      const { page } = await open(`${gone.url}/`)
      await figuresCame(page)

      own.pop()
      await gone.close()
      await page.locator('#gone').waitFor()
      await page.getByRole('combobox', { name: '渠道', exact: true }).selectOption('wecom')
      await page.locator('.problem').waitFor()
      const text = await page.locator('.problem').innerText()
      await page.getByRole('tab', { name: '弄坏它' }).click()
      await page.getByLabel('busy').click()
      await page.locator('.banner.bad:not(#gone)').waitFor()
      await start(await backend(), Number(new URL(gone.url).port))
      await page.locator('#gone').waitFor({ state: 'detached' })
      await page.getByRole('tab', { name: '看数据' }).click()
      await callsOf(page, () => page.getByRole('button', { name: '查询' }).click())

      expect(text).toContain('本机服务没有响应')
      expect(await heading(page)).toContain('企业微信')
    })

    it('as a day without data is no fault', async () => {
      const { page } = await look('#look?activity=spring-sale&begin=2021-01-10&end=2021-01-10')

      expect(await page.locator('.figure[data-state="empty"]').count()).toBe(4)
      expect(await page.locator('#overview').innerText()).toContain('微信没有这段时间的数据')
    })
  })

  describe('a page', () => {
    it('prints on one light sheet, without its buttons', async () => {
      const { page } = await look('', { colorScheme: 'dark' })

      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
      await page.emulateMedia({ media: 'print' })

      expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
      expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0)
      await page.evaluate('dispatchEvent(new Event("beforeprint"))')
      expect(await page.getAttribute('html', 'data-theme')).toBe('light')
      await takeShot(page, 'print')
      const heights = await page
        .locator('.figure:not(#overview) canvas')
        .evaluateAll(canvases => canvases.map(canvas => (canvas as unknown as { offsetHeight: number }).offsetHeight))
      expect(heights.filter(height => height > 100)).toHaveLength(3)
    })

    it('has its form on one line from 1,024 px on, its controls of one height', async () => {
      const { page } = await look('', { viewport: { width: 1024, height: 768 } })
      await page.getByRole('combobox', { name: '对比', exact: true }).selectOption('window')

      const boxes = await page
        .locator('.controls')
        .first()
        .locator('select, input:not([type=checkbox]), button')
        .evaluateAll(elements =>
          elements
            .map(element => element as unknown as { offsetTop: number; offsetHeight: number })
            .map(({ offsetTop, offsetHeight }) => `${offsetTop} ${offsetHeight}`),
        )

      expect(new Set(boxes).size).toBe(1)
    })

    it.each([
      ['light', 390],
      ['light', 1440],
      ['dark', 390],
      ['dark', 1440],
    ] as const)(
      'in %s at %i px has nothing for axe to find in any tab, and overflows nowhere',
      async (colorScheme, width) => {
        const { page } = await look(`${LIVELY}&begin=2021-02-28&end=2021-02-28&compare=before`, {
          colorScheme,
          viewport: { width, height: 900 },
        })
        await page.getByLabel('按渠道：表格').click()
        await page.locator('#overview').getByLabel('H5 打开人数是什么意思').click()

        const found: Record<string, unknown> = {}
        for (const tab of ['看数据', '试一试', '弄坏它']) {
          await page.getByRole('tab', { name: tab }).click()
          found[tab] = [await violationsOf(page), await page.evaluate('document.documentElement.scrollWidth')]
          await takeShot(page, `${colorScheme}-${width}-${tab}`)
        }

        expect(found).toStrictEqual({ 看数据: [[], width], 试一试: [[], width], 弄坏它: [[], width] })
      },
    )

    it('moves between its tabs with the arrow keys', async () => {
      const { page } = await look()

      await page.getByRole('tab', { name: '看数据' }).focus()
      await page.keyboard.press('ArrowRight')

      expect(await page.evaluate('document.activeElement.textContent')).toBe('试一试')
      expect(await page.locator('#panel-try').isVisible()).toBe(true)
      expect(await page.locator('#panel-look').isVisible()).toBe(false)
    })
  })

  describe('with a campaign of one’s own', () => {
    it('says that the jump is broken', async () => {
      const { url } = await start(await emulatorBackend({ now: () => NOW, campaigns: [brokenCampaign()] }))

      const { page } = await open(`${url}/`)
      await figuresCame(page)

      expect(await heading(page)).toBe('own · 2021-03-01 · 短信')
      expect(await page.locator('.trouble').innerText()).toContain(
        '跳转可能坏了：最近 60 分钟 150 人次打开，没有一次跳转',
      )
    })
  })

  describe('with --live', () => {
    it('asks for the activity once, has no tabs, and remembers', async () => {
      const openapi = httpsOpenapi({ credentials: { accessToken: DEMO_ACCESS_TOKEN }, baseUrl: wechat().url })
      const live = await start(liveBackend({ openapi, envId: DOCUMENTED.envId, now: () => NOW }))
      const { page } = await open(`${live.url}/`)
      await page.getByLabel('活动 ID').fill(DOCUMENTED.activityId)
      const [tabs, cards] = [await page.getByRole('tab').count(), await page.locator('.figure').count()]

      const calls = await callsOf(page, () => page.getByRole('button', { name: '看这个活动' }).click())
      await callsOf(page, async () => {
        await page.getByLabel('开始（北京时间）').fill('2021-02-25')
        await page.getByLabel('结束（含当天）').fill('2021-02-25')
        await page.keyboard.press('Enter')
      })
      const shown = await numbers(page, 'overview')
      await page.goto(`${live.url}/?again`)
      await figuresCame(page)
      const again = await heading(page)

      expect([tabs, cards, calls.length]).toStrictEqual([0, 0, 5])
      expect(shown).toStrictEqual(['10,000', '8,000', '5,600'])
      expect(again).toContain(DOCUMENTED.activityId)
    })
  })
})

/** People open until now, and for an hour nobody has jumped. */
function brokenCampaign(): Campaign {
  const now = NOW / 1000
  const visit = (id: string, time: number): Visit => ({ id, channelId: '_cms_sms_', time })
  const every = (count: number, from: number, to: number): number[] =>
    Array.from({ length: count }, (_, at) => from + ((to - from) * at) / count)
  return {
    appid: 'wx-own',
    envId: 'own-env',
    activityId: 'own',
    sends: [{ task: 'task1', channelId: '_cms_sms_', count: 5000, time: now - 4 * 3600 }],
    opens: [...every(300, now - 3 * 3600, now - 3600), ...every(150, now - 3600, now)].map((time, at) =>
      visit(`open${at}`, Math.floor(time)),
    ),
    jumps: every(150, now - 3 * 3600, now - 3600).map((time, at) => visit(`jump${at}`, Math.floor(time))),
  }
}
