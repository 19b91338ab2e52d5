/** What is asked of the figures: pure, to and from the address of the page. */
import { CMS_CHANNEL_ID, DAY_SECONDS } from '../../../shared/constants'
import { formatBeijing, parseDate } from '../../../shared/call/time'
import { beijingDay, type DateWindow, type Days, presetDays, windowOfDays } from '../../../shared/figures/days'
import type { OfferedCampaign } from '../protocol'

/** An activity, in the environment that it belongs to; an empty one is the server's. */
export interface Activity {
  activityId: string
  envId: string
}

/** The question of the form, and of the address. */
export interface Question extends Activity, Span {
  channelId: string
  compare: Comparison
}

/**
 * A date range as typed, in Beijing time: a day (`2021-02-25`), whose end is INCLUDED, or a moment (`2021-02-25T08:30`),
 * whose end is not.
 */
export interface Span {
  begin: string
  end: string
}

/** What the figures are set beside. */
export type Comparison =
  | { with: 'nothing' }
  /** The date range before, as long; the same hours while this one still runs. */
  | { with: 'before' }
  /** The same days a week earlier. */
  | { with: 'weekBefore' }
  /** Another date range, as long, that begins on this day or at this moment. */
  | { with: 'window'; begin: string }
  /** Another activity in its own date range, on hours since the launch. */
  | ({ with: 'activity' } & Activity & Span)

export const NO_COMPARISON: Comparison = { with: 'nothing' }

const DAY = /^\d{4}-\d\d-\d\d$/

/** The date range of a request, or what is wrong with how it is written, in Chinese. */
export function windowOf({ begin, end }: Span): DateWindow | { problem: string } {
  if (DAY.test(begin) && DAY.test(end)) return windowOfDays({ first: begin, last: end })
  const beginDate = momentOf(begin)
  if (beginDate === undefined) return { problem: notATime('开始', begin) }
  const endMoment = momentOf(end)
  if (endMoment === undefined) return { problem: notATime('结束', end) }
  const endDate = DAY.test(end) ? endMoment + DAY_SECONDS : endMoment
  return endDate > beginDate
    ? { beginDate, endDate }
    : { problem: `结束 ${readable(end)} 不晚于开始 ${readable(begin)}` }
}

function momentOf(text: string): number | undefined {
  const parsed = parseDate(text)
  return 'seconds' in parsed ? parsed.seconds : undefined
}

function notATime(which: string, text: string): string {
  if (text === '') return `请填写${which}日期`
  return `${which}时间「${text}」不是有效的日期，应写作 2021-02-25 或 2021-02-25T08:30（北京时间）`
}

function readable(text: string): string {
  return text.replace('T', ' ')
}

/** A date range as the form writes it: whole days as days, all else as moments. */
export function spanOf({ beginDate, endDate }: DateWindow): Span {
  const [begin, end] = [formatBeijing(beginDate), formatBeijing(endDate)]
  if (begin.endsWith(' 00:00') && end.endsWith(' 00:00'))
    return { begin: beijingDay(beginDate), end: beijingDay(endDate - 1) }
  return { begin: begin.replace(' ', 'T'), end: end.replace(' ', 'T') }
}

/** Whole days as a span, and the other way round what a `<input type="date">` can show of one. */
export function spanOfDays({ first, last }: Days): Span {
  return { begin: first, end: last }
}

/** A date range for people: `2021-02-25`, `2021-02-25 至 2021-02-28`, or with times. */
export function describeSpan(span: Span): string {
  return span.begin === span.end ? span.begin : `${readable(span.begin)} 至 ${readable(span.end)}`
}

/** Whether a span has times of day. */
export function hasTimes({ begin, end }: Span): boolean {
  return !DAY.test(begin) || !DAY.test(end)
}

/** The same span with or without times of day: a day's begin is its 00:00, its included end the next 00:00. */
export function withTimes(span: Span, times: boolean): Span {
  const window = windowOf(span)
  if ('problem' in window) return span
  if (!times) return { begin: beijingDay(window.beginDate), end: beijingDay(window.endDate - 1) }
  return {
    begin: formatBeijing(window.beginDate).replace(' ', 'T'),
    end: formatBeijing(window.endDate).replace(' ', 'T'),
  }
}

