import { useRef, useState } from 'preact/hooks'
import type { FunctionKind } from '../../../shared/call/event'
import { messageOf } from '../../../shared/messageOf'
import type { State, TryAnswer, TryQuestion } from '../protocol'
import { ask } from './api'
import { Editor } from './Editor'
import { exampleEvent } from './examples'
import { Field, Select } from './Field'
import { readJson } from './jsonMistake'
import { Reply } from './Reply'
import { factsOf, summaryOf } from './replySummary'
import { SNIPPETS } from './snippets'
import { FUNCTION_TITLES } from './titles'
import { useElapsed } from './useElapsed'

/** A call of this session. */
interface Tried {
  id: number
  /** When, as a clock shows it. */
  time: string
  question: TryQuestion
  text: string
  outcome: { answer: TryAnswer } | { problem: string }
}

/** Callers in Chinese, by who lets them in. */
const ADMISSIONS = { developer: '开发者', listed: '名单中的用户', nobody: '一律拒绝' } as const

/** 试一试: the console's test tab. */
export function TryPanel({ server }: { server: State }) {
  const kinds = server.functions.map(({ kind }) => kind)
  const [name, setName] = useState<FunctionKind>(kinds[0] ?? 'overview')
  const [drafts, setDrafts] = useState<Partial<Record<FunctionKind, string>>>({})
  const [caller, setCaller] = useState(server.callers[0]?.name ?? '')
  const [openid, setOpenid] = useState('o-someone')
  const [allowedOpenids, setAllowed] = useState('')
  const [history, setHistory] = useState<readonly Tried[]>([])
  const [shown, setShown] = useState<number>()
  const [status, setStatus] = useState('')
  const running = useRef<AbortController>()
  const [isRunning, setRunning] = useState(false)
  const seconds = useElapsed(isRunning)
  const example = (kind: FunctionKind): string => JSON.stringify(exampleEvent(kind, server), undefined, 2)
  const text = drafts[name] ?? example(name)
  const read = readJson(text)
  const hasOpenid = server.callers.find(each => each.name === caller)?.hasOpenid === true
  const setText = (next: string): void => setDrafts(all => ({ ...all, [name]: next }))
  const tried = history.find(({ id }) => id === shown)

  function questionNow(event: unknown): TryQuestion {
    return { name, event, caller, openid: hasOpenid ? openid.trim() : '', allowedOpenids: allowedOpenids.trim() }
  }

  async function run(): Promise<void> {
    if (running.current !== undefined) return
    if ('mistake' in read) return setStatus(read.mistake.message)
    const controller = new AbortController()
    running.current = controller
    setRunning(true)
    setStatus('运行中…')
    const question = questionNow(read.value)
    const outcome = await ask('try', question, controller.signal).then(
      (answer): Tried['outcome'] => ({ answer }),
      (error: unknown): Tried['outcome'] => ({
        problem: controller.signal.aborted ? '已取消。' : messageOf(error),
      }),
    )
    running.current = undefined
    setRunning(false)
    const id = (history[0]?.id ?? 0) + 1
    const time = clockTime(new Date())
    setHistory(all => [{ id, time, question, text, outcome }, ...all])
    setShown(id)
    setStatus('answer' in outcome ? `${summaryOf(outcome.answer).badge}，${factsOf(outcome.answer)}` : outcome.problem)
  }

  async function copy(write: (typeof SNIPPETS)[number]['write']): Promise<void> {
    if ('mistake' in read) return setStatus(read.mistake.message)
    const functionName = server.functions.find(({ kind }) => kind === name)?.name ?? name
    try {
      await navigator.clipboard.writeText(write({ ...questionNow(read.value), functionName }))
      setStatus('已复制到剪贴板。')
    } catch {
      setStatus('浏览器不允许复制：请允许本页使用剪贴板。')
    }
  }

  return (
    <div class="two">
      <section class="card" aria-label="调用">
        <form
          class="try-form"
          onSubmit={event => {
            event.preventDefault()
            void run()
          }}
        >
          <Select
            label="函数"
            value={name}
            options={kinds.map(kind => [kind, `${kind} · ${FUNCTION_TITLES[kind]}`] as const)}
            onChange={value => setName(kinds.find(kind => kind === value) ?? name)}
          />
          <div class="field">
            <span>event（JSON），Ctrl+Enter 运行</span>
            <Editor label="event(JSON)" text={text} onText={setText} onRun={() => void run()} />
            {'mistake' in read && (
              <p class="problem" role="alert">
                event 不是 JSON：{read.mistake.message}
              </p>
            )}
          </div>
          <div class="row">
            <Field label="调用者">
              <select value={caller} onChange={event => setCaller(event.currentTarget.value)}>
                {(['developer', 'listed', 'nobody'] as const).map(admission => (
                  <optgroup key={admission} label={ADMISSIONS[admission]}>
                    {server.callers
                      .filter(each => each.admission === admission)
                      .map(each => (
                        <option key={each.name} value={each.name}>
                          {each.title}
                        </option>
                      ))}
                  </optgroup>
                ))}
              </select>
            </Field>
            {hasOpenid && (
              <Field label="OPENID">
                <input
                  value={openid}
                  spellcheck={false}
                  autocomplete="off"
                  onInput={event => setOpenid(event.currentTarget.value)}
                />
              </Field>
            )}
          </div>
          <Field label="环境变量 STATS_ALLOWED_OPENIDS">
            <input
              value={allowedOpenids}
              placeholder="逗号分隔；* 为所有人"
              spellcheck={false}
              autocomplete="off"
              onInput={event => setAllowed(event.currentTarget.value)}
            />
          </Field>
          <div class="row">
            <button type="submit" aria-disabled={isRunning}>
              运行
            </button>
            {isRunning && (
              <button type="button" class="quiet" onClick={() => running.current?.abort()}>
                取消（{seconds} 秒）
              </button>
            )}
            <button type="button" class="quiet" onClick={() => setText(example(name))}>
              填入示例
            </button>
            <button
              type="button"
              class="quiet"
              onClick={() =>
                'value' in read ? setText(JSON.stringify(read.value, undefined, 2)) : setStatus(read.mistake.message)
              }
            >
              格式化
            </button>
          </div>
          <div class="row" role="group" aria-label="复制为">
            <span class="muted">复制为</span>
            {SNIPPETS.map(({ id, name: label, write }) => (
              <button key={id} type="button" class="quiet" onClick={() => void copy(write)}>
                {label}
              </button>
            ))}
          </div>
          <p role="status" class="muted">
            {status}
          </p>
        </form>
      </section>
      <section class="card output" aria-label="结果" aria-busy={isRunning}>
        {tried === undefined ? (
          <p class="muted">结果会显示在这里。</p>
        ) : (
          <>
            <h2>
              {tried.question.name} · {tried.time}
            </h2>
            {'answer' in tried.outcome ? (
              <Reply answer={tried.outcome.answer} />
            ) : (
              <p class="problem" role="alert">
                {tried.outcome.problem}
              </p>
            )}
          </>
        )}
      </section>
      {history.length > 0 && (
        <section class="card history" aria-label="本次会话的历史">
          <h2>历史</h2>
          <ol>
            {history.map(each => (
              <li key={each.id} aria-current={each.id === shown ? 'true' : undefined}>
                <button type="button" class="quiet" onClick={() => setShown(each.id)}>
                  {each.time} · {each.question.name} ·{' '}
                  {server.callers.find(({ name: one }) => one === each.question.caller)?.title}
                </button>
                <span class="muted">
                  {'answer' in each.outcome ? summaryOf(each.outcome.answer).badge : each.outcome.problem}
                </span>
                <button
                  type="button"
                  class="quiet"
                  onClick={() => {
                    setName(each.question.name)
                    setDrafts(all => ({ ...all, [each.question.name]: each.text }))
                  }}
                >
                  填回 event
                </button>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  )
}

function clockTime(date: Date): string {
  return date.toLocaleTimeString('zh-CN', { hour12: false })
}
