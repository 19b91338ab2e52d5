import type { Page } from 'playwright-core'
import { type OpenPage, takeShot } from '../browser/chromium'
import type { HostState, PackedApp, Rejection, Telephone } from './host/protocol'
import { DEFAULT_STYLES } from './packApp'

/** What `wx.cloud.callFunction` brings: a function's result as JSON text, or a rejection of the platform's. */
export type CallFunction = (name: string, event: unknown) => Promise<string | Rejection>

export interface TelephoneOptions extends Partial<Telephone> {
  width?: number
  /** The time on the telephone, in milliseconds. */
  nowMs: number
  callFunction: CallFunction
}

/** A call as it left the mini program. */
export interface Call {
  name: string
  event: unknown
}

/** A mini program that runs in the browser. */
export interface RunningApp {
  page: Page
  /** Console errors, warnings and uncaught errors. */
  faults: string[]
  calls: Call[]
  state(): Promise<HostState>
  open(url: string): Promise<void>
  leave(): Promise<void>
  /** Frees what nobody holds. */
  collectGarbage(): Promise<void>
  /** Chooses in a picker, as a finger on its wheel. */
  choose(picker: string, value: string | number): Promise<void>
  /** The coloured pixels of a card's chart: bars and lines, neither texts nor axes. */
  inkOf(card: string): Promise<number>
  /** What is written in a card's chart. */
  textsOf(card: string): Promise<string[]>
}

/** A page of the browser that plays telephones, one after the other. */
export interface Player {
  /** Starts a mini program anew; no page of it is open yet. */
  start(app: PackedApp, options: TelephoneOptions): Promise<RunningApp>
}

/** Makes a player of a page. `host` is its script (packApp.ts). */
export async function makePlayer({ page, faults }: OpenPage, host: string): Promise<Player> {
  let answer: CallFunction | undefined
  let calls: Call[] = []
  let installed: PackedApp | undefined
  await page.exposeFunction('callFunction', async (name: string, json: string) => {
    if (answer === undefined) throw new Error('no mini program was started')
    const event = JSON.parse(json) as unknown
    calls.push({ name, event })
    const answered = await answer(name, event)
    return typeof answered === 'string' ? `{"result":${answered}}` : JSON.stringify(answered)
  })
  await page.setContent(
    `<!doctype html><meta name="viewport" content="width=device-width"><style>${DEFAULT_STYLES}</style><body></body>`,
  )
  await page.addScriptTag({ content: host })
  const cdp = await page.context().newCDPSession(page)

  return {
    async start(app, { width = 390, nowMs, callFunction, ...telephone }) {
      answer = callFunction
      calls = []
      await page.setViewportSize({ width, height: 844 })
      await page.emulateMedia({ colorScheme: 'light' })
      await page.clock.setFixedTime(nowMs)
      const played: Telephone = { ...DEFAULT_TELEPHONE, ...telephone }
      if (app !== installed) await run(page, 'install', app) // most of a megabyte: once, not for each test
      installed = app
      await run(page, 'start', played)
      return {
        page,
        faults,
        calls,
        state: () => run(page, 'state') as Promise<HostState>,
        open: async url => void (await run(page, 'open', url)),
        leave: async () => void (await run(page, 'leave')),
        collectGarbage: async () => void (await cdp.send('HeapProfiler.collectGarbage')),
        choose: (picker, value) => page.locator(`picker[id$="--${picker}"]`).evaluate(choose, value),
        inkOf: card => page.locator(`[id$="--${card}"] canvas`).evaluate(countInk),
        textsOf: card => run(page, 'textsOn', `[id$="--${card}"] canvas`) as Promise<string[]>,
      }
    },
  }
}

const DEFAULT_TELEPHONE: Telephone = {
  theme: 'light',
  platform: 'ios',
  network: 'wifi',
  clipboard: true,
  storage: {},
  pixelRatio: 2,
}

/** Calls the host: its methods stand in host/protocol.ts. */
export function run(page: Page, method: string, ...given: unknown[]): Promise<unknown> {
  return page.evaluate(`host.${method}(${given.map(value => JSON.stringify(value)).join()})`)
}

/** What of the DOM the functions below use; they run in the browser. */
interface Picker {
  value: unknown
  dispatchEvent(event: Event): void
}
interface Canvas {
  width: number
  height: number
  clientWidth: number
  getContext(type: '2d'): { getImageData(x: number, y: number, width: number, height: number): { data: Uint8Array } }
}

function choose(element: unknown, value: string | number): void {
  const picker = element as Picker
  picker.value = value
  picker.dispatchEvent(new Event('change', { bubbles: true }))
}

function countInk(element: unknown): number {
  const canvas = element as Canvas
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  let ink = 0
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4)
    if (alpha > 128 && Math.max(red, green, blue) - Math.min(red, green, blue) > 50) ink++
  }
  return ink
}

/** The sizes of canvases: in pixels, and in px of the layout. */
export function sizesOf(elements: unknown[]): { width: number; height: number; clientWidth: number }[] {
  return elements.map(element => {
    const { width, height, clientWidth } = element as Canvas
    return { width, height, clientWidth }
  })
}

/** The colour behind an element's own text. */
export function backgroundOf(element: unknown): string {
  const browser = globalThis as unknown as { getComputedStyle(element: unknown): { backgroundColor: string } }
  return browser.getComputedStyle(element).backgroundColor
}

/** How light the lightest pixel of each canvas is: that of a text in the dark, that of a line in the light. */
export function lightestText(elements: unknown[]): number[] {
  return elements.map(element => {
    const canvas = element as Canvas
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    let lightest = 0
    for (let at = 0; at < data.length; at += 4)
      if (data[at + 3] === 255)
        lightest = Math.max(lightest, Math.min(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0))
    return lightest
  })
}

/** Looks again and again until something holds; what does not hold in five seconds is an error. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + 5_000
  while (!(await holds())) {
    if (Date.now() > deadlineMs) throw new Error(`it did not come to hold: ${holds.toString()}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/** Keeps a picture of the mini program for people to look at. */
export function shoot(page: Page, name: string): Promise<void> {
  return takeShot(page, `miniprogram-${name}`)
}
