import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Quiet: without these flags the browser looks for its maker's services. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The browser of this machine: `CHROMIUM`, else where it usually is. */
function findChromium(): string | undefined {
  return process.env['CHROMIUM'] ?? USUAL_PLACES.find(existsSync)
}

/**
 * `describe` where there is a browser. Without one the tests are skipped, with a line that says so; in CI they run all
 * the same, and fail.
 */
export function describeInBrowser(): jest.Describe {
  if (findChromium() !== undefined || process.env['CI'] === 'true') return describe
  process.stderr.write('no Chromium here: the browser tests are skipped (install it, or set CHROMIUM to its path)\n')
  return describe.skip
}

/** A page, and what went wrong in it: console errors, uncaught errors, requests that were not answered. */
export interface OpenPage {
  page: Page
  faults: string[]
}

/** A browser for the tests of a file; every page it opened is closed after its test. */
export function useChromium(): (url: string, options?: BrowserContextOptions) => Promise<OpenPage> {
  let browser: Browser | undefined
  const opened: Page[] = []
  beforeAll(async () => (browser = await launch()))
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.context().close()
  })
  afterAll(() => browser?.close())
  return async (url, options = {}) => {
    if (browser === undefined) throw new Error('the browser runs within tests only')
    const open = await openPage(browser, options)
    opened.push(open.page)
    await open.page.goto(url)
    return open
  }
}

/** A browser with one empty page for all tests of a file, which saves each of them opening one; its faults are each test's own. */
export function useChromiumPage(options: BrowserContextOptions): () => OpenPage {
  let browser: Browser | undefined
  let open: OpenPage | undefined
  beforeAll(async () => {
    browser = await launch()
    open = await openPage(browser, options)
  })
  beforeEach(() => void open?.faults.splice(0))
  afterAll(() => browser?.close())
  return () => {
    if (open === undefined) throw new Error('the browser runs within tests only')
    return open
  }
}

async function launch(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('no Chromium: install it, or set CHROMIUM to its path')
  return chromium.launch({ executablePath, args: FLAGS })
}

async function openPage(browser: Browser, options: BrowserContextOptions): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
  })
  page.on('pageerror', error => faults.push(error.message))
  page.on('requestfailed', request => faults.push(`${request.url()} ${request.failure()?.errorText}`))
  return { page, faults }
}

const SHOTS = join(__dirname, '../shots')

/** Keeps a picture of the page for people to look at. */
export async function takeShot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}
