import { render } from 'preact'
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks'
import { messageOf } from '../../../shared/messageOf'
import type { State } from '../protocol'
import { ask, followState, serverNow } from './api'
import { BreakPanel } from './BreakPanel'
import { createLook } from './look'
import { LookPanel, titleOf } from './LookPanel'
import { describeSpan, parseAddress, type TabId, toAddress } from './question'
import { keepActivity, recentActivities } from './storage'
import { currentTheme, onTheme, startTheme, switchTheme } from './theme'
import { TryPanel } from './TryPanel'

const TABS: readonly { id: TabId; title: string }[] = [
  { id: 'look', title: '看数据' },
  { id: 'try', title: '试一试' },
  { id: 'break', title: '弄坏它' },
]

function App() {
  const [server, setServer] = useState<State>()
  const [isGone, setGone] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [tab, setTab] = useState<TabId>(() => parseAddress(location.hash).tab)
  const say = (thrown: unknown): void => setProblem(messageOf(thrown))
  const look = useMemo(
    () =>
      createLook({
        read: (question, signal) => ask('read', question, signal),
        now: serverNow,
        refreshNow: async () => void (await ask('state', {})),
        writeAddress(address, how) {
          if (how === 'push') history.pushState(null, '', address)
          else history.replaceState(null, '', address)
        },
        recentActivities,
        keepActivity,
        changed: () => redraw(undefined),
      }),
    [],
  )

  const seen = useRef<State>()
  useEffect(() => {
    startTheme()
    // Whatever nobody expected is seen as well.
    addEventListener('unhandledrejection', ({ reason }) => say(reason))
    addEventListener('error', ({ error }) => say(error))
    followState(state => {
      setGone(state === undefined)
      if (state === undefined) return
      const before = seen.current
      seen.current = state
      setServer(state)
      if (before === undefined) openAddress(state)
      else if (before.fault !== state.fault) look.reload()
    })
    const onAddress = (): void => {
      if (seen.current !== undefined) openAddress(seen.current)
    }
    addEventListener('popstate', onAddress)
    return onTheme(() => redraw(undefined))
  }, [])

  /** What the address says is shown; a tab that is not there is the first one. */
  function openAddress(state: State): void {
    const address = parseAddress(questionAddress())
    const shown = tabsOf(state).some(({ id }) => id === address.tab) ? address.tab : 'look'
    setTab(shown)
    if (shown === 'look') look.open(address, state)
  }

  function chooseTab(id: TabId): void {
    setTab(id)
    history.pushState(null, '', toAddress(id, look.state().asked?.question ?? look.state().draft))
    if (id === 'look' && look.state().draft === undefined && server !== undefined)
      look.open(parseAddress(location.hash), server)
  }

  const state = look.state()
  const { answered } = state
  // A tab that was opened keeps what was typed there.
  const opened = useRef(new Set<TabId>())
  opened.current.add(tab)

  function panelOf(id: TabId, shown: State) {
    switch (id) {
      case 'look':
        return <LookPanel look={look} state={state} envId={shown.envId} now={serverNow()} onProblem={say} />
      case 'try':
        return <TryPanel server={shown} />
      case 'break':
        return <BreakPanel server={shown} onProblem={say} />
    }
  }

  document.title = [
    '短信营销统计',
    ...(answered === undefined ? [] : [titleOf(state), describeSpan(answered.question)]),
  ].join(' · ')
  return (
    <>
      <header class="top">
        <div class="brand">
          <h1>短信营销统计</h1>
          <p id="mode">{server === undefined ? '正在连接…' : MODES[server.mode]}</p>
        </div>
        {server !== undefined && tabsOf(server).length > 1 && (
          <Tabs tabs={tabsOf(server)} chosen={tab} onChoose={chooseTab} />
        )}
        <button type="button" id="theme" class="quiet" onClick={switchTheme}>
          {currentTheme() === 'dark' ? '浅色' : '深色'}
        </button>
      </header>
      {isGone && (
        <p class="banner bad" role="alert" id="gone">
          本机服务没有响应，正在重连。npm run dev 还在运行吗？
        </p>
      )}
      {problem !== undefined && (
        <p class="banner bad" role="alert">
          {problem}
          <button type="button" class="quiet" onClick={() => setProblem(undefined)}>
            知道了
          </button>
        </p>
      )}
      {typeof server?.fault === 'string' && (
        <p id="banner" class="banner" role="status">
          故障已开启：{server.fault}。所有数据都受影响，可在“弄坏它”中恢复。
        </p>
      )}
      <main id="main">
        {server !== undefined &&
          tabsOf(server).map(({ id }) => (
            <div
              key={id}
              id={`panel-${id}`}
              hidden={tab !== id}
              {...(tabsOf(server).length > 1 && { role: 'tabpanel', 'aria-labelledby': `tab-${id}` })}
            >
              {opened.current.has(id) && panelOf(id, server)}
            </div>
          ))}
      </main>
    </>
  )
}

const MODES: Readonly<Record<State['mode'], string>> = {
  live: '真实数据：经 HTTPS 直接读取微信',
  emulator: '演示：本机模拟器，经构建后的云函数',
}

/** With real figures there is nothing to try and nothing to break. */
function tabsOf({ mode }: State): typeof TABS {
  return mode === 'live' ? TABS.slice(0, 1) : TABS
}

/** The question stands behind `#`; where there is none, what stands behind `?` is taken for it. */
function questionAddress(): string {
  return location.hash === '' && location.search !== '' ? `#look${location.search}` : location.hash
}

/** As the tabs of a desktop: arrows move between them, Tab goes on into the panel. */
function Tabs({ tabs, chosen, onChoose }: { tabs: typeof TABS; chosen: TabId; onChoose: (id: TabId) => void }) {
  const list = useRef<HTMLDivElement>(null)
  function onKeyDown({ key }: KeyboardEvent): void {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const at = tabs.findIndex(({ id }) => id === chosen)
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (next === undefined) return
    onChoose(next.id)
    list.current?.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus()
  }
  return (
    <div ref={list} role="tablist" aria-label="功能" class="tabs" onKeyDown={onKeyDown}>
      {tabs.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`tab-${id}`}
          aria-controls={`panel-${id}`}
          aria-selected={id === chosen}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {title}
        </button>
      ))}
    </div>
  )
}

const root = document.getElementById('page')
if (root === null) throw new Error('index.html has no #page')
render(<App />, root)
