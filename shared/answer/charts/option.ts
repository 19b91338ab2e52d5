/**
 * What ECharts' `setOption` takes, as far as the charts here use it: bars and lines on grids, with title, legend and
 * tooltip. Plain JSON, no functions: an option travels through `wx.cloud.callFunction`, so a number that needs words has
 * them as data. It names the colours of things, which hold on light and dark, and leaves texts and lines to the theme.
 *
 * @see https://echarts.apache.org/en/option.html
 */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- setOption's type takes no interface
export type ChartOption = {
  title: [ChartTitle]
  tooltip: ChartTooltip
  axisPointer?: { link: [{ xAxisIndex: 'all' }] }
  legend?: ChartLegend
  grid?: ChartGrid[]
  xAxis?: ChartAxis[]
  yAxis?: ChartAxis[]
  series: ChartSeries[]
  /** What is different on a wide canvas. ECharts applies it by itself, and takes it back when the canvas gets narrow. */
  media?: { query?: { minWidth: number }; option: Record<string, unknown> }[]
}

/** What `format: "chart"` gives in place of `dataColumn` and `dataValue`. */
export interface ChartResult {
  /** `chart.setOption(result.option)` draws it. */
  option: ChartOption
  totalNum: number
  errMsg: string
  errCode: 0
}

/** A heading: what the chart shows, and below it the notes without which it would be misread. */
export interface ChartTitle {
  text: string
  subtext: string
  left: number | 'center'
  top: number | 'middle'
  /** In the middle of a canvas ECharts would centre each of the two texts on its own first line. */
  textVerticalAlign?: 'top'
  padding: 0
  itemGap: number
  textStyle: { fontSize: number; lineHeight: number }
  subtextStyle: { fontSize: number; lineHeight: number }
}

export interface ChartTooltip {
  /** Where everything is written beside its bar there is nothing left to tell. */
  show?: false
  trigger: 'item' | 'axis'
  /** A tooltip never leaves the canvas, or a telephone would cut it off. */
  confine: true
  /** As HTML its lines would not wrap, and a long name would leave the canvas all the same. */
  extraCssText?: string
  axisPointer?: { type: 'shadow' | 'line' }
}

export interface ChartLegend {
  data: string[]
  left: 0
  top: number
  padding: 0
  /** A plain block: ECharts' own symbol of a line has a white core, which is a blob in the dark. */
  icon: 'roundRect'
  itemWidth: number
  itemHeight: number
}

export interface ChartGrid {
  left: number
  right: number
  top?: number
  bottom: number
  height?: number
  /** The places are computed here: ECharts must not move them. */
  outerBoundsMode: 'none'
}

export type ChartAxis = CategoryAxis | ValueAxis

interface AxisParts {
  gridIndex?: number
  show?: boolean
  position?: 'left' | 'bottom'
  axisLine?: { show: boolean }
  axisTick?: { show: boolean; customValues?: number[] }
  axisPointer?: { show: false }
  axisLabel?: AxisLabel
}

export interface CategoryAxis extends AxisParts {
  type: 'category'
  inverse?: boolean
  boundaryGap?: boolean
  data: string[]
}

export interface ValueAxis extends AxisParts {
  type: 'value'
  min: 0
  max: number
  interval?: number
  splitLine?: { show: boolean }
}

export interface AxisLabel {
  show?: boolean
  inside?: true
  interval?: 0
  margin?: number
  fontSize?: number
  align?: 'left'
  verticalAlign?: 'bottom'
  padding?: number[]
  width?: number
  overflow?: 'truncate'
  formatter?: string
  /** Which entries of the axis have a label, by their index. */
  customValues?: number[]
  hideOverlap?: true
}

export type ChartSeries = BarSeries | LineSeries

export interface BarSeries {
  type: 'bar'
  name: string
  data: BarData[]
  barWidth?: number
  barMaxWidth?: number
  barGap?: string
  barCategoryGap?: string
  itemStyle?: { color: string }
  label: { show: true; position: 'right'; distance: number; fontSize: number }
}

/** A bar with its figures in words; what is not known has no bar, which `-` is ECharts' word for. */
export interface BarData {
  value: number | '-'
  label: { formatter: string }
  itemStyle?: { color: string }
}

export interface LineSeries {
  type: 'line'
  name: string
  xAxisIndex: number
  yAxisIndex: number
  itemStyle: { color: string }
  lineStyle: { width: number; type?: 'dashed' }
  symbol: 'none'
  /** Points are shown at every width, not only where labels of the axis stand. */
  showAllSymbol: true
  /** A value per entry of the axis; `null` leaves a gap. */
  data: (number | null | PointValue)[]
}

