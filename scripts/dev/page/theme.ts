/** Light or dark: the page's colours are in style.css, the charts' in shared/. */
import { chartTheme, type Theme } from '../../../shared/answer/palette'
import { keep, kept } from './storage'

type Listener = (theme: Theme) => void
const listeners = new Set<Listener>()
const system = matchMedia('(prefers-color-scheme: dark)')
let chosen = toTheme(kept('theme'))
let isPrinting = false

function toTheme(text: string | undefined): Theme | undefined {
  return text === 'light' || text === 'dark' ? text : undefined
}

/** The theme in use: paper is light, else the one that was chosen here, else the system's. */
export function currentTheme(): Theme {
  return isPrinting ? 'light' : (chosen ?? (system.matches ? 'dark' : 'light'))
}

/** Calls back at every change. @returns what ends that */
export function onTheme(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Chooses the other theme, and keeps the choice. */
export function switchTheme(): void {
  chosen = currentTheme() === 'dark' ? 'light' : 'dark'
  keep('theme', chosen)
  apply()
}

/** Follows the system and the printer from now on. */
export function startTheme(): void {
  system.addEventListener('change', apply)
  addEventListener('beforeprint', () => print(true))
  addEventListener('afterprint', () => print(false))
  apply()
}

function print(is: boolean): void {
  isPrinting = is
  apply()
}

function apply(): void {
  const theme = currentTheme()
  document.documentElement.dataset['theme'] = theme
  for (const listener of listeners) listener(theme)
}

/** The colours of a chart with the page's font. */
export function pageChartTheme(theme: Theme): object {
  return {
    ...chartTheme(theme),
    textStyle: { fontFamily: 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif' },
  }
}
