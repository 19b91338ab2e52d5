import { useRef, useState } from 'preact/hooks'
import type { FunctionKind } from '../../../shared/call/event'
import { messageOf } from '../../../shared/messageOf'
import { FAULT_GROUPS, type OfferedFault, type State, type TryAnswer } from '../protocol'
import { ask } from './api'
import { exampleEvent } from './examples'
import { Field } from './Field'
import { Badge } from './Reply'
import { factsOf, summaryOf } from './replySummary'
import { FUNCTION_TITLES } from './titles'
import { useElapsed } from './useElapsed'

/** What a function answers under the fault. */
type Answer = 'running' | { answer: TryAnswer } | { problem: string }

/** 弄坏它: switch a fault of the emulator on, and see at once what the functions answer. */
export function BreakPanel({ server, onProblem }: { server: State; onProblem: (problem: unknown) => void }) {
  const [filter, setFilter] = useState('')
  const [answers, setAnswers] = useState<Partial<Record<FunctionKind, Answer>>>({})
  const running = useRef<AbortController>()
  const isRunning = Object.values(answers).includes('running')
  const seconds = useElapsed(isRunning)
  const list = useRef<HTMLFieldSetElement>(null)

  async function choose(fault: string | null): Promise<void> {
    try {
      await ask('fault', { fault })
    } catch (error) {
      return onProblem(error)
    }
    await callAll()
  }

  async function callAll(): Promise<void> {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setAnswers(Object.fromEntries(server.functions.map(({ kind }) => [kind, 'running'])))
    await Promise.all(server.functions.map(({ kind }) => callOne(kind, controller.signal)))
  }

  async function callOne(kind: FunctionKind, signal: AbortSignal): Promise<void> {
    const question = {
      name: kind,
      event: exampleEvent(kind, server),
      caller: 'console',
      openid: '',
      allowedOpenids: '',
    } as const
    const answer = await ask('try', question, signal).then(
      (came): Answer => ({ answer: came }),
      (error: unknown): Answer => ({ problem: messageOf(error) }),
    )
    if (!signal.aborted) setAnswers(all => ({ ...all, [kind]: answer }))
  }

  function cancel(): void {
    running.current?.abort()
    setAnswers(all =>
      Object.fromEntries(
        Object.entries(all).map(([kind, answer]) => [kind, answer === 'running' ? { problem: '已取消。' } : answer]),
      ),
    )
  }

  /** Arrows move the focus and choose nothing: the blank or Enter does. A radio by itself would switch at each. */
  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
    const radios = [...(list.current?.querySelectorAll<HTMLInputElement>('input[type=radio]') ?? [])]
    const at = radios.findIndex(radio => radio === document.activeElement)
    const radio = radios[at]
    if (radio === undefined) return
    if (event.key === 'Enter') radio.click()
    else if (step !== undefined) radios[(at + step + radios.length) % radios.length]?.focus()
    else return
    event.preventDefault()
  }

  const shown = server.faults.filter(fault => matches(fault, filter))
  return (
    <div class="two break">
      <section class="card" aria-label="故障">
        <Field label="筛选">
          <input
            type="search"
            placeholder="例如 超时、-604101、hang"
            value={filter}
            onInput={event => setFilter(event.currentTarget.value)}
          />
        </Field>
        <fieldset class="faults" ref={list} onKeyDown={onKeyDown}>
          <legend>模拟器的故障（方向键移动，空格选择）</legend>
          {FAULT_GROUPS.map(group => {
            const inGroup = shown.filter(fault => fault.group === group)
            return (
              inGroup.length > 0 && (
                <div key={group} role="group" aria-label={group}>
                  <h2>{group}</h2>
                  {inGroup.map(({ name, about }) => (
                    <label key={name} class="fault" data-chosen={name === server.fault}>
                      <input
                        type="radio"
                        name="fault"
                        value={name}
                        checked={name === server.fault}
                        onChange={() => void choose(name)}
                      />
                      <code>{name}</code>
                      <span>{about}</span>
                    </label>
                  ))}
                </div>
              )
            )
          })}
          {shown.length === 0 && <p class="muted">没有符合筛选的故障。</p>}
        </fieldset>
      </section>
      <section class="card sticky" aria-label="四个函数的回答" aria-busy={isRunning}>
        <div class="row">
          <button type="button" onClick={() => void callAll()}>
            调用四个函数
          </button>
          <button type="button" class="quiet" aria-disabled={server.fault === null} onClick={() => void choose(null)}>
            恢复正常
          </button>
          {isRunning && (
            <button type="button" class="quiet" onClick={cancel}>
              取消（{seconds} 秒）
            </button>
          )}
        </div>
        <p role="status" class="muted">
          {isRunning
            ? '调用中…'
            : server.fault === null
              ? '没有故障。'
              : `故障：${server.faults.find(({ name }) => name === server.fault)?.about ?? server.fault}`}
        </p>
        <table class="answers">
          <caption class="hidden">四个函数的回答</caption>
          <tbody>
            {server.functions.map(({ kind }) => (
              <tr key={kind}>
                <th scope="row">
                  {kind}
                  <small>{FUNCTION_TITLES[kind]}</small>
                </th>
                <td class="answer">
                  <AnswerCell answer={answers[kind]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

function AnswerCell({ answer }: { answer: Answer | undefined }) {
  if (answer === undefined) return <>–</>
  if (answer === 'running') return <>调用中…</>
  if ('problem' in answer) return <strong class="bad">{answer.problem}</strong>
  return (
    <>
      <Badge summary={summaryOf(answer.answer)} />
      <small>{factsOf(answer.answer)}</small>
    </>
  )
}

/** Every word of the filter stands in the name, the description or the group. */
function matches({ name, group, about }: OfferedFault, filter: string): boolean {
  const text = `${name} ${about} ${group}`.toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word))
}
