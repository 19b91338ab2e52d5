/** The figures of the page, in a real browser, against what the built functions answer. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { StatisticsTable } from '../../shared/api'
import { describeInBrowser, takeShot, useChromium } from './chromium'
import { figuresCame, post, readFigures, seriesOf, useDevServer, valuesOf } from './devServer'

const condition = { activityId: '21ded5cb6001691405171ba161c603d1', envId: 'wedcvfr' }
const day = { beginDate: 1614182400, endDate: 1614268800 }

describeInBrowser()('the page', () => {
  const server = useDevServer()
  const open = useChromium()

  async function look(options: Parameters<typeof open>[1] = {}): Promise<{ page: Page; faults: string[] }> {
    const opened = await open(server().url, options)
    await figuresCame(opened.page)
    return opened
  }

  async function tableOf(name: 'overviewByChannel' | 'realtime', more: object = {}): Promise<StatisticsTable> {
    const answer = await readFigures(server(), { name, event: { ...day, condition: { ...condition, ...more } } })
    if (answer.errCode !== 0) throw new Error(answer.errMsg)
    return answer as StatisticsTable
  }

  async function chooseDay(page: Page, begin: string, end: string): Promise<void> {
    await page.getByLabel('开始（北京时间）').fill(begin)
    await page.getByLabel('结束（不含）').fill(end)
    await page.getByRole('button', { name: '查询' }).click()
    await figuresCame(page)
  }

  it.each(['light', 'dark'] as const)('loads in %s without an error, and draws four figures', async colorScheme => {
    const { page, faults } = await look({ colorScheme })

    expect(await page.locator('.card[data-state="drawn"]').count()).toBe(4)
    expect(await page.getAttribute('html', 'data-theme')).toBe(colorScheme)
    expect(faults).toStrictEqual([])
    await takeShot(page, colorScheme)
  })

  it('shows the overview as three numbers with their rates', async () => {
    const { page } = await look()

    expect(await page.locator('#overview .number strong').allTextContents()).toStrictEqual(['10,000', '8,000', '5,600'])
    expect(await page.locator('#overview .rate').allTextContents()).toStrictEqual([
      '2 个下发任务',
      '打开率 80%',
      '跳转率 70%',
    ])
    expect(valuesOf((await seriesOf(page, 'overview'))[0])).toStrictEqual([10000, 8000, 5600])
  })

  it('draws the channels that the function gives', async () => {
    const { page } = await look()
    const table = await tableOf('overviewByChannel')

    const [opens, jumps] = await seriesOf(page, 'channels')

    const columnOf = (colId: string): number[] => {
      const at = table.dataColumn.findIndex(column => column.colId === colId)
      return table.dataValue.map(row => Number(row.dataValue[at])).sort((a, b) => b - a)
    }
    expect(valuesOf(opens)).toStrictEqual(columnOf('h5_open_uercnt'))
    expect(valuesOf(jumps)).toStrictEqual(columnOf('jump_wxapp_uercnt'))
  })

  it('draws the funnel of the chosen channel', async () => {
    const { page } = await look()

    const [sms] = await seriesOf(page, 'conversion')
    await page.getByRole('combobox', { name: '渠道', exact: true }).selectOption({ label: '未知渠道' })
    await figuresCame(page)
    const [unknown] = await seriesOf(page, 'conversion')

    expect(valuesOf(sms)).toStrictEqual([10000, 5000, 3000])
    expect(valuesOf(unknown)).toStrictEqual([100, 120])
  })

  it('draws opens, jumps and the rate in five-minute steps, the empty ones as 0', async () => {
    const { page } = await look()
    const opens = await tableOf('realtime', { actType: 'h5' })

    const [h5, wxapp, rate] = await seriesOf(page, 'realtime')

    const counts = new Map(opens.dataValue.map(row => [Number(row.dataValue[0]), Number(row.dataValue[1])]))
    const expected = Array.from({ length: 288 }, (_, step) => counts.get(day.beginDate + step * 300) ?? 0)
    expect(h5?.data).toStrictEqual(expected)
    expect(expected).toContain(0)
    expect([wxapp?.data.length, rate?.data.length]).toStrictEqual([288, 288])
  })

  it('says what empty means where there is no data', async () => {
    const { page } = await look()

    await chooseDay(page, '2021-03-10', '2021-03-11')

    expect(await page.locator('.card[data-state="empty"]').count()).toBe(4)
    expect(await page.locator('#overview').innerText()).toContain('次日约 06:00')
  })

  it('shows code, message and advice where WeChat refuses', async () => {
    await post(server(), 'fault', { fault: 'noPermission' })
    const { page } = await look()
    await post(server(), 'fault', { fault: null })

    const text = await page.locator('#conversion').innerText()
    expect(text).toContain('errCode -604101')
    expect(text).toContain('conversion:fail')
    expect(text).toContain('建议：upload the function once from WeChat DevTools')
    expect(await page.locator('#banner').innerText()).toContain('noPermission')
  })

  it('explains a window that is none, and keeps the figures', async () => {
    const { page } = await look()

    await chooseDay(page, '2021-02-30', '2021-03-01')

    expect(await page.locator('.problem[role="alert"]:visible').innerText()).toContain('时间范围有误')
    expect(await page.locator('.card[data-state="drawn"]').count()).toBe(4)
  })

  it('saves a figure as PNG and as CSV', async () => {
    const { page } = await look()

    const files = []
    for (const kind of ['PNG', 'CSV']) {
      const download = page.waitForEvent('download')
      await page.getByLabel(`转化漏斗：保存为 ${kind}`).click()
      files.push(readFileSync(await (await download).path()))
    }

    expect(files[0]?.subarray(1, 4).toString()).toBe('PNG')
    expect(files[1]?.toString('utf8')).toMatch(/^\ufeff小程序id,.*\r\n.*,_cms_sms_,5000,3000,10000,/)
  })

  it('switches its theme, the charts with it', async () => {
    const { page } = await look({ colorScheme: 'light' })
    const before = (await seriesOf(page, 'conversion'))[0]?.data

    await page.getByRole('button', { name: '深色' }).click()

    expect(await page.getAttribute('html', 'data-theme')).toBe('dark')
    expect((await seriesOf(page, 'conversion'))[0]?.data).toStrictEqual(before)
  })

  it('fits a window of 390 px: nothing overflows, in any tab', async () => {
    const { page } = await look({ viewport: { width: 390, height: 844 } })
    await takeShot(page, 'narrow')

    const widths = []
    for (const tab of ['看数据', '试一试', '弄坏它']) {
      await page.getByRole('tab', { name: tab }).click()
      widths.push(await page.evaluate('document.documentElement.scrollWidth'))
    }

    expect(widths).toStrictEqual([390, 390, 390])
  })

  it('moves between its tabs with the arrow keys', async () => {
    const { page } = await look()

    await page.getByRole('tab', { name: '看数据' }).focus()
    await page.keyboard.press('ArrowRight')

    expect(await page.evaluate('document.activeElement.textContent')).toBe('试一试')
    expect(await page.locator('#panel-try').isVisible()).toBe(true)
    expect(await page.locator('#panel-look').isVisible()).toBe(false)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.closest("[role=tabpanel]")?.id')).toBe('panel-try')
  })
})
