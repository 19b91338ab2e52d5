/** Try and Break, in a real browser. */
import type { Page } from 'playwright-core'
import { describeInBrowser, useChromium } from './chromium'
import { seriesOf, useDevServer, valuesOf } from './devServer'

describeInBrowser()('the page', () => {
  const server = useDevServer()
  const open = useChromium()

  async function openTab(tab: string): Promise<Page> {
    const { page } = await open(server().url)
    await page.getByRole('tab', { name: tab }).click()
    return page
  }

  async function runFunction(page: Page): Promise<string> {
    await page.getByRole('button', { name: '运行' }).click()
    await page.waitForSelector('#panel-try .facts')
    return page.locator('#panel-try .output').innerText()
  }

  it('runs a function with its example, and shows the table, the result and the request', async () => {
    const page = await openTab('试一试')
    await page.getByLabel('函数').selectOption('conversion')

    const text = await runFunction(page)

    expect(text).toContain('到达微信的请求 1 次')
    expect(text).toContain('"channel_id": "_cms_sms_"')
    expect(await page.locator('#panel-try td').allTextContents()).toContain('[task1:5000,task2:5000]')
  })

  it('draws the option of format chart', async () => {
    const page = await openTab('试一试')
    const event = JSON.parse(await page.getByLabel('event(JSON)').inputValue()) as object
    await page.getByLabel('event(JSON)').fill(JSON.stringify({ ...event, format: 'chart' }))

    await runFunction(page)

    expect(valuesOf((await seriesOf(page, 'try-chart'))[0])).toStrictEqual([10000, 8000, 5600])
  })

  it('calls as a user whom STATS_ALLOWED_OPENIDS does not list, then lists him', async () => {
    const page = await openTab('试一试')
    await page.getByLabel('调用者').selectOption('user')
    await page.getByLabel('OPENID', { exact: true }).fill('o-visitor')

    const refused = await runFunction(page)
    await page.getByLabel('环境变量 STATS_ALLOWED_OPENIDS').fill('o-visitor')
    const allowed = await runFunction(page)

    expect(refused).toContain('-601004')
    expect(refused).toContain('o-visitor')
    expect(refused).toContain('到达微信的请求 0 次')
    expect(allowed).toContain('"errCode": 0')
  })

  it('says where the event is no JSON', async () => {
    const page = await openTab('试一试')
    await page.getByLabel('event(JSON)').fill('{ beginDate: }')

    await page.getByRole('button', { name: '运行' }).click()

    expect(await page.locator('#panel-try .problem').innerText()).toContain('event 不是 JSON')
  })

  it('breaks WeChat on demand, and mends it', async () => {
    const page = await openTab('弄坏它')
    const callAll = async (): Promise<string[]> => {
      await page.getByRole('button', { name: '调用四个函数' }).click()
      await page.waitForSelector('.answer:not(:has(strong))', { state: 'detached' })
      return page.locator('.answer strong').allTextContents()
    }

    await page.getByLabel('illegalSource').check()
    await page.locator('#banner', { hasText: 'illegalSource' }).waitFor()
    const broken = await callAll()
    await page.getByRole('button', { name: '恢复正常' }).click()
    await page.locator('#banner').waitFor({ state: 'hidden' })
    const mended = await callAll()

    expect(broken).toStrictEqual(Array(4).fill('errCode -604104'))
    expect(mended).toStrictEqual(Array(4).fill('errCode 0'))
  })
})
