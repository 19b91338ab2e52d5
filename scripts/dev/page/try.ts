import { FUNCTION_TITLES } from './titles'
import type { State, TryAnswer, TryCaller } from '../protocol'
import { ask } from './api'
import { draw, erase } from './chart'
import { field, h, run, select } from './dom'
import { exampleEvent } from './examples'
import { jsonBlock, optionOf, tableBlock } from './results'

const CALLERS = [
  ['console', '控制台 / tcb CLI'],
  ['user', '小程序用户'],
  ['http', 'HTTP 访问服务'],
] as const
const CHART_ID = 'try-chart'

/** 试一试: the console's test tab. */
export function tryPanel(state: State): HTMLElement {
  const name = select(state.functions.map(each => [each, `${each} · ${FUNCTION_TITLES[each]}`] as const))
  const event = h('textarea', { rows: '12', spellcheck: false })
  const caller = select(CALLERS)
  const openid = h('input', { value: 'o-someone', spellcheck: false, autocomplete: 'off' })
  const allowed = h('input', { placeholder: '逗号分隔；* 为所有人', spellcheck: false, autocomplete: 'off' })
  const openidField = field('OPENID', openid)
  const output = h('div', { class: 'output', 'aria-live': 'polite' }, h('p', { class: 'muted' }, '结果会显示在这里。'))
  const button = h('button', { type: 'submit' }, '运行')

  const chosenName = (): State['functions'][number] => state.functions.find(each => each === name.value) ?? 'overview'
  const fillExample = (): void => {
    event.value = JSON.stringify(exampleEvent(chosenName(), state), undefined, 2)
  }

  function chosenCaller(): TryCaller {
    if (caller.value === 'user') return { kind: 'user', openid: openid.value.trim() }
    return caller.value === 'http' ? { kind: 'http' } : { kind: 'console' }
  }

  async function call(): Promise<void> {
    erase(CHART_ID)
    let parsed: unknown
    try {
      parsed = JSON.parse(event.value)
    } catch (error) {
      output.replaceChildren(problem(`event 不是 JSON：${error instanceof Error ? error.message : String(error)}`))
      return
    }
    button.disabled = true
    output.replaceChildren(h('p', { class: 'muted' }, '运行中…'))
    try {
      const question = {
        name: chosenName(),
        event: parsed,
        caller: chosenCaller(),
        allowedOpenids: allowed.value.trim(),
      }
      showAnswer(output, await ask('try', question))
    } catch (error) {
      output.replaceChildren(problem(error instanceof Error ? error.message : String(error)))
    } finally {
      button.disabled = false
    }
  }

  const form = h(
    'form',
    { class: 'try-form' },
    field('函数', name),
    field('event(JSON)', event),
    h('div', { class: 'row' }, field('调用者', caller), openidField),
    field('环境变量 STATS_ALLOWED_OPENIDS', allowed),
    h('div', { class: 'row' }, button, h('button', { type: 'button', class: 'quiet', click: fillExample }, '填入示例')),
  )
  form.addEventListener('submit', submitted => {
    submitted.preventDefault()
    run(call)()
  })
  const toggle = (): void => {
    openidField.hidden = caller.value !== 'user'
  }
  caller.addEventListener('change', toggle)
  name.addEventListener('change', fillExample)
  toggle()
  fillExample()
  return h('div', { class: 'two' }, h('section', { class: 'card' }, form), h('section', { class: 'card' }, output))
}

function problem(text: string): HTMLElement {
  return h('p', { class: 'problem', role: 'alert' }, text)
}

function showAnswer(output: HTMLElement, { result, ms, requests, log }: TryAnswer): void {
  const time = ms === null ? '没有返回' : `${Math.round(ms)} ms`
  const parts: Node[] = [h('p', { class: 'facts' }, `用时 ${time} · 到达微信的请求 ${requests.length} 次`)]
  if (result.kind === 'failed') parts.push(problem(result.explanation))
  else {
    const option = optionOf(result.value)
    const table = tableBlock(result.value)
    if (option !== undefined) parts.push(h('h3', {}, '图表'), h('div', { class: 'chart', id: CHART_ID }))
    if (table !== undefined) parts.push(h('h3', {}, '表格'), table)
    parts.push(h('h3', {}, '返回'), jsonBlock('返回', result.value))
  }
  const [first] = requests
  if (first !== undefined) parts.push(h('h3', {}, '微信收到的请求'), jsonBlock('微信收到的请求', first))
  if (log.trim() !== '') parts.push(h('h3', {}, '日志'), jsonBlock('日志', log.trim()))
  output.replaceChildren(...parts)
  const option = result.kind === 'returned' ? optionOf(result.value) : undefined
  const canvas = output.querySelector<HTMLElement>(`#${CHART_ID}`)
  if (option !== undefined && canvas !== null) draw(CHART_ID, canvas, option)
}
