import { chartTheme } from '../../../../../shared/answer/palette'
import { messageOf } from '../../../../../shared/messageOf'
import { perInstance } from '../perInstance'
import { ChartCanvas, type CanvasNode, sharpness } from './canvas'
import { type ChartSize, type EchartsInstance, init, measureTextOn } from './echarts'

/** Where a finger is, in px from the canvas's corner. */
interface TouchPoint {
  x: number
  y: number
}

/** What a touch event of a canvas carries. */
interface CanvasTouchEvent {
  touches: readonly TouchPoint[]
  changedTouches: readonly TouchPoint[]
}

/** What the query of a canvas gives. */
interface CanvasField {
  node: CanvasNode
  width: number
  height: number
}

/** What `selectComponent` gives for a chart. */
export interface ChartComponent {
  /** Draws an option of `format: "chart"` in place of the last one. */
  draw(option: object): void
}

/** What a chart holds besides its data. */
const stageOf = perInstance<{ chart?: EchartsInstance; option?: object; left?: boolean }>(() => ({}))

let measures = false

/**
 * A chart: `this.selectComponent('#id').draw(option)` draws what the functions answer for `format: "chart"` as it is. An
 * option is no property: setData would carry it to the view, which does not need it.
 */
Component({
  properties: {
    theme: { type: String, value: 'light' },
    /** In px: a height in rpx would be too low on a narrow telephone. */
    height: { type: Number, value: 300 },
    /** What a screen reader says of the chart. */
    label: { type: String, value: '' },
  },

  data: { problem: '' },

  observers: {
    theme(theme: string) {
      stageOf(this).chart?.setTheme(echartsTheme(theme))
    },
  },

  lifetimes: {
    ready() {
      this.mount()
    },
    detached() {
      const stage = stageOf(this)
      stage.left = true
      stage.chart?.dispose()
      delete stage.chart
    },
  },

  pageLifetimes: {
    resize() {
      this.measure(({ width, height }) => {
        stageOf(this).chart?.resize(sizeOf(width, height))
      })
    },
  },

  methods: {
    /** Draws an option in place of the last one. Before the canvas is there, the option waits for it. */
    draw(option: object) {
      stageOf(this).option = option
      this.redraw()
    },

    redraw() {
      const { chart, option } = stageOf(this)
      if (chart === undefined || option === undefined) return
      this.attempt(() => chart.setOption(option, { notMerge: true }))
    },

    mount() {
      this.measure(({ node, width, height }) => {
        const stage = stageOf(this)
        if (stage.left || stage.chart !== undefined) return
        this.attempt(() => {
          if (!measures) measureTextOn(createMeasuringCanvas)
          measures = true
          stage.chart = init(new ChartCanvas(node), echartsTheme(this.data.theme), sizeOf(width, height))
        })
        this.redraw()
      })
    },

    measure(use: (field: CanvasField) => void) {
      this.createSelectorQuery()
        .select('#canvas')
        .fields({ node: true, size: true })
        .exec(([field]: [CanvasField | null]) => {
          if (field !== null && field.width > 0) use(field)
        })
    },

    /** What ECharts throws is said where the chart would be. */
    attempt(work: () => void) {
      try {
        work()
        if (this.data.problem !== '') this.setData({ problem: '' })
      } catch (error) {
        this.setData({ problem: `图表没有画出来：${messageOf(error)}` })
      }
    },

    onTouchStart({ touches: [touch] }: CanvasTouchEvent) {
      const { chart } = stageOf(this)
      if (chart === undefined || touch === undefined) return
      dispatch(chart, 'mousedown', touch)
      dispatch(chart, 'mousemove', touch)
    },

    onTouchMove({ touches: [touch] }: CanvasTouchEvent) {
      const { chart } = stageOf(this)
      if (chart !== undefined && touch !== undefined) dispatch(chart, 'mousemove', touch)
    },

    onTouchEnd({ changedTouches: [touch] }: CanvasTouchEvent) {
      const { chart } = stageOf(this)
      if (chart === undefined || touch === undefined) return
      dispatch(chart, 'mouseup', touch)
      dispatch(chart, 'click', touch)
    },
  },
})

/** Hands a touch over as the mouse that ECharts knows: it has no listeners of its own here. */
function dispatch(chart: EchartsInstance, type: 'mousedown' | 'mousemove' | 'mouseup' | 'click', at: TouchPoint): void {
  const nothing = (): void => undefined
  chart.getZr().handler.dispatch(type, { zrX: at.x, zrY: at.y, preventDefault: nothing, stopPropagation: nothing })
}

/** The colours of `light` or `dark`. Without animation: figures are there at once, and a telephone draws one frame. */
function echartsTheme(theme: string): object {
  return { ...chartTheme(theme === 'dark' ? 'dark' : 'light'), animation: false }
}

function sizeOf(width: number, height: number): ChartSize {
  return { width, height, devicePixelRatio: sharpness(width, height, wx.getWindowInfo().pixelRatio) }
}

function createMeasuringCanvas(): object {
  return wx.createOffscreenCanvas({ type: '2d', width: 1, height: 1 })
}
