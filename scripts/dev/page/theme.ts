/** What differs between light and dark: the page's colours are in style.css, the charts' are here. */
export type Theme = 'light' | 'dark'

type Listener = (theme: Theme) => void
const listeners = new Set<Listener>()
const system = matchMedia('(prefers-color-scheme: dark)')
let chosen: Theme | undefined

/** The theme in use: the one that was chosen here, else the system's. */
export function currentTheme(): Theme {
  return chosen ?? (system.matches ? 'dark' : 'light')
}

/** Calls back at every change. */
export function onTheme(listener: Listener): void {
  listeners.add(listener)
}

/** Makes a button switch between the two. */
export function themeButton(button: HTMLButtonElement): void {
  button.addEventListener('click', () => {
    chosen = currentTheme() === 'dark' ? 'light' : 'dark'
    apply(button)
  })
  system.addEventListener('change', () => apply(button))
  apply(button)
}

function apply(button: HTMLButtonElement): void {
  const theme = currentTheme()
  document.documentElement.dataset['theme'] = theme
  button.textContent = theme === 'dark' ? '浅色' : '深色'
  for (const listener of listeners) listener(theme)
}

const PALETTE = {
  light: {
    colors: ['#1f7a5c', '#3b6fb5', '#d08a2c', '#8661a8', '#b5525c', '#5b8a93', '#8a8f3c'],
    text: '#1d2522',
    muted: '#5f6b66',
    line: '#dfe5e2',
    surface: '#ffffff',
  },
  dark: {
    colors: ['#4fb890', '#7ba6e0', '#e3ab5e', '#b596d4', '#dd8790', '#8bbac3', '#bdc26e'],
    text: '#e6ecea',
    muted: '#9aa6a1',
    line: '#2f3a36',
    surface: '#1a211f',
  },
} as const

/** Where a part is narrower than its label, the label stays readable beside it. */
const OUTLINED = { textBorderColor: 'inherit', textBorderWidth: 3 } as const

/** The background of a chart that is saved as a picture. */
export function surfaceColor(): string {
  return PALETTE[currentTheme()].surface
}

/** The colours of a chart, as ECharts takes a theme. */
export function chartTheme(theme: Theme): object {
  const { colors, text, muted, line, surface } = PALETTE[theme]
  const axis = {
    axisLine: { lineStyle: { color: line } },
    axisTick: { lineStyle: { color: line } },
    axisLabel: { color: muted },
    splitLine: { lineStyle: { color: line } },
  }
  return {
    color: colors,
    textStyle: { fontFamily: 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif' },
    title: { textStyle: { color: text, fontWeight: 600 }, subtextStyle: { color: muted } },
    legend: { textStyle: { color: muted }, pageTextStyle: { color: muted }, pageIconColor: muted },
    tooltip: { backgroundColor: surface, borderColor: line, textStyle: { color: text } },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    bar: { label: { color: text } },
    pie: {
      itemStyle: { borderColor: surface, borderWidth: 2 },
      label: { color: theme === 'dark' ? '#10211a' : '#fff' },
    },
    funnel: {
      itemStyle: { borderColor: surface, borderWidth: 2 },
      label: { color: theme === 'dark' ? '#10211a' : '#fff', fontSize: 13, lineHeight: 18, ...OUTLINED },
    },
  }
}
