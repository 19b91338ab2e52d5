import {
  type Answer,
  bigNumbers,
  channelsFigure,
  conversionFigure,
  errorFigure,
  type Figure,
  overviewFigure,
  realtimeFigure,
} from '../../../shared/figures/figures'
import type { DateWindow } from '../../../shared/figures/days'
import type { CardContent } from './card'
import { h } from './dom'

/** The overview: three numbers with their rates, over bars of the same. */
export function overviewContent(answer: Answer): CardContent {
  return withAbove(overviewFigure(answer), ({ overview }) => (overview === undefined ? [] : [numbersOf(overview)]))
}

export function channelsContent(answer: Answer): CardContent {
  return withAbove(channelsFigure(answer))
}

export function conversionContent(answer: Answer): CardContent {
  return withAbove(conversionFigure(answer))
}

/** Opens and jumps, up to `now` (Unix seconds); one of them may have no data and is then a line of zeros. */
export function realtimeContent(h5: Answer, wxapp: Answer, window: DateWindow, now: number): CardContent {
  return withAbove(realtimeFigure(h5, wxapp, window, { now }))
}

/** Whatever went wrong outside of an answer. */
export function errorContent(thrown: unknown): CardContent {
  return errorFigure(thrown)
}

type Tables = Extract<Figure, { state: 'drawn' }>['tables']

function withAbove(figure: Figure, above: (tables: Tables) => HTMLElement[] = () => []): CardContent {
  return figure.state === 'drawn' ? { ...figure, above: above(figure.tables) } : figure
}

function numbersOf(table: NonNullable<Tables[string]>): HTMLElement {
  const numbers = bigNumbers(table).map(({ name, text, note }) =>
    h(
      'div',
      { class: 'number' },
      h('span', { class: 'muted' }, name),
      h('strong', {}, text),
      h('span', { class: 'rate' }, note),
    ),
  )
  return h('div', { class: 'numbers' }, ...numbers)
}
