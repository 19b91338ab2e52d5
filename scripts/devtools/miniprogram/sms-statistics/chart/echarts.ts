// What is used of ECharts. esbuild makes one file of it, in ES5, which it cannot turn newer syntax into: functions only.
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendPlainComponent, TitleComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

echarts.use([
  BarChart,
  LineChart,
  GridComponent,
  LegendPlainComponent,
  TitleComponent,
  TooltipComponent,
  CanvasRenderer,
])

/** A size in px of the layout, and how many pixels of the canvas are one of them. */
export interface ChartSize {
  width: number
  height: number
  devicePixelRatio: number
}

/** A chart of ECharts, as far as it is used. Its own types know browsers only. */
export interface EchartsInstance {
  setOption(option: object, how: { notMerge: boolean }): void
  setTheme(theme: object): void
  resize(size: ChartSize): void
  dispose(): void
  getZr(): { handler: { dispatch(type: string, event: object): void } }
}

/** Makes a chart on whatever is like a canvas of the DOM. */
export function init(canvas: object, theme: object, size: ChartSize): EchartsInstance {
  return echarts.init(canvas, theme, size)
}

/** Measures texts on what `createCanvas` gives. */
export function measureTextOn(createCanvas: () => object): void {
  echarts.setPlatformAPI({ createCanvas: createCanvas as never })
}