/** The question that an activity starts with: the days in which something happened, else yesterday. @param now Unix seconds */
export function firstQuestion({ activityId, envId, days }: Omit<OfferedCampaign, 'title'>, now: number): Question {
  const span = spanOfDays(days ?? presetDays('yesterday', now))
  return { activityId, envId, ...span, channelId: CMS_CHANNEL_ID, compare: NO_COMPARISON }
}

/** The tabs of the page, as the address names them. */
export type TabId = 'look' | 'try' | 'break'

/** What an address says. What it leaves out is `undefined`; what it does not know is ignored. */
export interface Address {
  tab: TabId
  question: Partial<Question>
}

/** The address of a question: `#look?activity=…&begin=…&end=…&channel=…`, and what it is compared with. */
export function toAddress(tab: TabId, question: Question | undefined): string {
  if (tab !== 'look' || question === undefined) return `#${tab}`
  const { activityId, envId, begin, end, channelId, compare } = question
  const values = { activity: activityId, env: envId, begin, end, channel: channelId, ...comparisonValues(compare) }
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(values)) if (value !== '') search.set(key, value)
  // A colon is legal there, and 08:30 is easier to read than 08%3A30.
  return `#look?${search.toString().replaceAll('%3A', ':')}`
}

function comparisonValues(compare: Comparison): Record<string, string> {
  switch (compare.with) {
    case 'nothing':
      return {}
    case 'before':
    case 'weekBefore':
      return { compare: compare.with }
    case 'window':
      return { compare: compare.begin }
    case 'activity':
      return {
        compare: 'activity',
        compareActivity: compare.activityId,
        compareEnv: compare.envId,
        compareBegin: compare.begin,
        compareEnd: compare.end,
      }
  }
}

/** Reads `location.hash`; `''` and whatever names no tab is the first tab without a question. */
export function parseAddress(hash: string): Address {
  const [name = '', search = ''] = hash.replace(/^#/, '').split(/\?(.*)/s)
  const tab = name === 'try' || name === 'break' ? name : 'look'
  const values = new URLSearchParams(search)
  const question: Partial<Question> = {}
  const take = (key: string, write: (value: string) => void): void => {
    const value = values.get(key)?.trim()
    if (value !== undefined && value !== '') write(value)
  }
  take('activity', value => (question.activityId = value))
  take('env', value => (question.envId = value))
  take('begin', value => (question.begin = typedTime(value)))
  take('end', value => (question.end = typedTime(value)))
  take('channel', value => (question.channelId = value))
  take('compare', value => (question.compare = parseComparison(value, values)))
  return { tab, question }
}

/** In an address a blank may stand between day and time, as `+`. */
function typedTime(text: string): string {
  return text.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d)/, '$1T$2')
}

function parseComparison(text: string, values: URLSearchParams): Comparison {
  if (text === 'before' || text === 'weekBefore') return { with: text }
  if (text !== 'activity')
    return momentOf(text) === undefined ? NO_COMPARISON : { with: 'window', begin: typedTime(text) }
  const value = (key: string): string => values.get(key)?.trim() ?? ''
  const activityId = value('compareActivity')
  if (activityId === '') return NO_COMPARISON
  const span = { begin: typedTime(value('compareBegin')), end: typedTime(value('compareEnd')) }
  return { with: 'activity', activityId, envId: value('compareEnv'), ...span }
}

/**
 * The question of an address, what it leaves out filled in: a campaign's own days, else yesterday; one end alone is one
 * day. `undefined` without an activity.
 *
 * @param known activities of which days and environment are known
 * @param now Unix seconds
 */
export function questionOf(
  { question }: Address,
  known: readonly Omit<OfferedCampaign, 'title'>[],
  now: number,
): Question | undefined {
  const { activityId, envId, begin, end, ...rest } = question
  if (activityId === undefined) return undefined
  const same = known.find(each => each.activityId === activityId && (envId === undefined || each.envId === envId))
  const first = firstQuestion({ envId: envId ?? '', ...same, activityId }, now)
  const span = { begin: begin ?? end ?? first.begin, end: end ?? begin ?? first.end }
  return { ...first, ...rest, ...span }
}

/** Whether two questions are the same. */
export function isSame(a: Question | undefined, b: Question | undefined): boolean {
  return toAddress('look', a) === toAddress('look', b)
}
