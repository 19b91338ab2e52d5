/** Runs in the browser: draws charts side by side and says what a reader sees of each. */
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, getInstanceByDom, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { ChartOption } from '../../../shared/answer/chart'
import { chartTheme, SURFACES, type Theme } from '../../../shared/answer/palette'
import type { Box, DrawnBar, DrawnChart, DrawnLine, DrawnTooltip, SheetChart } from './drawn'

// What the page and the mini program have, and nothing more.
use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, TooltipComponent, CanvasRenderer])

declare global {
  interface Window {
    drawSheet: (charts: SheetChart[], width: number, theme: Theme) => DrawnChart[]
    tooltips: (mode: 'html' | 'richText') => DrawnTooltip[]
  }
}

const onSheet: { name: string; element: HTMLElement; option: ChartOption; theme: object }[] = []

window.drawSheet = (charts, width, theme) => {
  document.body.style.cssText = `margin: 8px; font: 11px sans-serif; background: ${SURFACES[theme].surface}; color: ${SURFACES[theme].muted}`
  const sheet = document.createElement('div')
  sheet.style.cssText = 'display: flex; flex-wrap: wrap; gap: 12px'
  document.body.append(sheet)
  return charts.map(chart => drawChart(sheet, chart, width, theme))
}

function drawChart(sheet: HTMLElement, { name, option, height }: SheetChart, width: number, theme: Theme): DrawnChart {
  const element = document.createElement('div')
  element.style.cssText = `width: ${width}px; height: ${height}px; outline: 1px dotted ${SURFACES[theme].line}`
  const cell = document.createElement('div')
  cell.append(name, element)
  sheet.append(cell)
  const font = { textStyle: { fontFamily: '"Noto Sans CJK SC", sans-serif' } }
  const look = { ...chartTheme(theme), ...font, animation: false }
  const chart = init(element, look)
  const startedMs = performance.now()
  chart.setOption(option)
  chart.getZr().flush()
  const ms = performance.now() - startedMs
  const canvas = element.querySelector('canvas')
  const context = canvas?.getContext('2d')
  if (!canvas || !context) throw new Error('no canvas')
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height)
  onSheet.push({ name, element, option, theme: look })
  return {
    name,
    width,
    height,
    ms,
    ...textsOf(chart),
    bars: barsOf(chart, option, pixels),
    lines: linesOf(option, pixels),
  }
}

/** What ECharts' renderer holds of a text; its types do not say. */
interface Drawable {
  type: string
  z: number
  ignore: boolean
  invisible: boolean
  style: { text?: string; fill?: string }
  transform: number[] | null
  getBoundingRect(): {
    clone(): { x: number; y: number; width: number; height: number; applyTransform(m: number[]): void }
  }
}

function displayed(chart: ECharts): Drawable[] {
  const all = chart.getZr().storage.getDisplayList(true) as unknown as Drawable[]
  return all.filter(({ ignore, invisible }) => !ignore && !invisible)
}

function boxOf(drawable: Drawable): Box {
  const rect = drawable.getBoundingRect().clone()
  if (drawable.transform !== null) rect.applyTransform(drawable.transform)
  return toBox(rect)
}

function textsOf(chart: ECharts): Pick<DrawnChart, 'texts'> {
  const texts = displayed(chart).filter(({ type, style }) => type === 'tspan' && style.text?.trim())
  return { texts: texts.map(each => ({ text: each.style.text ?? '', color: each.style.fill ?? '', ...boxOf(each) })) }
}

/** Each bar with the pixels of its colour along its middle: what a reader measures. */
function barsOf(chart: ECharts, option: ChartOption, pixels: ImageData): DrawnBar[] {
  // The model is where a bar's place is known; the types keep it private.
  const model = (chart as unknown as { _model: Model })._model
  return option.series.flatMap((series, seriesIndex) => {
    if (series.type !== 'bar') return []
    const data = model.getSeriesByIndex(seriesIndex).getData()
    return series.data.map(({ value, itemStyle }, index): DrawnBar => {
      const layout = data.getItemLayout(index)
      const y = Math.round(layout.y + layout.height / 2)
      const color = itemStyle?.color ?? series.itemStyle?.color ?? ''
      const box = value === '-' ? undefined : toBox(layout)
      return { series: series.name, value, inkPx: countInk(pixels, color, y), ...(box && { box }) }
    })
  })
}

