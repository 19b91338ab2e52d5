/** What differs between light and dark: the page's colours are in style.css, the charts' in shared/. */
import { chartTheme, SURFACES, type Theme } from '../../../shared/answer/palette'

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

/** The background of a chart that is saved as a picture. */
export function surfaceColor(): string {
  return SURFACES[currentTheme()].surface
}

/** The theme of a chart, with the page's font. */
export function pageChartTheme(theme: Theme): object {
  return {
    ...chartTheme(theme),
    textStyle: { fontFamily: 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif' },
  }
}
