import { CMS_CHANNEL_ID } from '../../../../../shared/constants'
import { type DateWindow, type Days, presetDays, windowOfDays } from '../../../../../shared/figures/days'

/** What the page asks for. */
export interface Question {
  activityId: string
  days: Days
  channelId: string
}

/** A question with the date range that its days are. */
export interface WindowedQuestion {
  question: Question
  window: DateWindow
}

/** A question that can be asked, or what is wrong with it, in Chinese. */
export type CheckedQuestion = WindowedQuestion | { problem: string }

/** Where the last activity is kept. */
const STORAGE_KEY = 'sms-statistics-activity'

/**
 * The question that a page opens with: of its query (`?activityId=…&channelId=…&first=2021-02-25&last=2021-02-26`), else
 * the activity of last time, yesterday, SMS.
 *
 * @param now Unix seconds
 */
export function firstQuestion(query: Readonly<Record<string, string | undefined>>, now: number): Question {
  const text = (key: string): string => decode(query[key] ?? '').trim()
  const { first, last } = presetDays('yesterday', now)
  return {
    activityId: text('activityId') || rememberedActivity(),
    days: { first: text('first') || first, last: text('last') || text('first') || last },
    channelId: text('channelId') || CMS_CHANNEL_ID,
  }
}

/** Says what is wrong before anybody is asked: each question is five calls of WeChat's daily quota. */
export function checkQuestion(question: Question): CheckedQuestion {
  const { activityId, days } = question
  if (activityId === '') return { problem: '请先填写活动 ID（在 CloudBase CMS 的短信营销活动里复制）' }
  if (/\s/.test(activityId)) return { problem: `活动 ID「${activityId}」中间有空格或换行，请重新复制` }
  const window = windowOfDays(days)
  return 'problem' in window ? window : { question, window }
}

/** Keeps an activity for the next time. Where storage is full or refused, the next time asks again. */
export function rememberActivity(activityId: string): void {
  wx.setStorage({ key: STORAGE_KEY, data: activityId, fail: () => undefined })
}

function rememberedActivity(): string {
  const kept: unknown = wx.getStorageSync(STORAGE_KEY)
  return typeof kept === 'string' ? kept : ''
}

/** WeChat hands over a page's query as it stands in the URL. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a lone % is no escape
  }
}
