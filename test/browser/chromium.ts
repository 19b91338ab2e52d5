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
  '--process-per-site', // a page finds its script compiled by the page before it
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

/** How a page is shown. */
export interface PageOptions extends Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'reducedMotion'> {
  /**
   * A window of the page's own, made with these: for what belongs to a window and would stay for the next test
   * (permissions, `page.clock`). It costs a second of CPU.
   */
  own?: BrowserContextOptions
}

/** A browser for the tests of a file. */
export interface Chromium {
  open: (url: string, options?: PageOptions) => Promise<OpenPage>
  /** Closes the pages and clears what they stored. Done after each test. */
  renew: () => Promise<void>
}

/**
 * A browser for the tests of a file. Each page is a new tab: routes, listeners, emulated media, focus and history go with
 * it when it is closed after its test. The tabs share a window, because a new one costs more than most pages do; what a
 * window keeps (cookies, storage) is cleared after each test, and found cleared. Nothing moves, unless a page is opened with
 * `reducedMotion: 'no-preference'`: each moving chart is drawn 60 times a second.
 */
export function useChromium(): Chromium {
  let browser: Browser | undefined
  let shared: SharedWindow | undefined
  const opened: { close(): Promise<void> }[] = []
  beforeAll(async () => {
    browser = await launch()
    shared = await openSharedWindow(browser)
  })
  async function renew(): Promise<void> {
    for (const each of opened.splice(0)) await each.close()
    await shared?.clear()
  }
  afterEach(renew)
  afterAll(() => browser?.close())
  return {
    async open(url, { own, ...look } = {}) {
      if (browser === undefined || shared === undefined) throw new Error('the browser runs within tests only')
      const context = own && (await browser.newContext({ ...DEFAULT_LOOK, ...look, ...own }))
      const page = await (context?.newPage() ?? shared.newTab(look))
      opened.push(context ?? page)
      const faults = faultsOf(page)
      await page.goto(url)
      return { page, faults }
    },
    renew,
  }
}

const DEFAULT_LOOK = { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' } as const

interface SharedWindow {
  newTab(look: Omit<PageOptions, 'own'>): Promise<Page>
  /** @throws when something is stored after all */
  clear(): Promise<void>
}

async function openSharedWindow(browser: Browser): Promise<SharedWindow> {
  const context = await browser.newContext(DEFAULT_LOOK)
  // A window goes with its last tab, and the renderer of a site with its last page: this one stays, on an empty page of the site.
  const anchor = await context.newPage()
  await anchor.route('**', route => route.fulfill({ contentType: 'text/html', body: '' }))
  const cdp = await context.newCDPSession(anchor)
  const visited = new Set<string>()
  return {
    async newTab({ viewport = DEFAULT_LOOK.viewport, ...media }) {
      const page = await context.newPage()
      Object.defineProperty(page, 'clock', {
        get: () => {
          throw new Error('a clock is that of all tabs: open the page with { own: {} }')
        },
      })
      page.on('framenavigated', frame => {
        if (frame.url().startsWith('http')) visited.add(new URL(frame.url()).origin)
      })
      if (viewport !== null) await page.setViewportSize(viewport)
      await page.emulateMedia(media)
      return page
    },
    async clear() {
      await context.clearCookies()
      const origins = [...visited]
      visited.clear()
      for (const origin of origins) {
        await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' })
        if (new URL(anchor.url()).origin !== origin) await anchor.goto(origin)
        const left = await anchor.evaluate<unknown[]>(STORED)
        if (left.length > 0) throw new Error(`${origin} still stores ${left.join()}`)
      }
    },
  }
}

/** The names of all that the origin of a page stores. */
const STORED = `(async () => [
  ...Object.keys(localStorage), ...document.cookie.split(';').filter(Boolean), ...await caches.keys(),
  ...(await indexedDB.databases()).map(({ name }) => name),
  ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
])()`

/** A browser with one empty page for all tests of a file, which saves each of them opening one; its faults are each test's own. */
export function useChromiumPage(options: BrowserContextOptions = {}): () => OpenPage {
  let browser: Browser | undefined
  let open: OpenPage | undefined
  beforeAll(async () => {
    browser = await launch()
    const page = await browser.newPage({ ...DEFAULT_LOOK, ...options })
    open = { page, faults: faultsOf(page) }
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

function faultsOf(page: Page): string[] {
  const faults: string[] = []
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
  })
  page.on('pageerror', error => faults.push(error.message))
  page.on('requestfailed', request => faults.push(`${request.url()} ${request.failure()?.errorText}`))
  return faults
}

const SHOTS = join(__dirname, '../shots')

/** Keeps a picture of the whole page for people to look at, where they ask for pictures (`SHOTS=1`): none is tested. */
export async function takeShot(page: Page, name: string): Promise<void> {
  if (process.env['SHOTS'] === undefined) return
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}
