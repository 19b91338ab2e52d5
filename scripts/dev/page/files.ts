import { init } from 'echarts/core'
import { tableToCsv } from '../../../shared/figures/csv'
import type { ChartOption } from '../../../shared/answer/chart'
import type { FileTable } from './dataTable'
import { pageChartTheme } from './theme'

/** The size of a picture in CSS pixels, and how many pixels each of them gets. */
const WIDTH = 960
const HEIGHT = 460
const HEAD = 64
const RATIO = 2
const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'

/** A name that every file system takes, of what the file is of. */
export function fileName(parts: readonly string[], ending: string): string {
  const name = parts
    .map(part => part.replace(/[\\/:*?"<>|\s]+/g, '-'))
    .join('_')
    .slice(0, 120)
  return `${name}.${ending}`
}

/** Hands a table to the person at the browser. */
export function saveCsv(name: string, table: FileTable): void {
  save(name, new Blob([tableToCsv(table, 'name')], { type: 'text/csv;charset=utf-8' }))
}

/** Hands a chart over as a picture on white, which says what it is of. */
export async function savePng(name: string, option: ChartOption, heading: readonly [string, string]): Promise<void> {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH * RATIO
  canvas.height = (HEIGHT + HEAD) * RATIO
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('浏览器没有画布，无法生成图片。')
  context.scale(RATIO, RATIO)
  context.fillStyle = '#fff'
  context.fillRect(0, 0, WIDTH, HEIGHT + HEAD)
  context.fillStyle = '#1d2522'
  context.font = `600 18px ${FONT}`
  context.fillText(heading[0], 20, 30, WIDTH - 40)
  context.fillStyle = '#5f6b66'
  context.font = `13px ${FONT}`
  context.fillText(heading[1], 20, 52, WIDTH - 40)
  const drawn = drawOnPaper(option)
  context.drawImage(drawn.canvas, 20, HEAD, WIDTH - 40, HEIGHT)
  drawn.dispose()
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) throw new Error('浏览器没有生成图片。')
  save(name, blob)
}

function drawOnPaper(option: ChartOption): { canvas: HTMLCanvasElement; dispose: () => void } {
  const element = document.createElement('div')
  const size = { width: WIDTH - 40, height: HEIGHT }
  const chart = init(element, pageChartTheme('light'), { ...size, devicePixelRatio: RATIO })
  chart.setOption({ ...option, animation: false })
  return {
    canvas: chart.getRenderedCanvas({ pixelRatio: RATIO, backgroundColor: '#fff' }),
    dispose: () => chart.dispose(),
  }
}

function save(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
