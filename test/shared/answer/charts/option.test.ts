import { headingOf, legendOf } from '../../../../shared/answer/charts/option'

describe('headingOf', () => {
  it.each([
    ['a title', 'drawn', []],
    ['a title and a note', 'drawn', ['北京时间']],
    ['a title and notes that take several lines', 'drawn', ['北京时间', '人次为各 5 分钟之和（有重复），'.repeat(5)]],
    ['notes below the heading of a page', 'omitted', ['北京时间', '空心点：不足一个整步']],
  ] as const)('leaves room for %s above the chart, and no more than a small gap', (_, place, notes) => {
    const { title, below } = headingOf('概览', notes, place)

    const [{ top, padding, textStyle, subtextStyle, itemGap, subtext }] = title
    const noteLines = subtext === '' ? 0 : subtext.split('\n').length
    const room = Number(top) + padding + textStyle.lineHeight + itemGap + noteLines * subtextStyle.lineHeight
    expect(noteLines).toBeGreaterThanOrEqual(notes.length)
    expect(below - room).toBe(noteLines > 0 ? 6 : 0)
  })

  it('begins where the legend below it begins', () => {
    const { title, below } = headingOf('概览', [], 'drawn')

    expect(title[0].left).toBe(legendOf(['H5 打开人数'], below).left)
  })

  it('takes no room where there is neither a title nor a note', () => {
    expect(headingOf('概览', [], 'omitted')).toMatchObject({ below: 0, title: [{ text: '', subtext: '', itemGap: 0 }] })
  })
})
