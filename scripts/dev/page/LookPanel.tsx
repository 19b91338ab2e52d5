import { useEffect, useState } from 'preact/hooks'
import { channelName } from '../../../shared/answer/channels'
import { formatBeijing } from '../../../shared/call/time'
import { DAY_PRESETS } from '../../../shared/figures/days'
import { presetOf } from '../../../shared/figures/windows'
import { Card } from './Card'
import { CARD_IDS, CARD_TITLES, type CardId } from './cards'
import { Failure } from './Failure'
import { isCardCurrent, isCardWaiting, isRunning, LIVE_MS, type Look, type LookState } from './look'
import { type FailureText, isAlike } from './outcome'
import { ActivityForm, describeComparison, QuestionForm } from './QuestionForm'
import { describeSpan, windowOf } from './question'

interface LookPanelProps {
  look: Look
  state: LookState
  /** The environment that is filled in. */
  envId: string
  /** Unix seconds. */
  now: number
  onProblem: (problem: unknown) => void
}

/** 看数据: a question, and four figures. */
export function LookPanel({ look, state, envId, now, onProblem }: LookPanelProps) {
  const { draft, problem, trouble } = state
  useLiveRefresh(look, state, now)
  if (draft === undefined)
    return (
      <section class="card first">
        <h2>看哪个活动？</h2>
        <p class="muted">请填写短信营销的活动 ID 和它所在的云开发环境 ID。看过的活动会记在这个浏览器里。</p>
        <ActivityForm envId={envId} onActivity={activity => look.chooseActivity(activity)} />
      </section>
    )
  const alike = failureOfAll(state)
  const activity = titleOf(state)
  return (
    <>
      <QuestionForm look={look} state={state} draft={draft} now={now} />
      <WindowBar look={look} state={state} now={now} />
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {trouble !== undefined && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <Heading look={look} state={state} />
      {alike !== undefined && (
        <section class="card" id="failure" aria-label="读取失败">
          <Failure
            failure={alike.failure}
            of={`${alike.ids.map(id => CARD_TITLES[id]).join('、')}都没有读到。`}
            onRetry={() => look.retry()}
          />
        </section>
      )}
      <div class="cards">
        {inOrder(state, alike?.ids ?? []).map(id => (
          <Card
            key={id}
            id={id}
            shown={state.cards[id]}
            isCurrent={isCardCurrent(state, id)}
            isWaiting={isCardWaiting(state, id)}
            activity={activity}
            chosenChannel={draft.channelId}
            onChannel={channelId => look.choose({ channelId })}
            onRetry={() => look.retry()}
            onProblem={onProblem}
          />
        ))}
      </div>
    </>
  )
}

/** The date ranges that people think of, a step back and forward, and whether figures refresh themselves. */
function WindowBar({ look, state, now }: { look: Look; state: LookState; now: number }) {
  const window = state.draft && windowOf(state.draft)
  const preset = window === undefined || 'problem' in window ? undefined : presetOf(window, now)
  return (
    <div class="bar" role="group" aria-label="时间">
      <button type="button" class="quiet" aria-label="往前一段" title="往前一段" onClick={() => look.step(-1)}>
        ‹
      </button>
      {DAY_PRESETS.map(({ preset: each, name }) => (
        <button
          key={each}
          type="button"
          class="quiet"
          aria-pressed={each === preset}
          onClick={() => look.choosePreset(each)}
        >
          {name}
        </button>
      ))}
      <button type="button" class="quiet" aria-label="往后一段" title="往后一段" onClick={() => look.step(1)}>
        ›
      </button>
      {isRunning(state, now) && (
        <label class="check">
          <input type="checkbox" checked={state.isLive} onChange={event => look.setLive(event.currentTarget.checked)} />
          每 5 分钟自动更新
        </label>
      )}
    </div>
  )
}

/** What the figures are of, which is not always what the form says. */
function Heading({ look, state }: { look: Look; state: LookState }) {
  const { answered, isWaiting, updatedAt } = state
  const isOther = answered !== undefined && !isWaiting && !CARD_IDS.every(id => isCardCurrent(state, id))
  const comparison = answered && describeComparison(answered)
  return (
    <div class="heading">
      <h2 id="heading">
        {answered === undefined
          ? '读取中…'
          : [
              titleOf(state, answered.question),
              describeSpan(answered.question),
              channelName(answered.question.channelId),
            ].join(' · ')}
      </h2>
      <p class="muted" role="status">
        {comparison !== undefined && <span>{comparison}</span>}
        {updatedAt !== undefined && (
          <span>更新于 {formatBeijing(updatedAt).slice('2021-02-25 '.length, '2021-02-25 14:35'.length)}</span>
        )}
        {isOther && <strong>变淡的图表答的不是表单里的问题。请按“查询”。</strong>}
      </p>
      {isWaiting && <Waiting onCancel={() => look.cancel()} />}
    </div>
  )
}

/** After two seconds: for how long, and a way out. */
function Waiting({ onCancel }: { onCancel: () => void }) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(count => count + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  if (seconds < 2) return null
  return (
    <p class="waiting">
      已等待 {seconds} 秒
      <button type="button" class="quiet" onClick={onCancel}>
        取消
      </button>
    </p>
  )
}

/** Reads again what still grows, every five minutes while somebody looks. */
function useLiveRefresh(look: Look, state: LookState, now: number): void {
  const isOn = state.isLive && !state.isWaiting && isRunning(state, now)
  const { updatedAt } = state
  useEffect(() => {
    if (!isOn) return
    const due = Date.now() + LIVE_MS
    let timer: ReturnType<typeof setTimeout> | undefined
    const schedule = (): void => {
      clearTimeout(timer)
      if (!document.hidden) timer = setTimeout(() => look.refresh(), Math.max(0, due - Date.now()))
    }
    schedule()
    document.addEventListener('visibilitychange', schedule)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', schedule)
    }
  }, [look, isOn, updatedAt])
}

/** The cards that are shown, those that cannot have figures yet after the others. */
function inOrder({ cards }: LookState, folded: readonly CardId[]): CardId[] {
  const isLater = (id: CardId): boolean => cards[id]?.content.state === 'later'
  const shown = CARD_IDS.filter(id => !folded.includes(id))
  return [...shown.filter(id => !isLater(id)), ...shown.filter(isLater)]
}

/** What an activity is called; its id where nobody gave it a name. */
export function titleOf(
  { activities, draft, answered }: LookState,
  of = (answered ?? { question: draft }).question,
): string {
  return (
    activities.find(each => each.activityId === of?.activityId && each.envId === of.envId)?.title ??
    of?.activityId ??
    ''
  )
}

/** The failure that several cards share. */
function failureOfAll({ cards }: LookState): { failure: FailureText; ids: CardId[] } | undefined {
  for (const first of CARD_IDS) {
    const failure = failureIn(cards, first)
    if (failure === undefined) continue
    const ids = CARD_IDS.filter(id => {
      const other = failureIn(cards, id)
      return other !== undefined && isAlike(failure, other)
    })
    if (ids.length > 1) return { failure, ids }
  }
  return undefined
}

function failureIn(cards: LookState['cards'], id: CardId): FailureText | undefined {
  const content = cards[id]?.content
  return content?.state === 'error' ? content.failure : undefined
}
