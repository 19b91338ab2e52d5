/**
 * The canvas of a mini program: a node with a size, a context and nothing of the DOM. A test over the browser's own canvas
 * would not fail where a telephone does.
 */
export class CanvasNode {
  /** What is written on it since it was last cleared. */
  readonly #texts: string[]

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.#texts = recordTexts(canvas)
  }

  /** For tests. */
  static textsOn(node: CanvasNode): readonly string[] {
    return node.#texts
  }

  get width(): number {
    return this.canvas.width
  }
  set width(pixels: number) {
    this.canvas.width = pixels
  }

  get height(): number {
    return this.canvas.height
  }
  set height(pixels: number) {
    this.canvas.height = pixels
  }

  getContext(type: string): CanvasRenderingContext2D | null {
    if (type !== '2d') throw new Error(`the canvas was made with type="2d", not ${type}`)
    return this.canvas.getContext('2d')
  }
}

function recordTexts(canvas: HTMLCanvasElement): string[] {
  const texts: string[] = []
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('the browser has no canvas 2d')
  const fillText = context.fillText.bind(context)
  const clearRect = context.clearRect.bind(context)
  context.fillText = (...given) => {
    texts.push(given[0])
    fillText(...given)
  }
  context.clearRect = (...given) => {
    texts.length = 0
    clearRect(...given)
  }
  return texts
}

const nodes = new WeakMap<HTMLCanvasElement, CanvasNode>()

/** The one node of a canvas element. */
export function canvasNode(canvas: HTMLCanvasElement): CanvasNode {
  const known = nodes.get(canvas)
  if (known !== undefined) return known
  const node = new CanvasNode(canvas)
  nodes.set(canvas, node)
  handedOut.push(new WeakRef(node))
  return node
}

const handedOut: WeakRef<CanvasNode>[] = []

/** Whether something is written on a canvas: ECharts draws all of a chart at once. */
export function isDrawn(canvas: HTMLCanvasElement): boolean {
  const node = nodes.get(canvas)
  return node !== undefined && CanvasNode.textsOn(node).length > 0
}

/** How many of the nodes that were handed out are still held: a chart that was not disposed of holds its own for ever. */
export function livingNodes(): number {
  return handedOut.filter(node => node.deref() !== undefined).length
}

/** Another app: the nodes of the last one count no longer. */
export function forgetNodes(): void {
  handedOut.length = 0
}
