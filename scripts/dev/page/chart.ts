import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, getInstanceByDom, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { ChartOption } from '../../../shared/answer/chart'
import { pageChartTheme, currentTheme, onTheme } from './theme'

use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, TooltipComponent, CanvasRenderer])

const drawn = new Set<ECharts>()
onTheme(theme => {
  for (const chart of drawn) chart.setTheme(pageChartTheme(theme))
})

/** For the browser's console and for tests: the charts that are on the page, by the id of their card. */
declare global {
  interface Window {
    charts: Record<string, ECharts>
  }
}
window.charts = {}

/** Draws an option into an element of the page and keeps it at the element's size. */
export function draw(id: string, element: HTMLElement, option: ChartOption): ECharts {
  const chart = getInstanceByDom(element) ?? start(element)
  chart.setOption(option, { notMerge: true })
  window.charts[id] = chart
  return chart
}

/** Takes a chart off its element. */
export function erase(id: string): void {
  const chart = window.charts[id]
  if (chart === undefined) return
  drawn.delete(chart)
  chart.dispose()
  Reflect.deleteProperty(window.charts, id)
}

function start(element: HTMLElement): ECharts {
  const chart = init(element, pageChartTheme(currentTheme()))
  drawn.add(chart)
  new ResizeObserver(() => {
    if (!chart.isDisposed()) chart.resize()
  }).observe(element)
  return chart
}
