/**
 * Runs a mini program in a browser, for tests: glass-easel, WeChat's own component framework, draws its pages; what it
 * leaves to its host is here. Bundled by test/miniprogram/packApp.ts.
 */
import * as glassEasel from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import { CanvasNode, canvasNode, forgetNodes, isDrawn, livingNodes } from './canvas'
import type { Host, PackedApp } from './protocol'
import { createSelectorQuery } from './query'
import { makeWx, type Running } from './wx'

/** What a browser has and a mini program has not. */
const BROWSER_ONLY = [
  ...['window', 'document', 'navigator', 'self', 'globalThis', 'location', 'localStorage', 'fetch', 'Image', 'Element'],
  ...['HTMLElement', 'HTMLCanvasElement', 'XMLHttpRequest', 'requestAnimationFrame', 'performance', 'addEventListener'],
  ...['process', 'Buffer', 'global'],
]

type Definition = Record<string, unknown> & { lifetimes?: Record<string, unknown> }
/** A page as its own code sees it. */
type PageCaller = Record<string, ((argument?: unknown) => void) | undefined>

let installed: PackedApp | undefined
let running: Running | undefined
let opened:
  { root: ReturnType<ReturnType<MiniProgramEnv['associateBackend']>['createRoot']>; page: PageCaller } | undefined
let openPage: ((url: string) => NonNullable<typeof opened>) | undefined

const host: Host = {
  wx: {},
  install(app) {
    installed = app
  },
  start(telephone) {
    const app = present(installed)
    if (opened !== undefined) host.leave()
    forgetNodes()
    running = {
      telephone,
      darkmode: app.darkmode,
      state: {
        clipboard: [],
        files: {},
        handedOver: [],
        modals: [],
        navigatedTo: [],
        refreshesStopped: 0,
        themeListeners: 0,
        livingNodes: 0,
        cloudInit: [],
        storage: telephone.storage,
      },
      themeListeners: new Set(),
      tapping: false,
    }
    openPage = load(app, running)
  },
  open(url) {
    opened = present(openPage)(url)
  },
  leave() {
    const { root, page } = present(opened)
    page['onHide']?.()
    page['onUnload']?.()
    root.release()
    document.body.replaceChildren()
    for (const style of document.querySelectorAll('style[wx-style-scope]')) style.remove()
    opened = undefined
  },
  pullDown() {
    present(opened).page['onPullDownRefresh']?.()
  },
  changeTheme(theme) {
    const { telephone, darkmode, themeListeners } = present(running)
    telephone.theme = theme
    if (darkmode) for (const listener of themeListeners) listener({ theme })
  },
  resize() {
    const { root } = present(opened)
    root
      .getComponent()
      .triggerPageLifetime('resize', [{ size: { windowWidth: innerWidth, windowHeight: innerHeight } }])
  },
  state() {
    const { state, themeListeners } = present(running)
    return { ...state, themeListeners: themeListeners.size, livingNodes: livingNodes() }
  },
  async isDrawn() {
    await new Promise(resolve => requestAnimationFrame(resolve))
    return [...document.querySelectorAll('canvas')].every(isDrawn)
  },
  textsOn(selector) {
    const canvas = document.querySelector<HTMLCanvasElement>(selector)
    if (canvas === null) throw new Error(`no canvas is ${selector}`)
    return CanvasNode.textsOn(canvasNode(canvas))
  },
  setNetwork(network) {
    present(running).telephone.network = network
  },
}
window.host = host

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('no mini program is installed or started, or no page is open')
  return value
}

glassEasel.globalOptions.writeIdToDOM = true
const env = new MiniProgramEnv()
const backend = new glassEasel.CurrentWindowBackendContext()
const associated = env.associateBackend(backend)
let apps = 0
backend.onEvent((target, type, detail, options) => {
  const now = present(running)
  const event = new glassEasel.Event(type, detailOf(type, detail, options.originalEvent), options)
  Object.assign(event, touchesOf(options.originalEvent))
  now.tapping = type === 'tap'
  glassEasel.Event.dispatchEvent(target, event)
  now.tapping = false
})

