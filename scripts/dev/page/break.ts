import type { FunctionKind } from '../../../shared/call/event'
import type { State, TryAnswer } from '../protocol'
import { ask } from './api'
import { h, run } from './dom'
import { exampleEvent } from './examples'
import { FUNCTION_TITLES } from './titles'

/** 弄坏它: switch a fault of the emulator on and watch the functions answer. */
export function breakPanel(state: State, onFault: (fault: string | null) => void): HTMLElement {
  const rows = new Map(state.functions.map(name => [name, h('td', { class: 'answer' }, '–')]))
  const callAll = h('button', { type: 'button', click: run(call) }, '调用四个函数')
  const off = h('button', { type: 'button', class: 'quiet', click: run(() => choose(null)) }, '恢复正常')
  const choices = [...state.faults].map(({ name, about }) => {
    const input = h('input', { type: 'radio', name: 'fault', value: name, change: run(() => choose(name)) })
    return { name, input, element: h('label', { class: 'fault' }, input, h('code', {}, name), h('span', {}, about)) }
  })
  show(state.fault)

  async function choose(fault: string | null): Promise<void> {
    show((await ask('fault', { fault })).fault)
  }

  function show(fault: string | null): void {
    for (const { name, input } of choices) input.checked = name === fault
    off.disabled = fault === null
    onFault(fault)
  }

  async function call(): Promise<void> {
    callAll.disabled = true
    for (const cell of rows.values()) cell.textContent = '调用中…'
    await Promise.all([...rows].map(([name, cell]) => callOne(name, cell)))
    callAll.disabled = false
  }

  async function callOne(name: FunctionKind, cell: HTMLElement): Promise<void> {
    const question = {
      name,
      event: exampleEvent(name, state),
      caller: { kind: 'console' },
      allowedOpenids: '',
    } as const
    try {
      const answer = await ask('try', question)
      cell.replaceChildren(...summary(answer))
    } catch (error) {
      cell.textContent = error instanceof Error ? error.message : String(error)
    }
  }

  const answers = [...rows].map(([name, cell]) =>
    h('tr', {}, h('th', { scope: 'row' }, name, h('small', {}, FUNCTION_TITLES[name])), cell),
  )
  const list = h(
    'fieldset',
    { class: 'faults' },
    h('legend', {}, '模拟器的故障'),
    ...choices.map(({ element }) => element),
  )
  return h(
    'div',
    { class: 'two' },
    h('section', { class: 'card' }, list),
    h(
      'section',
      { class: 'card sticky' },
      h('div', { class: 'row' }, callAll, off),
      h('table', { class: 'answers' }, h('tbody', {}, ...answers)),
    ),
  )
}

function summary({ result, ms, requests }: TryAnswer): Node[] {
  const facts = h('small', {}, `${ms === null ? '没有返回' : `${Math.round(ms)} ms`} · 到达微信 ${requests.length} 次`)
  if (result.kind === 'failed')
    return [h('strong', { class: 'bad' }, '没有返回'), h('p', {}, result.explanation), facts]
  const { errCode, errMsg } = Object(result.value) as { errCode?: unknown; errMsg?: unknown }
  const mood = errCode === 0 ? 'good' : 'bad'
  return [h('strong', { class: mood }, `errCode ${String(errCode)}`), h('p', {}, String(errMsg)), facts]
}
