/** Which calls a question takes, and which of them a change leaves as they are: pure. */
import type { FunctionKind } from '../../../shared/call/event'
import { DAY_SECONDS } from '../../../shared/constants'
import { beijingMidnight, type DateWindow } from '../../../shared/figures/days'
import { hasFinishedDay, holdsNow } from '../../../shared/figures/windows'
import type { ReadQuestion } from '../protocol'
import { type Activity, type Question, windowOf } from './question'

/** The tables that the page shows. */
export type TableId = 'overview' | 'channels' | 'conversion' | 'opens' | 'jumps'
/** A table of the question itself, or of what it is compared with. */
export type ReadId = TableId | `earlier.${TableId}`

/** The calls of a question by what they are for, each with the event of its function. */
export type Reads = Readonly<Partial<Record<ReadId, ReadQuestion>>>

/** A question that can be read: its date ranges, and what it takes. */
export interface Plan {
  question: Question
  window: DateWindow
  /** The date range beside it, or another activity's; both in Unix seconds. */
  earlier: Earlier | undefined
  /** When this was planned, Unix seconds. */
  now: number
  reads: Reads
}

export type Earlier =
  | { kind: 'window'; window: DateWindow; /** Seconds from its beginning to that of the question's. */ by: number }
  | { kind: 'activity'; window: DateWindow; activityId: string }

/**
 * The calls that a question takes: five, and as many for a comparison. A date range without a finished day has no overview
 * yet: three calls less, and as many less beside it.
 *
 * @param now Unix seconds
 * @returns what is wrong with a date range, in Chinese, when one of them is none
 */
export function planOf(question: Question, now: number): Plan | { problem: string } {
  const window = windowOf(question)
  if ('problem' in window) return window
  const earlier = earlierOf(question, window)
  if (earlier !== undefined && 'problem' in earlier) return earlier
  const finished = hasFinishedDay(window, now)
  const reads: Partial<Record<ReadId, ReadQuestion>> = {
    ...(finished && dailyReads(question, window)),
    ...curveReads(question, window),
  }
  if (earlier?.kind === 'window') {
    const daily = finished && dailyReads(question, moveBack(wholeDays(window, now), earlier.by))
    Object.assign(reads, asEarlier({ ...daily, ...curveReads(question, earlier.window) }))
  }
  if (earlier?.kind === 'activity' && question.compare.with === 'activity') {
    const other = { ...question.compare, channelId: question.channelId }
    const { overview } = dailyReads(other, earlier.window)
    Object.assign(reads, asEarlier({ ...(overview && { overview }), ...curveReads(other, earlier.window) }))
  }
  return { question, window, earlier, now, reads }
}

type ChannelOfActivity = Activity & Pick<Question, 'channelId'>

/** What comes the next morning. */
function dailyReads(asked: ChannelOfActivity, window: DateWindow): Partial<Record<TableId, ReadQuestion>> {
  return {
    overview: read('overview', window, conditionOf(asked)),
    channels: read('overviewByChannel', window, conditionOf(asked)),
    conversion: read('conversion', window, { ...conditionOf(asked), channelId: asked.channelId }),
  }
}

/** What comes at once, in five-minute steps. */
function curveReads(asked: ChannelOfActivity, window: DateWindow): Record<'opens' | 'jumps', ReadQuestion> {
  const condition = { ...conditionOf(asked), channelId: asked.channelId }
  return {
    opens: read('realtime', window, { ...condition, actType: 'h5' }),
    jumps: read('realtime', window, { ...condition, actType: 'wxapp' }),
  }
}

function conditionOf({ activityId, envId }: Activity): object {
  return { activityId, ...(envId !== '' && { envId }) }
}

function read(name: FunctionKind, { beginDate, endDate }: DateWindow, condition: object): ReadQuestion {
  return { name, event: { beginDate, endDate, condition } }
}

function asEarlier(reads: Partial<Record<TableId, ReadQuestion>>): Partial<Record<ReadId, ReadQuestion>> {
  return Object.fromEntries(Object.entries(reads).map(([id, each]) => [`earlier.${id}`, each]))
}

/** The finished days of a date range that still runs: what 概览 and 转化 can have of it. */
function wholeDays({ beginDate, endDate }: DateWindow, now: number): DateWindow {
  return holdsNow({ beginDate, endDate }, now) ? { beginDate, endDate: beijingMidnight(now) } : { beginDate, endDate }
}

function moveBack({ beginDate, endDate }: DateWindow, by: number): DateWindow {
  return { beginDate: beginDate - by, endDate: endDate - by }
}

function earlierOf({ compare }: Question, window: DateWindow): Earlier | { problem: string } | undefined {
  const moved = (by: number): Earlier => ({
    kind: 'window',
    by,
    window: moveBack(window, by),
  })
  switch (compare.with) {
    case 'nothing':
      return undefined
    case 'before':
      return moved(window.endDate - window.beginDate)
    case 'weekBefore':
      return moved(7 * DAY_SECONDS)
    case 'window': {
      const begin = windowOf({ begin: compare.begin, end: '9999-12-30' })
      if ('problem' in begin) return { problem: `对比的${begin.problem}` }
      const by = window.beginDate - begin.beginDate
      return by === 0 ? { problem: '对比的时间段与所查的相同' } : moved(by)
    }
    case 'activity': {
      const other = windowOf(compare)
      if ('problem' in other) return { problem: `对比活动的${other.problem}` }
      return { kind: 'activity', window: other, activityId: compare.activityId }
    }
  }
}

/** What makes two calls the same call. */
export function keyOf(read: ReadQuestion): string {
  return JSON.stringify(read)
}

/** The reads that a date range which still runs refreshes. */
export const RUNNING_READS: readonly ReadId[] = ['opens', 'jumps']
