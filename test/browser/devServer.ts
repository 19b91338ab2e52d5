import type { Page, Request } from 'playwright-core'
import { emulatorBackend } from '../../scripts/dev/emulatorBackend'
import { type DevServer, startDevServer } from '../../scripts/dev/server'
import type { ReadAnswer, ReadQuestion } from '../../scripts/dev/protocol'
import type { Campaign } from '../../scripts/emulator/campaign'

/** Noon of 1 March 2021 in Beijing, in milliseconds. */
export const NOW = 1614571200_000

/** The page's server over an emulator, for the tests of a file. */
export interface TestServer extends DevServer {
  /** Sets the clock of the figures, Unix milliseconds, until the end of the test. */
  setNow(ms: number): void
}

/** @param campaigns in place of the built-in ones */
export function useDevServer(campaigns?: readonly Campaign[]): () => TestServer {
  let server: DevServer | undefined
  let now = NOW
  beforeAll(async () => {
    server = await startDevServer(await emulatorBackend({ now: () => now, ...(campaigns && { campaigns }) }), 0)
  })
  afterEach(() => {
    now = NOW
  })
  afterAll(() => server?.close())
  return () => {
    if (server === undefined) throw new Error('the server runs within tests only')
    return {
      ...server,
      setNow(ms) {
        now = ms
      },
    }
  }
}

/** What a built function answers, asked past the page. */
export async function readFigures(server: DevServer, question: ReadQuestion): Promise<ReadAnswer> {
  return (await post(server, 'read', question)) as ReadAnswer
}

/** Asks an endpoint of the server. */
export async function post(server: DevServer, endpoint: string, question: unknown): Promise<unknown> {
  const response = await fetch(`${server.url}/api/${endpoint}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
  })
  return response.json()
}

/** Waits until no figure is on its way any more, and the charts are drawn. */
export async function figuresCame(page: Page): Promise<void> {
  await page.waitForSelector('.figure[data-state], #failure')
  await page.waitForSelector('.figure[data-state="waiting"]', { state: 'detached' })
  await page.evaluate(EFFECTS)
}

/** Waits until what is rendered has had its effects, which draw the charts: Preact runs them in a timer after the next frame. */
const EFFECTS = 'new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))'

/** Does something that asks, and gives the calls that it took once their figures are there. */
export async function callsOf(page: Page, act: () => Promise<unknown>): Promise<ReadQuestion[]> {
  const calls: ReadQuestion[] = []
  const onRequest = (request: Request): void => {
    if (request.url().endsWith('/api/read')) calls.push(request.postDataJSON() as ReadQuestion)
  }
  page.on('request', onRequest)
  const asked = page.waitForRequest(request => request.url().endsWith('/api/read'))
  await act()
  await asked
  await page.waitForSelector('.figure:is([data-current="false"], [data-state="waiting"])', { state: 'detached' })
  await page.evaluate(EFFECTS)
  page.off('request', onRequest)
  return calls
}

/** The series that a chart on the page holds. */
export function seriesOf(page: Page, card: string): Promise<DrawnSeries[]> {
  return page.evaluate<DrawnSeries[]>(`${EFFECTS}.then(() => window.charts['${card}']?.getOption().series ?? [])`)
}

export interface DrawnSeries {
  type: string
  name: string
  data: unknown[]
  lineStyle?: { type: unknown }
}

/** The numbers of a series, whose entries may have words or a symbol beside them. */
export function valuesOf(series: DrawnSeries | undefined): unknown[] {
  return (series?.data ?? []).map(entry =>
    typeof entry === 'object' && entry !== null && 'value' in entry ? entry.value : entry,
  )
}