/** A value that has a point: a ring is not final yet, a full one stands between two gaps, where there is no line. */
export interface PointValue {
  value: number
  symbol: typeof RING | 'circle'
  symbolSize: number
}

/** ECharts' own emptyCircle has a white core, which is a blob in the dark. */
export const RING = 'path://M8 0A8 8 0 1 0 8 16A8 8 0 1 0 8 0ZM8 4A4 4 0 1 1 8 12A4 4 0 1 1 8 4Z'

/** Where the title of a chart stands: drawn in it, or on the page around it, whose heading it would repeat. */
export type TitlePlace = 'drawn' | 'omitted'

/** Text of 12 px: full-width characters are 12 px wide, others some 7, so a line of 42 units fits a card on 320 px. */
const UNITS_OF_A_LINE = 42
/** Text of 14 px, beside the marker of a tooltip. */
const UNITS_OF_A_NAME = 34
const TITLE_UNITS = 38
const TITLE_LINE = 22
const NOTE_LINE = 17

/** The heading of a chart, and where what comes below it begins (px). */
export function headingOf(
  text: string,
  notes: readonly string[],
  place: TitlePlace,
): { title: [ChartTitle]; below: number } {
  const lines = notes.flatMap(wrap)
  const heading: ChartTitle = {
    text: place === 'drawn' ? shorten(text, TITLE_UNITS) : '',
    subtext: lines.join('\n'),
    left: 0,
    top: 0,
    padding: 0,
    itemGap: place === 'drawn' ? 4 : 0,
    textStyle: { fontSize: 15, lineHeight: place === 'drawn' ? TITLE_LINE : 0 },
    subtextStyle: { fontSize: 12, lineHeight: NOTE_LINE },
  }
  const titleHeight = place === 'drawn' ? TITLE_LINE + 4 : 0
  return { title: [heading], below: titleHeight + lines.length * NOTE_LINE + (lines.length > 0 ? 6 : 0) }
}

/** A chart of nothing: words in its middle. */
export function wordsOption(text: string, words: string): ChartOption {
  const title: ChartTitle = {
    text,
    subtext: wrap(words).join('\n'),
    left: 'center',
    top: 'middle',
    textVerticalAlign: 'top',
    padding: 0,
    itemGap: 8,
    textStyle: { fontSize: 15, lineHeight: TITLE_LINE },
    subtextStyle: { fontSize: 12, lineHeight: NOTE_LINE },
  }
  return { title: [title], tooltip: { trigger: 'item', confine: true }, series: [] }
}

/** The tooltip of what stands at one place of the axis. */
export function axisTooltip(type: 'shadow' | 'line'): ChartTooltip {
  const extraCssText = 'max-width: 290px; white-space: normal; overflow-wrap: anywhere'
  return { trigger: 'axis', confine: true, axisPointer: { type }, extraCssText }
}

/** The keys of colours, for the series of these names. */
export function legendOf(names: string[], top: number): ChartLegend {
  return { data: names, left: 0, top, padding: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 10 }
}

/** The width of a text in units: 2 for a full-width character or an emoji, 1 for any other. */
export function unitsOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + unitsOfCharacter(character), 0)
}

function unitsOfCharacter(character: string): number {
  return character > '\u2e7f' ? 2 : 1
}

/** A text cut to a number of units, with `…` where it is cut. */
export function shorten(text: string, most: number): string {
  if (unitsOf(text) <= most) return text
  let units = 2
  let kept = ''
  for (const character of Array.from(text)) {
    units += unitsOfCharacter(character)
    if (units > most) break
    kept += character
  }
  return `${kept}…`
}

/** A name as lines that a tooltip on the narrowest canvas holds. */
export function wrapName(name: string): string {
  const characters = Array.from(name)
  let units = 0
  return characters
    .map(character => {
      units += unitsOfCharacter(character)
      if (units <= UNITS_OF_A_NAME) return character
      units = unitsOfCharacter(character)
      return `\n${character}`
    })
    .join('')
}

/** Breaks a note into lines that fit the narrowest canvas; words of Latin letters and numbers stay whole where they can. */
function wrap(text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(/(?:[\x21-\x7e]+|[^\x21-\x7e])[，。；：、）]*/gu) ?? []) {
    if (line !== '' && unitsOf(line) + unitsOf(piece) > UNITS_OF_A_LINE) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? piece.trimStart() : piece
  }
  return line === '' ? lines : [...lines, line]
}
