import { chartTheme, COLORS, SURFACES, TEXT_ON_COLOR, type Theme } from '../../../shared/answer/palette'
import { contrast, difference, VIEWERS } from '../../support/color'

const THEMES = Object.keys(SURFACES) as Theme[]
const colors = Object.entries(COLORS)

describe.each(VIEWERS)('the colours of things, seen by %s', viewer => {
  const pairs = colors.flatMap(([a, colorA], at) =>
    colors.slice(at + 1).map(([b, colorB]) => [a, b, colorA, colorB] as const),
  )

  it.each(pairs)('%s and %s are apart', (_a, _b, colorA, colorB) => {
    expect(difference(colorA, colorB, viewer)).toBeGreaterThanOrEqual(10)
  })
})

describe.each(THEMES)('on %s', theme => {
  const { surface, text, muted } = SURFACES[theme]

  it.each(colors)('%s is seen on the surface, and text can be read on it', (_, color) => {
    expect(contrast(color, surface)).toBeGreaterThanOrEqual(3)
    expect(contrast(color, TEXT_ON_COLOR)).toBeGreaterThanOrEqual(4.5)
  })

  it.each([text, muted])('%s can be read as text', color => {
    expect(contrast(color, surface)).toBeGreaterThanOrEqual(4.5)
  })

  it('is a theme of plain JSON', () => {
    expect(JSON.parse(JSON.stringify(chartTheme(theme)))).toStrictEqual(chartTheme(theme))
  })
})

it('knows two colours that a colour-blind reader confuses, and a text that is too pale', () => {
  expect(difference('#3b6fb5', '#8661a8', 'protan')).toBeLessThan(10)
  expect(contrast('#d08a2c', '#ffffff')).toBeLessThan(3)
})