/** Loads the code of an app and starts it. Gives what opens a page. */
function load(app: PackedApp, now: Running): (url: string) => NonNullable<typeof opened> {
  const space = env.createCodeSpace(`app${++apps}`, true)
  const templates = evaluate(`return ${app.templates}`) as Record<
    string,
    glassEasel.template.ComponentTemplate['content']
  >
  for (const [path, { css, prefix }] of Object.entries(app.styles)) {
    associated.registerStyleSheetContent(path, css)
    space.addStyleSheet(path, path, prefix)
  }
  for (const [path, config] of Object.entries(structuredClone(app.configs))) {
    const content = templates[path]
    if (content === undefined) continue
    space.addComponentStaticConfig(path, config)
    space.addCompiledTemplate(path, { groupList: templates, content, fallbackListenerOnNativeNode: true })
  }

  const wx = makeWx(now)
  host.wx = wx
  const modules = new Map<string, { exports: unknown }>()
  function require(path: string): unknown {
    const known = modules.get(path)
    if (known !== undefined) return known.exports
    const code = app.scripts[path]
    if (code === undefined) throw new Error(`module '${path}' is not defined`)
    const module = { exports: {} }
    modules.set(path, module)
    const is = path.replace(/\.js$/, '')
    space.componentEnv(is, ({ Page, Component }) => {
      const given = {
        require: (specifier: string) => require(resolve(path, specifier)),
        module,
        exports: module.exports,
        wx,
        App: (definition: { onLaunch?(): void }) => definition.onLaunch?.(),
        Page: (definition: Definition) => Page(withQuery(definition) as never),
        Component: (definition: Definition) => Component(withReady(withQuery(definition, 'methods')) as never),
        ...Object.fromEntries(BROWSER_ONLY.map(name => [name, undefined])),
      }
      // A page's code runs as a mini program runs it: in a function, with these names and no others.
      evaluate(code, given)
    })
    return module.exports
  }
  // A page or component that another one uses is defined before it, as a mini program's own loader does.
  for (const path of Object.keys(app.configs).sort(componentsFirst(app))) require(`${path}.js`)
  require('app.js')

  return url => {
    const [path = '', query = ''] = url.replace(/^\//, '').split('?')
    const root = associated.createRoot('page', space, path)
    const page = root.get() as unknown as PageCaller
    page['onLoad']?.(Object.fromEntries(query.split('&').map(pair => pair.split('='))))
    const placeholder = document.createElement('div')
    document.body.append(placeholder)
    root.attach(document.body as never, placeholder as never)
    page['onShow']?.()
    root.getComponent().triggerPageLifetime('show', [])
    setTimeout(() => page['onReady']?.())
    return { root, page }
  }
}

function evaluate(code: string, given: Record<string, unknown> = {}): unknown {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the package under test is text, made on the Node side
  return (new Function(...Object.keys(given), code) as (...values: unknown[]) => unknown)(...Object.values(given))
}

function componentsFirst({ configs }: PackedApp): (a: string, b: string) => number {
  const order = (path: string): number => (configs[path]?.component ? 0 : 1)
  return (a, b) => order(a) - order(b)
}

/** `./x` as seen from a module, as a path in the package. */
function resolve(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  const path = parts.join('/')
  return path.endsWith('.js') ? path : `${path}.js`
}

function withQuery(definition: Definition, where?: 'methods'): Definition {
  const own = {
    createSelectorQuery(this: Parameters<typeof createSelectorQuery>[0]) {
      return createSelectorQuery(this)
    },
  }
  return where === undefined
    ? { ...definition, ...own }
    : { ...definition, methods: { ...(definition['methods'] as object | undefined), ...own } }
}

/** `ready` comes once the component is on the screen. */
function withReady(definition: Definition): Definition {
  const { lifetimes = {} } = definition
  const attached = lifetimes['attached'] as (() => void) | undefined
  return {
    ...definition,
    lifetimes: {
      ...lifetimes,
      attached(this: { _$: { triggerLifetime(name: string, args: unknown[]): void } }) {
        attached?.call(this)
        setTimeout(() => this._$.triggerLifetime('ready', []))
      },
    },
  }
}

/** What an input or a picker hands over. */
function detailOf(type: string, detail: unknown, original: unknown): unknown {
  if (!['input', 'confirm', 'change', 'blur'].includes(type) || !(original instanceof Event)) return detail
  return { value: (original.target as { value?: unknown } | null)?.value }
}

/** Where the fingers are: on a canvas from its corner. */
function touchesOf(original: unknown): object {
  if (!(original instanceof TouchEvent)) return {}
  const { left, top } = (original.target as Element).getBoundingClientRect()
  const toTouches = (list: TouchList): object[] =>
    [...list].map(({ identifier, clientX, clientY }) => ({ identifier, x: clientX - left, y: clientY - top }))
  return { touches: toTouches(original.touches), changedTouches: toTouches(original.changedTouches) }
}
