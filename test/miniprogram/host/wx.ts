import { CanvasNode } from './canvas'
import type { HostState, Rejection, Telephone } from './protocol'

interface Callbacks {
  success?(result: object): void
  fail?(error: { errMsg: string }): void
  complete?(): void
}

type ThemeListener = (result: { theme: string }) => void

/** What the host knows of the app that runs. */
export interface Running {
  telephone: Telephone
  darkmode: boolean
  state: HostState
  themeListeners: Set<ThemeListener>
  /** True while the handlers of a tap run, and not after an `await` in them. */
  tapping: boolean
}

const USER_DATA_PATH = 'http://usr'

/**
 * `wx`, as far as the host plays it: what else a page asks for is an error, not undefined. Callbacks come later, as they do
 * on a telephone.
 */
export function makeWx(running: Running): Record<string, unknown> {
  const { telephone, state } = running
  const later = (work: () => void): void => void setTimeout(work)
  const succeed = (callbacks: Callbacks, result: object = {}): void =>
    later(() => {
      callbacks.success?.(result)
      callbacks.complete?.()
    })
  const fail = (callbacks: Callbacks, errMsg: string): void =>
    later(() => {
      callbacks.fail?.({ errMsg })
      callbacks.complete?.()
    })

  function handOver(how: HostState['handedOver'][number]['how'], options: Callbacks & { filePath: string }): void {
    const works = how === 'saveFileToDisk' ? isComputer(telephone) : !isComputer(telephone)
    if (!works) return fail(options, `${how}:fail not supported on ${telephone.platform}`)
    if (how === 'shareFileMessage' && !running.tapping)
      return fail(options, 'shareFileMessage:fail can only be invoked by user TAP gesture.')
    if (!(options.filePath in state.files)) return fail(options, `${how}:fail file not exist`)
    state.handedOver.push({ how, filePath: options.filePath })
    succeed(options)
  }

  const offered: Record<string, unknown> = {
    cloud: {
      init: (config: unknown) => state.cloudInit.push(config),
      async callFunction({ name, data }: { name: string; data: unknown }): Promise<object> {
        if (state.cloudInit.length === 0)
          throw rejection({ errMsg: "Cloud API isn't enabled, please call wx.cloud.init" })
        const answer = JSON.parse(await window.callFunction(name, JSON.stringify(data))) as
          { result?: unknown } | Rejection
        if ('rejected' in answer) throw rejection(answer.rejected)
        return { result: answer.result, errMsg: 'cloud.callFunction:ok', requestID: '0' }
      },
    },
    env: { USER_DATA_PATH },
    getAppBaseInfo: () => (running.darkmode ? { theme: telephone.theme } : {}),
    onThemeChange: (listener: ThemeListener) => running.themeListeners.add(listener),
    offThemeChange: (listener: ThemeListener) => running.themeListeners.delete(listener),
    getWindowInfo: () => ({ pixelRatio: telephone.pixelRatio, windowWidth: innerWidth, windowHeight: innerHeight }),
    getDeviceInfo: () => ({ platform: telephone.platform }),
    getSystemInfoSync: () => ({ platform: telephone.platform, pixelRatio: telephone.pixelRatio }),
    getNetworkType: (callbacks: Callbacks) => succeed(callbacks, { networkType: telephone.network }),
    getStorageSync: (key: string) => state.storage[key] ?? '',
    setStorage({ key, data, ...callbacks }: Callbacks & { key: string; data: unknown }) {
      state.storage[key] = data
      succeed(callbacks)
    },
    setClipboardData({ data, ...callbacks }: Callbacks & { data: string }) {
      if (!telephone.clipboard)
        return fail(callbacks, 'setClipboardData:fail api scope is not declared in the privacy agreement')
      state.clipboard.push(data)
      succeed(callbacks)
    },
    showModal({ content, ...callbacks }: Callbacks & { content: string }) {
      state.modals.push(content)
      succeed(callbacks, { confirm: true })
    },
    navigateTo({ url, ...callbacks }: Callbacks & { url: string }) {
      state.navigatedTo.push(url)
      succeed(callbacks)
    },
    stopPullDownRefresh: () => void (state.refreshesStopped += 1),
    createOffscreenCanvas({ type, width, height }: { type: string; width: number; height: number }) {
      if (type !== '2d') throw new Error(`createOffscreenCanvas of type ${type}`)
      const canvas = document.createElement('canvas')
      Object.assign(canvas, { width, height })
      return new CanvasNode(canvas)
    },
    getFileSystemManager: () => ({
      writeFileSync(path: string, text: string, encoding: string) {
        if (!path.startsWith(`${USER_DATA_PATH}/`))
          throw new Error(`writeFileSync:fail permission denied, open ${path}`)
        if (encoding !== 'utf8') throw new Error(`writeFileSync of encoding ${encoding}`)
        state.files[path] = text
      },
    }),
    shareFileMessage: (options: Callbacks & { filePath: string }) => handOver('shareFileMessage', options),
    saveFileToDisk: (options: Callbacks & { filePath: string }) => handOver('saveFileToDisk', options),
  }
  return new Proxy(offered, {
    get(target, name) {
      if (typeof name === 'symbol') return undefined
      if (!(name in target)) throw new Error(`wx.${name} is not played by the host of the tests`)
      return target[name]
    },
  })
}

function isComputer({ platform }: Telephone): boolean {
  return platform === 'windows' || platform === 'mac'
}

function rejection({ errMsg, errCode }: Rejection['rejected']): Error {
  return Object.assign(new Error(errMsg), { errMsg, ...(errCode === undefined ? {} : { errCode }) })
}
