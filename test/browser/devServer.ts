import type { Page } from 'playwright-core'
import { emulatorBackend } from '../../scripts/dev/emulatorBackend'
import { type DevServer, startDevServer } from '../../scripts/dev/server'
import type { ReadAnswer, ReadQuestion } from '../../scripts/dev/protocol'

/** Noon of 1 March 2021 in Beijing, in milliseconds. */
export const NOW = 1614571200_000

/** The page's server over an emulator, for the tests of a file. */
export function useDevServer(): () => DevServer {
  let server: DevServer | undefined
  beforeAll(async () => {
    server = await startDevServer(await emulatorBackend({ now: () => NOW }), 0)
  })
  afterAll(() => server?.close())
  return () => {
    if (server === undefined) throw new Error('the server runs within tests only')
    return server
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

/** Waits until no figure is on its way any more. */
export async function figuresCame(page: Page): Promise<void> {
  await page.waitForSelector('.card[data-state]')
  await page.waitForSelector('.card[data-state="waiting"]', { state: 'detached' })
}

/** The series that a chart on the page holds. */
export function seriesOf(page: Page, card: string): Promise<DrawnSeries[]> {
  return page.evaluate<DrawnSeries[]>(`window.charts['${card}']?.getOption().series ?? []`)
}

export interface DrawnSeries {
  type: string
  name: string
  data: unknown[]
}

/** The numbers of a series of bars, whose entries have their words beside them. */
export function valuesOf(series: DrawnSeries | undefined): unknown[] {
  return (series?.data ?? []).map(bar => (bar as { value: unknown }).value)
}
