import {
  type AxisLabel,
  axisTooltip,
  type BarData,
  type BarSeries,
  type CategoryAxis,
  type ChartOption,
  legendOf,
  shorten,
  unitsOf,
  type ValueAxis,
  wrapName,
} from './option'

/** A bar with its words: the name of what it counts in a line above it, the count beside it. */
export interface NamedBar {
  /** Above the bar. */
  line: string
  /** `null` where it is not known: no bar. */
  value: number | null
  /** Beside the bar. */
  figures: string
  color: string
}

type Body = Required<Pick<ChartOption, 'tooltip' | 'grid' | 'xAxis' | 'yAxis' | 'series'>> &
  Pick<ChartOption, 'legend' | 'media'>

const BAR_WIDTH = 20
const LABEL_SIZE = 13
/** Room on the right for the longest label beside the longest bar; a digit of 13 px is 7.3 px wide. */
const roomFor = (labels: readonly string[], unitWidth: number): number =>
  Math.ceil(Math.max(...labels.map(unitsOf)) * unitWidth) + 14

/**
 * One bar below the other, each of true length, its words above and beside it: so they can be read however short the bar
 * is, and however narrow the canvas.
 */
export function namedBars(name: string, bars: readonly NamedBar[], top: number): Body {
  return {
    tooltip: { show: false, trigger: 'item', confine: true },
    grid: [
      {
        left: 0,
        right: roomFor(
          bars.map(bar => bar.figures),
          7.6,
        ),
        top,
        bottom: 4,
        outerBoundsMode: 'none',
      },
    ],
    xAxis: [lengthAxis(bars.map(bar => bar.value))],
    yAxis: [
      {
        ...nameAxis(bars.map(bar => bar.line)),
        axisLabel: {
          inside: true,
          interval: 0,
          margin: 0,
          fontSize: LABEL_SIZE,
          align: 'left',
          verticalAlign: 'bottom',
          padding: [0, 0, BAR_WIDTH / 2 + 4, 0],
        },
      },
    ],
    series: [
      {
        type: 'bar',
        name,
        barWidth: BAR_WIDTH,
        label: { show: true, position: 'right', distance: 6, fontSize: LABEL_SIZE },
        data: bars.map(({ value, figures, color }) => ({ ...toBar(value, figures), itemStyle: { color } })),
      },
    ],
  }
}

/** Some bars for each of several rows, a colour for each kind. */
export interface BarKind {
  name: string
  color: string
  values: readonly (number | null)[]
  figures: readonly string[]
}

const GROUP_LABEL_SIZE = 11
const NAME_SIZE = 12
const NAME_UNIT = 6.5
const NAME_WIDTHS = { narrow: 118, wide: 300 } as const
/** Where the names of rows get more room. */
const WIDE_CANVAS = 720

/** Rows with their names on the left, cut where they are too long (the tooltip has them whole), and a bar of each kind. */
export function groupedBars(names: readonly string[], kinds: readonly BarKind[], top: number): Body {
  const longest = Math.max(...names.map(unitsOf)) * NAME_UNIT
  const left = (most: number): number => Math.ceil(Math.min(longest, most)) + 10
  // ECharts cuts by code unit, through the middle of an emoji: what it cuts is cut before, and this is for wide letters.
  const shortNames = (most: number): Pick<CategoryAxis, 'data'> & { axisLabel: AxisLabel } => ({
    data: names.map(name => shorten(name, Math.floor(most / NAME_UNIT))),
    axisLabel: { width: most, overflow: 'truncate', interval: 0, margin: 8, fontSize: NAME_SIZE },
  })
  const change = (most: number): Record<string, unknown> => ({
    grid: [{ left: left(most) }],
    yAxis: [{}, shortNames(most)],
  })
  const right = roomFor(
    kinds.flatMap(kind => kind.figures),
    6.6,
  )
  return {
    tooltip: axisTooltip('shadow'),
    legend: legendOf(
      kinds.map(kind => kind.name),
      top,
    ),
    grid: [{ left: left(NAME_WIDTHS.narrow), right, top: top + 20, bottom: 4, outerBoundsMode: 'none' }],
    xAxis: [lengthAxis(kinds.flatMap(kind => kind.values))],
    // The first axis is the tooltip's, with whole names; the second has the labels.
    yAxis: [
      { ...nameAxis(names.map(wrapName)), axisLabel: { show: false } },
      { ...nameAxis([]), position: 'left', axisPointer: { show: false }, ...shortNames(NAME_WIDTHS.narrow) },
    ],
    series: kinds.map((kind): BarSeries => ({
      type: 'bar',
      name: kind.name,
      barMaxWidth: 18,
      barGap: '12%',
      barCategoryGap: '16%',
      itemStyle: { color: kind.color },
      label: { show: true, position: 'right', distance: 4, fontSize: GROUP_LABEL_SIZE },
      data: kind.values.map((value, index) => toBar(value, kind.figures[index] ?? '')),
    })),
    media: [
      { query: { minWidth: WIDE_CANVAS }, option: change(NAME_WIDTHS.wide) },
      { option: change(NAME_WIDTHS.narrow) },
    ],
  }
}

function toBar(value: number | null, figures: string): BarData {
  return { value: value ?? '-', label: { formatter: asText(figures) } }
}

/** ECharts reads `{b}` in a formatter as a place to fill. */
function asText(text: string): string {
  return text.replace(/[{}]/g, '')
}

/** From 0 to the longest bar: lengths are proportional. */
function lengthAxis(values: readonly (number | null)[]): ValueAxis {
  return { type: 'value', show: false, min: 0, max: Math.max(1, ...values.map(value => value ?? 0)) }
}

function nameAxis(names: string[]): CategoryAxis {
  return { type: 'category', data: names, inverse: true, axisLine: { show: false }, axisTick: { show: false } }
}
