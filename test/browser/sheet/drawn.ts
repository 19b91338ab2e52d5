import type { ChartOption } from '../../../shared/answer/chart'

/** A chart of a sheet, with the height that it is drawn at (px). */
export interface SheetChart {
  name: string
  option: ChartOption
  height: number
}

/** A place on the canvas, in px from its upper left corner. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** What a reader sees of a chart. */
export interface DrawnChart {
  name: string
  width: number
  height: number
  /** How long `setOption` and the drawing took. */
  ms: number
  texts: (Box & { text: string; color: string })[]
  bars: DrawnBar[]
  lines: DrawnLine[]
}

/** A line as its ink: where on the canvas its colour stands (px), and how high its last piece rises. */
export interface DrawnLine {
  series: string
  steps: number
  left: number
  right: number
  /** From the lowest ink of the line to the highest in its last 8 px. */
  endRise: number
}

export interface DrawnBar {
  series: string
  value: number | '-'
  /** None for a value that is not known. */
  box?: Box
  /** How many pixels of its colour stand along its middle. */
  inkPx: number
}

/** The tooltip of a chart, on a canvas of this size; no box where none came. */
export interface DrawnTooltip {
  name: string
  width: number
  height: number
  box: Box | undefined
}
