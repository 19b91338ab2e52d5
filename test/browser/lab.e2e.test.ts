/** 试一试 and 弄坏它 in a real browser. */
import type { Page } from 'playwright-core'
import { violationsOf } from './accessibility'
import { describeInBrowser, type PageOptions, useChromium } from './chromium'
import { post, seriesOf, useDevServer, valuesOf } from './devServer'

describeInBrowser()('试一试 and 弄坏它', () => {
  const server = useDevServer()
  const { open, renew } = useChromium()

  async function openTab(tab: 'try' | 'break', options: PageOptions = {}): Promise<Page> {
    const { page } = await open(`${server().url}/#${tab}`, options)
    await page.locator(`#panel-${tab}`).waitFor()
    return page
  }

  const editor = (page: Page): ReturnType<Page['locator']> => page.getByLabel('event(JSON)')

  /** Presses 运行, waits for the answer, and gives all that is shown of it. */
  async function run(page: Page): Promise<string> {
    const answered = page.waitForResponse(response => response.url().endsWith('/api/try'))
    await page.getByRole('button', { name: '运行' }).click()
    await answered
    await page.locator('.output[aria-busy="false"] .facts').waitFor()
    return page.locator('.output').innerText()
  }

  describe('试一试', () => {
    it('runs a function with its example: a badge first, the table with its ids last, request and answer', async () => {
      const page = await openTab('try')
      await page.getByLabel('函数', { exact: true }).selectOption('conversion')

      const text = await run(page)

      expect(text).toMatch(/^conversion · .*\n+成功 /)
      expect(text).toContain('到达微信的请求 1 次')
      expect(text).toContain('"channel_id": "_cms_sms_"')
      expect(text).toContain('"errcode": 0')
      const heads = await page.locator('.output th[scope="col"]').allInnerTexts()
      expect(heads.slice(-3).map(head => head.split(' ')[1])).toStrictEqual(['appid', 'env_id', 'activity_id'])
      expect(await page.locator('.output td.numeric').allInnerTexts()).toContain('10000')
      expect(await page.locator('#panel-try [role="status"]').innerText()).toMatch(/^成功，用时 \d+ ms/)
      expect(await page.evaluate('document.activeElement.textContent')).toBe('运行')
    })

    it('has nothing for axe to find in a result, a failure and the history', async () => {
      const page = await openTab('try')
      await run(page)
      const found = await violationsOf(page)
      await editor(page).fill('{}')
      await run(page)

      expect([...found, ...(await violationsOf(page))]).toStrictEqual([])
    })

    it('keeps a draft for each function, and what was run with its time', async () => {
      const page = await openTab('try')
      await editor(page).fill('{}')
      await page.getByLabel('函数', { exact: true }).selectOption('realtime')
      await editor(page).filter({ hasText: 'actType' }).waitFor() // the editor is written after the next frame
      const other = await editor(page).innerText()
      await page.getByLabel('函数', { exact: true }).selectOption('overview')
      await editor(page).filter({ hasNotText: 'actType' }).waitFor()
      const draft = await editor(page).innerText()

      await run(page)
      await page.getByRole('button', { name: '填入示例' }).click()
      await run(page)

      expect(other).toContain('actType')
      expect(draft).toBe('{}')
      const history = await page.locator('.history li').allInnerTexts()
      expect(history).toHaveLength(2)
      expect(history[0]).toMatch(/\d\d:\d\d:\d\d · overview/)
      expect(history[0]).toContain('成功')
      expect(history[1]).toContain('失败 -501007')
      await page.locator('.history li').nth(1).getByRole('button', { name: '填回 event' }).click()
      expect(await editor(page).innerText()).toBe('{}')
    })

    it('says under the editor, at its line, where the event is no JSON, and runs by Ctrl+Enter', async () => {
      const page = await openTab('try')
      await editor(page).fill('{\n  "beginDate": "2021-02-25",\n}')
      await page.locator('#panel-try .problem').waitFor()
      const problem = await page.locator('#panel-try .problem').innerText()

      await editor(page).fill('{"beginDate": "2021-02-25"}')
      await page.getByRole('button', { name: '格式化' }).click()
      await page.locator('.editor .cm-line').nth(2).waitFor()
      const formatted = await editor(page).innerText()
      const answered = page.waitForResponse(response => response.url().endsWith('/api/try'))
      await editor(page).press('Control+Enter')
      await answered

      expect(problem).toContain('event 不是 JSON：第 3 行第 1 列')
      expect(problem).toContain('最后一项之后不能有逗号')
      expect(formatted).toContain('\n  "beginDate"')
    })

    it('draws the option of format chart', async () => {
      const page = await openTab('try')
      await editor(page).fill((await editor(page).innerText()).replace('{', '{ "format": "chart",'))

      await run(page)

      expect(valuesOf((await seriesOf(page, 'try-chart'))[0])).toStrictEqual([10000, 8000, 5600])
    })

    it('calls as every caller that there is, and lists a user', async () => {
      const page = await openTab('try')
      const caller = page.getByLabel('调用者')
      const callers = await caller.locator('option').count()
      await caller.selectOption('user')
      await page.getByLabel('OPENID', { exact: true }).fill('o-visitor')

      const refused = await run(page)
      await page.getByLabel('环境变量 STATS_ALLOWED_OPENIDS').fill('o-visitor')
      const allowed = await run(page)
      await caller.selectOption('web_anonymous')
      const anonymous = await run(page)

      expect(callers).toBeGreaterThan(15)
      expect(refused).toContain('失败 -601004')
      expect(refused).toContain('o-visitor')
      expect(refused).toContain('到达微信的请求 0 次')
      expect(allowed).toContain('成功')
      expect(anonymous).toContain('失败 -601004')
    })

    it('shows every request and answer where there are several', async () => {
      await post(server(), 'fault', { fault: 'totalGrows' })
      const page = await openTab('try')
      await editor(page).fill((await editor(page).innerText()).replace('{', '{ "all": true, "pageLimit": 1,'))
      await page.getByLabel('函数', { exact: true }).selectOption('overviewByChannel')
      await editor(page).fill((await editor(page).innerText()).replace('{', '{ "all": true, "pageLimit": 1,'))

      const text = await run(page)
      await post(server(), 'fault', { fault: null })

      const requests = await page.locator('.output summary', { hasText: '微信收到的请求（第' }).count()
      expect(requests).toBeGreaterThan(1)
      expect(text).toContain(`到达微信的请求 ${requests} 次`)
    })

    it('copies a call as a mini program, a shell and curl write it', async () => {
      const page = await openTab('try', { own: { permissions: ['clipboard-read', 'clipboard-write'] } })
      const copied: string[] = []
      for (const name of ['callFunction', 'invoke', 'curl']) {
        await page.getByRole('button', { name, exact: true }).click()
        await page.locator('#panel-try [role="status"]', { hasText: '已复制' }).waitFor()
        copied.push(await page.evaluate<string>('navigator.clipboard.readText()'))
      }

      expect(copied[0]).toContain("wx.cloud.callFunction({\n  name: 'overview',\n  data: {")
      expect(copied[1]).toMatch(/^npm run -s invoke -- overview --event '\{"beginDate":"2021-02-25"/)
      expect(copied[2]).toMatch(/^curl -X POST "https:\/\/api\.weixin\.qq\.com\/tcb\/invokecloudfunction\?/)
    })
  })

  describe('弄坏它', () => {
    afterEach(() => post(server(), 'fault', { fault: null }))

    const badges = (page: Page): Promise<string[]> => page.locator('.answers .badge').allTextContents()

    /** Waits until the four have answered. */
    async function answered(page: Page): Promise<void> {
      await page.locator('.answers tr:nth-child(4) .badge').waitFor()
      await page.locator('.break .sticky[aria-busy="false"]').waitFor()
    }

    it('calls the four functions right after a choice, and after the fault is off', async () => {
      const page = await openTab('break')

      await page.getByLabel('illegalSource').check()
      await page.locator('#banner', { hasText: 'illegalSource' }).waitFor()
      await answered(page)
      const broken = await badges(page)
      const violations = await violationsOf(page)
      await page.getByRole('button', { name: '恢复正常' }).click()
      await page.locator('#banner').waitFor({ state: 'detached' })
      await answered(page)

      expect(broken).toStrictEqual(Array(4).fill('失败 -604104'))
      expect(violations).toStrictEqual([])
      expect(await badges(page)).toStrictEqual(Array(4).fill('成功'))
    })

    it('is grouped and filtered in Chinese; arrows move, and only the blank chooses', async () => {
      const page = await openTab('break')
      const groups = await page.locator('.faults h2').allTextContents()
      await page.getByLabel('筛选').fill('环境 平台')
      const found = await page.locator('.fault code').allTextContents()
      await page.getByLabel('筛选').fill('')

      await page.getByLabel('busy').focus()
      await page.keyboard.press('ArrowDown')
      const [focused, fault] = [
        await page.evaluate('document.activeElement.value'),
        await page.locator('#banner').count(),
      ]
      await page.keyboard.press('Space')
      await page.locator('#banner').waitFor()

      expect(groups).toStrictEqual(['微信', '网关', '平台', '网络', '数据'])
      expect(found).toContain('invalidEnv')
      expect(found).not.toContain('busy')
      expect([focused, fault]).toStrictEqual(['noData', 0])
      expect(await page.locator('.fault[data-chosen="true"] code').innerText()).toBe('noData')
    })

    it('tells for how long it has waited, and can be cancelled', async () => {
      const page = await openTab('break')

      await page.getByRole('radio', { name: /^hang / }).check()
      await page.getByRole('button', { name: /^取消（[1-9]/ }).click()

      expect(await page.locator('.answers .answer').allInnerTexts()).toStrictEqual(Array(4).fill('已取消。'))
    })

    it('has its buttons on top at 390 px', async () => {
      const page = await openTab('break', { viewport: { width: 390, height: 844 } })

      const button = await page.getByRole('button', { name: '调用四个函数' }).boundingBox()
      const list = await page.locator('.faults').boundingBox()

      expect(button?.y).toBeLessThan(list?.y ?? 0)
    })
  })

  describe('a page of these tests', () => {
    const LEFT = `(async () => ({
      storage: [localStorage.getItem('left'), sessionStorage.getItem('left'), document.cookie, window.name],
      databases: (await indexedDB.databases()).length,
      caches: await caches.keys(),
      pages: history.length,
      width: innerWidth,
      isDark: matchMedia('(prefers-color-scheme: dark)').matches,
    }))()`

    it('finds nothing that the page before it left', async () => {
      const first = await openTab('try')
      const fresh = await first.evaluate(LEFT)
      await first.setViewportSize({ width: 390, height: 844 })
      await first.emulateMedia({ colorScheme: 'dark' })
      await first.route('**', route => route.abort())
      await first.evaluate(`(async () => {
        localStorage.setItem('left', 'x')
        sessionStorage.setItem('left', 'x')
        document.cookie = 'left=x'
        window.name = 'x'
        location.hash = '#break'
        await caches.open('left')
        await new Promise(resolve => (indexedDB.open('left').onsuccess = resolve))
      })()`)
      const left = await first.evaluate(LEFT)

      await renew()

      expect(left).toStrictEqual({
        storage: ['x', 'x', 'left=x', 'x'],
        databases: 1,
        caches: ['left'],
        pages: 3,
        width: 390,
        isDark: true,
      })
      expect(await (await openTab('try')).evaluate(LEFT)).toStrictEqual(fresh)
      expect(fresh).toMatchObject({
        storage: [null, null, '', ''],
        databases: 0,
        caches: [],
        width: 1280,
        isDark: false,
      })
    })

    it('has no clock of its own unless it has a window of its own', async () => {
      const page = await openTab('try')

      expect(() => page.clock).toThrow('own')
    })
  })
})
