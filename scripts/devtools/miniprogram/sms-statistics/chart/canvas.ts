/** A canvas node as far as charts use it. */
export type CanvasNode = Pick<WechatMiniprogram.Canvas, 'width' | 'height' | 'getContext'>

/**
 * A canvas for ECharts over a mini program's canvas node. ECharts adds DOM listeners wherever it draws, and the node has no
 * `addEventListener`: here they come to nothing, since touches are handed over by the component.
 */
export class ChartCanvas {
  constructor(private readonly node: CanvasNode) {}

  get width(): number {
    return this.node.width
  }
  set width(pixels: number) {
    this.node.width = pixels
  }

  get height(): number {
    return this.node.height
  }
  set height(pixels: number) {
    this.node.height = pixels
  }

  getContext(type: '2d'): unknown {
    return this.node.getContext(type)
  }

  addEventListener(): void {
    // see above
  }
  removeEventListener(): void {
    // see above
  }
}

/** A canvas 2d larger than this on a side can crash the mini program on Android. (component/canvas.html) */
const MAX_CANVAS_PIXELS = 1365

/** As sharp as the screen, as far as the canvas stays within what WeChat can draw. Sizes in px of the layout. */
export function sharpness(width: number, height: number, pixelRatio: number): number {
  return Math.min(pixelRatio, MAX_CANVAS_PIXELS / width, MAX_CANVAS_PIXELS / height)
}
