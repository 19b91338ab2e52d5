/** The two looks of a host: a page or a mini program is one of them at a time. */
export type Theme = 'light' | 'dark'

/**
 * The colour of each thing, the same in every chart, on light and on dark. They stand in the options themselves, so a
 * chart needs no theme to be read. A test holds them to: apart by ΔE76 10 or more for every kind of colour blindness,
 * 3:1 against either surface, and TEXT_ON_COLOR on them 4.5:1.
 */
export const COLORS = {
  sent: '#7a6a9e',
  opened: '#2f6fc4',
  jumped: '#b85c00',
  rate: '#0b8068',
} as const

/** Text that stands on one of COLORS. */
export const TEXT_ON_COLOR = '#ffffff'

/** What differs between light and dark: text, secondary text, lines, and what a chart lies on. */
export const SURFACES = {
  light: { text: '#1d2522', muted: '#5f6b66', line: '#dfe5e2', surface: '#ffffff' },
  dark: { text: '#e6ecea', muted: '#9aa6a1', line: '#2f3a36', surface: '#1a211f' },
} as const satisfies Record<Theme, unknown>

/**
 * A theme for ECharts (`init(element, chartTheme('dark'))`): texts and lines only, as JSON. A host may add a font to it.
 *
 * @see https://echarts.apache.org/en/api.html#echarts.registerTheme
 */
export function chartTheme(theme: Theme) {
  const { text, muted, line, surface } = SURFACES[theme]
  const axis = {
    axisLine: { lineStyle: { color: line } },
    axisTick: { lineStyle: { color: line } },
    axisLabel: { color: muted },
    splitLine: { lineStyle: { color: line } },
  }
  return {
    color: Object.values(COLORS),
    title: { textStyle: { color: text, fontWeight: 600 }, subtextStyle: { color: muted } },
    legend: { textStyle: { color: text } },
    tooltip: { backgroundColor: surface, borderColor: line, textStyle: { color: text } },
    axisPointer: { lineStyle: { color: muted } },
    categoryAxis: { ...axis, axisLabel: { color: text }, splitLine: { show: false } },
    valueAxis: axis,
    bar: { label: { color: text } },
  }
}
