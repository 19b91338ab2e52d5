import type { State } from '../protocol'
import { ask } from './api'
import { breakPanel } from './break'
import { h, run } from './dom'
import { lookPanel } from './look'
import { tryPanel } from './try'
import { themeButton } from './theme'

const TABS = [
  { id: 'look', title: '看数据' },
  { id: 'try', title: '试一试' },
  { id: 'break', title: '弄坏它' },
] as const
type TabId = (typeof TABS)[number]['id']

function byId(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`index.html has no #${id}`)
  return element
}

async function start(): Promise<void> {
  const theme = byId('theme')
  if (theme instanceof HTMLButtonElement) themeButton(theme)
  let state: State
  try {
    state = await ask('state', {})
  } catch (error) {
    byId('mode').textContent = error instanceof Error ? error.message : String(error)
    return
  }
  byId('mode').textContent =
    state.mode === 'live' ? '真实数据：经 HTTPS 直接读取微信' : '演示：本机模拟器，经构建后的云函数'
  document.body.dataset['mode'] = state.mode
  showTabs(state)
}

/** As the tabs of a desktop: arrows move between them, Tab goes on into the panel. */
function showTabs(state: State): void {
  const tabs = TABS.map(({ id, title }) => ({
    id,
    tab: h('button', { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}` }, title),
    panel: h('div', { role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}` }, panelOf(id, state)),
  }))
  function choose(at: number, focus: boolean): void {
    tabs.forEach(({ tab, panel }, index) => {
      tab.setAttribute('aria-selected', String(index === at))
      tab.tabIndex = index === at ? 0 : -1
      panel.hidden = index !== at
    })
    if (focus) tabs[at]?.tab.focus()
  }
  tabs.forEach(({ tab }, index) => {
    tab.addEventListener('click', () => choose(index, false))
    tab.addEventListener('keydown', ({ key }) => {
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
      if (step !== 0) choose((index + step + tabs.length) % tabs.length, true)
    })
  })
  byId('tabs').append(...tabs.map(({ tab }) => tab))
  byId('main').append(...tabs.map(({ panel }) => panel))
  choose(0, false)
}

function panelOf(id: TabId, state: State): HTMLElement {
  if (id === 'look') return lookPanel(state)
  if (state.mode === 'live')
    return h('p', { class: 'card message' }, '真实数据只供查看：试函数、弄坏它请运行不带 --live 的 npm run dev。')
  return id === 'try' ? tryPanel(state) : breakPanel(state, showFault)
}

function showFault(fault: string | null): void {
  const banner = byId('banner')
  banner.hidden = fault === null
  banner.textContent = fault === null ? '' : `故障已开启：${fault}。所有数据都受影响，可在“弄坏它”中恢复。`
}

run(start)()