interface Model {
  getSeriesByIndex(index: number): { getData(): { getItemLayout(index: number): Rect } }
}
interface Rect {
  x: number
  y: number
  width: number
  height: number
}

function linesOf(option: ChartOption, pixels: ImageData): DrawnLine[] {
  return option.series.flatMap((series): DrawnLine[] => {
    if (series.type !== 'line') return []
    // The key of the colour, above the grid, is no part of the line.
    const top = option.grid?.[0]?.top ?? 0
    const ink = inkOf(pixels, series.itemStyle.color).filter(({ y }) => y > top)
    const [left, right] = [Math.min(...ink.map(({ x }) => x)), Math.max(...ink.map(({ x }) => x))]
    const highest = Math.min(...ink.filter(({ x }) => x > right - 8).map(({ y }) => y))
    const endRise = Math.max(...ink.map(({ y }) => y)) - highest
    return [{ series: series.name, steps: series.data.length, left, right, endRise }]
  })
}

function inkOf({ data, width, height }: ImageData, color: string): { x: number; y: number }[] {
  const isInk = inkTest(data, color)
  const found: { x: number; y: number }[] = []
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (isInk((y * width + x) * 4)) found.push({ x, y })
  return found
}

/** Whether the pixel at a place of the data has a colour, as nearly as rounding leaves it. */
function inkTest(data: ImageData['data'], color: string): (at: number) => boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => parseInt(color.slice(at, at + 2), 16))
  const near = (a: number, b = 0): boolean => Math.abs(a - b) < 12
  return at => near(red, data[at]) && near(green, data[at + 1]) && near(blue, data[at + 2])
}

function countInk({ data, width }: ImageData, color: string, y: number): number {
  const isInk = inkTest(data, color)
  return Array.from({ length: width }, (_, x) => isInk((y * width + x) * 4)).filter(Boolean).length
}

function toBox({ x, y, width, height }: Rect): Box {
  return { left: x, top: y, right: x + width, bottom: y + height }
}

/** The tooltip of the last entry of each chart that has one: as HTML on a page, as `richText` in a mini program. */
window.tooltips = mode =>
  onSheet
    .filter(({ option }) => option.tooltip.show !== false && option.series.length > 0)
    .map(({ name, element, option, theme }) => {
      const { width, height } = element.getBoundingClientRect()
      getInstanceByDom(element)?.dispose() // the mode is taken once, when a chart is made
      const chart = init(element, theme)
      chart.setOption({ ...option, tooltip: { ...option.tooltip, renderMode: mode } })
      const before = new Set(displayed(chart))
      chart.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: (option.series[0]?.data.length ?? 0) - 1 })
      const box =
        mode === 'html'
          ? htmlTooltip(chart)
          : boxAround(displayed(chart).filter(each => !before.has(each) && each.z >= 60))
      chart.dispose()
      return { name, width, height, box }
    })

function htmlTooltip(chart: ECharts): Box | undefined {
  const tip = [...chart.getDom().children].find(child => child instanceof HTMLElement && child.textContent !== '')
  const [inner, outer] = [tip?.getBoundingClientRect(), chart.getDom().getBoundingClientRect()]
  if (inner === undefined) return undefined
  return toBox({ x: inner.x - outer.x, y: inner.y - outer.y, width: inner.width, height: inner.height })
}

function boxAround(parts: readonly Drawable[]): Box | undefined {
  const boxes = parts.map(boxOf)
  if (boxes.length === 0) return undefined
  const least = (of: (box: Box) => number): number => Math.min(...boxes.map(of))
  const most = (of: (box: Box) => number): number => Math.max(...boxes.map(of))
  return {
    left: least(({ left }) => left),
    top: least(({ top }) => top),
    right: most(({ right }) => right),
    bottom: most(({ bottom }) => bottom),
  }
}
