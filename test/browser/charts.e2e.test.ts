/** The options of every campaign, drawn in a real browser: what a reader sees of them. */
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { SURFACES, type Theme } from '../../shared/answer/palette'
import { contrast } from '../support/color'
import { describeInBrowser, takeShot, useChromiumPage } from './chromium'
import { SHEET } from './sheet/campaigns'
import type { Box, DrawnChart, DrawnTooltip, SheetChart } from './sheet/drawn'

const SIZES = [
  [320, 'light'],
  [320, 'dark'],
  [390, 'light'],
  [390, 'dark'],
  [1200, 'light'],
  [1200, 'dark'],
] as const satisfies [number, Theme][]

describeInBrowser()('the charts', () => {
  const openPage = useChromiumPage()
  const faults: string[] = []
  const drawn = new Map<string, DrawnChart[]>()
  const tooltips = new Map<string, DrawnTooltip[]>()

  beforeAll(async () => {
    const code = await bundle()
    const opened = openPage()
    const { page } = opened
    for (const [width, theme] of SIZES) {
      await page.setViewportSize({ width: width < 1000 ? width * 4 + 60 : width + 20, height: 900 })
      await page.goto('about:blank')
      await page.addScriptTag({ content: code })
      drawn.set(`${width} ${theme}`, await drawSheet(page, SHEET, width, theme))
      await takeShot(page, `charts-${width}-${theme}`)
      for (const mode of ['html', 'richText'] as const)
        tooltips.set(`${width} ${theme} ${mode}`, await page.evaluate<DrawnTooltip[]>(`window.tooltips('${mode}')`))
    }
    faults.push(...opened.faults)
  })

  it('are drawn without a complaint', () => {
    expect(faults).toStrictEqual([])
  })

  describe.each(SIZES)('at %d px, %s', (width, theme) => {
    const charts = (): DrawnChart[] => drawn.get(`${width} ${theme}`) ?? []

    it.each(SHEET.map(({ name }) => name))(
      '%s: every text is whole, on the canvas, and apart from all others',
      name => {
        const chart = chartOf(charts(), name)

        expect(chart.texts.length).toBeGreaterThan(0)
        expect(chart.texts.filter(text => !isOn(chart, text))).toStrictEqual([])
        expect(overlaps(chart)).toStrictEqual([])
      },
    )

    it('each bar has the length of its number, and 0 and the unknown have none', () => {
      const wrong = charts().flatMap(({ name, bars }) => {
        const longest = Math.max(...bars.map(({ value }) => Number(value) || 0))
        const fullPx = Math.max(...bars.map(({ inkPx }) => inkPx))
        const expected = (value: number | '-'): number => (value === '-' ? 0 : (value / longest) * fullPx)
        return bars.filter(({ value, inkPx }) => Math.abs(inkPx - expected(value)) > 1).map(bar => ({ name, ...bar }))
      })

      expect(wrong).toStrictEqual([])
      expect(charts().flatMap(({ bars }) => bars).length).toBeGreaterThan(50)
    })

    it('a curve of today ends at now, in the middle of a busy day, and does not fall to 0', () => {
      const lines = charts().flatMap(({ name, lines }) => (name.startsWith('realtime: today') ? lines : []))
      const counts = lines.filter(({ series }) => !series.includes('%'))

      expect(counts.map(({ steps }) => steps)).toStrictEqual([175, 175, 175])
      expect(counts.filter(({ right, endRise }) => right < width - 35 || endRise < 15)).toStrictEqual([])
    })

    it('a curve reaches from the first step to the last, also over a year', () => {
      // Where two lines lie on each other only the upper one is seen.
      const ends = charts().flatMap(({ name, lines }) => {
        const counts = lines.filter(({ series }) => !series.includes('%'))
        const [left, right] = [Math.min(...counts.map(line => line.left)), Math.max(...counts.map(line => line.right))]
        return counts.length === 0 ? [] : [{ name, left, right }]
      })

      expect(ends.length).toBeGreaterThan(10)
      expect(ends.filter(({ left, right }) => left > 80 || right < width - 35)).toStrictEqual([])
    })

    it('each text has a contrast of 4.5 to what it stands on', () => {
      const pale = charts().flatMap(({ texts }) =>
        texts.filter(({ color }) => contrast(color, SURFACES[theme].surface) < 4.5),
      )

      expect(pale).toStrictEqual([])
    })

    it.each(['html', 'richText'])('a tooltip stays on its canvas, as %s', mode => {
      const shown = tooltips.get(`${width} ${theme} ${mode}`) ?? []

      expect(shown.length).toBeGreaterThan(15)
      expect(shown.filter(({ box, ...canvas }) => box === undefined || !isOn(canvas, box))).toStrictEqual([])
    })

    it('is drawn in well under a second, all of them', () => {
      expect(charts().reduce((sum, { ms }) => sum + ms, 0)).toBeLessThan(charts().length * 100)
    })
  })
})

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'sheet/sheet.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"development"' }, // ECharts then says what is wrong with an option
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

function drawSheet(page: Page, charts: readonly SheetChart[], width: number, theme: Theme): Promise<DrawnChart[]> {
  return page.evaluate<DrawnChart[]>(`window.drawSheet(${JSON.stringify(charts)}, ${width}, '${theme}')`)
}

function chartOf(charts: readonly DrawnChart[], name: string): DrawnChart {
  const chart = charts.find(each => each.name === name)
  if (chart === undefined) throw new Error(`${name} was not drawn`)
  return chart
}

/** Half a pixel is what rounding takes. */
const ROUNDING = 0.5

function isOn({ width, height }: Pick<DrawnChart, 'width' | 'height'>, { left, top, right, bottom }: Box): boolean {
  return left >= -ROUNDING && top >= -ROUNDING && right <= width + ROUNDING && bottom <= height + ROUNDING
}

/** Texts that stand on another text, or on a bar. A text's box is its line, which is taller than its characters. */
function overlaps({ texts, bars }: DrawnChart): [string, string][] {
  const boxes = [
    ...texts.map(box => ({ name: box.text, box })),
    ...bars.flatMap(({ box, value }) => (box === undefined || value === 0 ? [] : [{ name: `bar ${value}`, box }])),
  ]
  return texts.flatMap((text, at) =>
    boxes.slice(at + 1).flatMap(({ name, box }): [string, string][] => (meet(text, box) ? [[text.text, name]] : [])),
  )
}

function meet(a: Box, b: Box): boolean {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return across > 1 && down > 2
}
