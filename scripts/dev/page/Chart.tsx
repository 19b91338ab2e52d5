import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'preact/hooks'
import type { ChartOption } from '../../../shared/answer/chart'
import { currentTheme, onTheme, pageChartTheme } from './theme'

use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, TooltipComponent, CanvasRenderer])

/** For the browser's console and for tests: the charts that are on the page, by the id of their card. */
declare global {
  interface Window {
    charts: Record<string, ECharts>
  }
}
window.charts = {}

const calm = matchMedia('(prefers-reduced-motion: reduce)')

interface ChartProps {
  id: string
  option: ChartOption
  /** What it shows, for whoever does not see it. */
  label: string
}

/** A chart as large as its element, in the page's theme. */
export function Chart({ id, option, label }: ChartProps) {
  const element = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts>()

  useEffect(() => {
    if (element.current === null) return
    const started = init(element.current, pageChartTheme(currentTheme()))
    chart.current = started
    window.charts[id] = started
    const endTheme = onTheme(theme => {
      started.setTheme(pageChartTheme(theme))
      started.getZr().flush() // a printer does not wait for the next frame
    })
    const resizes = new ResizeObserver(() => started.resize())
    resizes.observe(element.current)
    return () => {
      resizes.disconnect()
      endTheme()
      started.dispose()
      Reflect.deleteProperty(window.charts, id)
    }
  }, [id])

  useEffect(() => {
    chart.current?.setOption({ ...option, animation: !calm.matches }, { notMerge: true })
  }, [option])

  return <div ref={element} class={`chart ${id}`} role="img" aria-label={label} />
}
