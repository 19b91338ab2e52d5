import { useState } from 'preact/hooks'
import { CMS_CHANNEL_ID } from '../../../shared/constants'
import { channelName } from '../../../shared/answer/channels'
import { holdsNow } from '../../../shared/figures/windows'
import { Field, Select } from './Field'
import type { KnownActivity, Look, LookState } from './look'
import {
  type Activity,
  type Comparison,
  describeSpan,
  firstQuestion,
  hasTimes,
  NO_COMPARISON,
  type Question,
  spanOf,
  windowOf,
  withTimes,
} from './question'
import type { Plan } from './reads'

const OTHER = 'other'

interface FormProps {
  look: Look
  state: LookState
  draft: Question
  /** Unix seconds. */
  now: number
}

/** Activity, date range, channel and comparison. A choice is asked at once, what is typed when it is submitted. */
export function QuestionForm({ look, state, draft, now }: FormProps) {
  const [isTyping, setTyping] = useState(false)
  const { activities } = state
  const typed = hasTimes(draft) ? 'datetime-local' : 'date'
  const known = activities.some(each => keyOf(each) === keyOf(draft))
  const options = [
    ...activities.map(each => [keyOf(each), each.title] as const),
    ...(known ? [] : [[keyOf(draft), draft.activityId] as const]),
    [OTHER, '其他活动…'] as const,
  ]
  function chooseActivity(key: string): void {
    setTyping(key === OTHER)
    const activity = activities.find(each => keyOf(each) === key)
    if (activity !== undefined) look.chooseActivity({ activityId: activity.activityId, envId: activity.envId })
  }
  return (
    <>
      <form
        class="controls"
        onSubmit={event => {
          event.preventDefault()
          look.submit()
        }}
      >
        <Select label="活动" value={isTyping ? OTHER : keyOf(draft)} options={options} onChange={chooseActivity} />
        <Field label="开始（北京时间）">
          <input
            type={typed}
            required
            value={draft.begin}
            onInput={event => look.edit({ begin: event.currentTarget.value })}
          />
        </Field>
        <Field label={typed === 'date' ? '结束（含当天）' : '结束（不含）'}>
          <input
            type={typed}
            required
            value={draft.end}
            onInput={event => look.edit({ end: event.currentTarget.value })}
          />
        </Field>
        <label class="check">
          <input
            type="checkbox"
            checked={typed !== 'date'}
            onChange={event => look.edit(withTimes(draft, event.currentTarget.checked))}
          />
          时刻
        </label>
        <Select
          label="渠道"
          value={draft.channelId}
          options={channelIds(state, draft).map(id => [id, channelName(id)] as const)}
          onChange={channelId => look.choose({ channelId })}
        />
        <Select
          label="对比"
          value={comparisonKey(draft.compare)}
          options={comparisonOptions(state, draft)}
          onChange={key => look.choose({ compare: comparisonOf(key, draft, activities, now) })}
        />
        {draft.compare.with === 'window' && (
          <Field label="对比的开始">
            <input
              type={typed}
              required
              value={draft.compare.begin}
              onInput={event => look.edit({ compare: { with: 'window', begin: event.currentTarget.value } })}
            />
          </Field>
        )}
        <button type="submit">查询</button>
      </form>
      {isTyping && (
        <ActivityForm
          envId={draft.envId}
          onActivity={activity => {
            setTyping(false)
            look.chooseActivity(activity)
          }}
        />
      )}
      {draft.compare.with === 'activity' && <OtherSpan look={look} compare={draft.compare} />}
    </>
  )
}

