import { type DateWindow, type DayPreset, presetDays, windowOfDays } from '../../../shared/figures/days'
import { earlierWindow, hasFinishedDay, holdsNow, presetOf, readyAt, stepWindow } from '../../../shared/figures/windows'
import { formatBeijing, parseDate } from '../../../shared/call/time'

function at(text: string): number {
  const parsed = parseDate(text)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed.seconds
}

function presetWindow(preset: DayPreset, now: number): DateWindow {
  const window = windowOfDays(presetDays(preset, now))
  if ('problem' in window) throw new Error(window.problem)
  return window
}

function written({ beginDate, endDate }: { beginDate: number; endDate: number }): string[] {
  return [formatBeijing(beginDate), formatBeijing(endDate)]
}

describe('a date range', () => {
  it('is known as its preset, until midnight', () => {
    const yesterday = presetWindow('yesterday', at('2021-03-05 23:00'))

    expect(presetOf(yesterday, at('2021-03-05 23:59'))).toBe('yesterday')
    expect(presetOf(yesterday, at('2021-03-06 00:01'))).toBeUndefined()
  })

  it('moves by its own length', () => {
    const days = { beginDate: at('2021-03-05'), endDate: at('2021-03-08') }

    expect(written(stepWindow(days, -1))).toStrictEqual(['2021-03-02 00:00', '2021-03-05 00:00'])
    expect(written(stepWindow(days, 1))).toStrictEqual(['2021-03-08 00:00', '2021-03-11 00:00'])
  })

  it('that still runs is compared with the same hours, one that is over with the whole of another', () => {
    const now = at('2021-03-05 06:40')

    expect(written(earlierWindow(presetWindow('today', now), 7 * 86_400, now))).toStrictEqual([
      '2021-02-26 00:00',
      '2021-02-26 06:40',
    ])
    expect(written(earlierWindow(presetWindow('yesterday', now), 86_400, now))).toStrictEqual([
      '2021-03-03 00:00',
      '2021-03-04 00:00',
    ])
  })

  it('knows whether it still grows, and when its overview comes', () => {
    const now = at('2021-03-05 06:40')
    const today = presetWindow('today', now)

    expect([holdsNow(today, now), holdsNow(presetWindow('yesterday', now), now)]).toStrictEqual([true, false])
    expect([holdsNow(today, today.beginDate), holdsNow(today, today.endDate)]).toStrictEqual([true, false])
    expect(formatBeijing(readyAt(today))).toBe('2021-03-06 06:00')
    expect([hasFinishedDay(today, now), hasFinishedDay(presetWindow('last7Days', now), now)]).toStrictEqual([
      false,
      true,
    ])
  })
})