/** Asks for an activity that is not known yet. */
export function ActivityForm({ envId, onActivity }: { envId: string; onActivity: (activity: Activity) => void }) {
  const [typed, setTyped] = useState({ activityId: '', envId })
  return (
    <form
      class="controls activity"
      onSubmit={event => {
        event.preventDefault()
        onActivity({ activityId: typed.activityId.trim(), envId: typed.envId.trim() })
      }}
    >
      <Field label="活动 ID">
        <input
          required
          pattern=".*\S.*"
          placeholder="短信营销的活动 ID"
          spellcheck={false}
          autocomplete="off"
          value={typed.activityId}
          onInput={event => setTyped({ ...typed, activityId: event.currentTarget.value })}
        />
      </Field>
      <Field label="环境 ID">
        <input
          placeholder="云开发环境 ID"
          spellcheck={false}
          autocomplete="off"
          value={typed.envId}
          onInput={event => setTyped({ ...typed, envId: event.currentTarget.value })}
        />
      </Field>
      <button type="submit">看这个活动</button>
    </form>
  )
}

/** The date range of the activity that is compared with: it has its own launch. */
function OtherSpan({ look, compare }: { look: Look; compare: Extract<Comparison, { with: 'activity' }> }) {
  const edit = (change: object): void => look.edit({ compare: { ...compare, ...change } })
  return (
    <form
      class="controls activity"
      onSubmit={event => {
        event.preventDefault()
        look.submit()
      }}
    >
      <Field label="对比活动的开始">
        <input
          type="date"
          required
          value={compare.begin}
          onInput={event => edit({ begin: event.currentTarget.value })}
        />
      </Field>
      <Field label="对比活动的结束（含）">
        <input type="date" required value={compare.end} onInput={event => edit({ end: event.currentTarget.value })} />
      </Field>
      <button type="submit">查询</button>
    </form>
  )
}

function keyOf({ activityId, envId }: Activity): string {
  return JSON.stringify([activityId, envId])
}

/** The channels that the activity has; the chosen one stays, even when nothing came through it. */
function channelIds({ channels }: LookState, { channelId }: Question): string[] {
  return [...new Set([CMS_CHANNEL_ID, ...channels, channelId])]
}

function comparisonKey(compare: Comparison): string {
  return compare.with === 'activity' ? keyOf(compare) : compare.with
}

function comparisonOptions({ activities }: LookState, draft: Question): (readonly [string, string])[] {
  const others = activities.filter(each => keyOf(each) !== keyOf(draft))
  const { compare } = draft
  const isKnown = compare.with !== 'activity' || others.some(each => keyOf(each) === keyOf(compare))
  return [
    ['nothing', '不对比'],
    ['before', draft.begin === draft.end ? '前一天' : '前一段时间'],
    ['weekBefore', '一周前'],
    ['window', '另一段时间…'],
    ...others.map(each => [keyOf(each), `活动：${each.title}`] as const),
    ...(isKnown || compare.with !== 'activity' ? [] : [[keyOf(compare), `活动：${compare.activityId}`] as const]),
  ]
}

function comparisonOf(key: string, draft: Question, activities: readonly KnownActivity[], now: number): Comparison {
  if (key === 'before' || key === 'weekBefore') return { with: key }
  if (key === 'window') return { with: 'window', begin: dayBefore(draft) }
  const other = activities.find(each => keyOf(each) === key)
  if (other === undefined) return NO_COMPARISON
  const { activityId, envId } = other
  // Its own days where they are known, else the same ones.
  const { begin, end } = other.days === undefined ? draft : firstQuestion(other, now)
  return { with: 'activity', activityId, envId, begin, end }
}

/** What another date range begins with until somebody types it: the same length, just before. */
function dayBefore(draft: Question): string {
  const window = windowOf(draft)
  if ('problem' in window) return draft.begin
  const length = window.endDate - window.beginDate
  return spanOf({ beginDate: window.beginDate - length, endDate: window.beginDate }).begin
}

/** A comparison for people, beside the heading. */
export function describeComparison({ earlier, window, now }: Plan): string | undefined {
  if (earlier === undefined) return undefined
  const span = describeSpan(spanOf(earlier.window))
  if (earlier.kind === 'activity') return `对比活动：${earlier.activityId}（${span}）`
  return `对比：${span}${holdsNow(window, now) ? ' 的同一时段' : ''}`
}
