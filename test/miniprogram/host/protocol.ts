/** A mini program as the host in the browser gets it: compiled on the Node side (test/miniprogram/packApp.ts). */
export interface PackedApp {
  /** JavaScript by path, as it stands in the package. */
  scripts: Record<string, string>
  /** Settings by path without ending. */
  configs: Record<string, { component?: boolean; usingComponents?: Record<string, string> }>
  /** CSS by path without ending, and the prefix that its class names got, if any. */
  styles: Record<string, { css: string; prefix?: string }>
  /** The code of all templates: evaluated, it is an object by path. */
  templates: string
  darkmode: boolean
}

/** The telephone that the host plays. */
export interface Telephone {
  theme: 'light' | 'dark'
  platform: 'ios' | 'android' | 'windows' | 'mac' | 'devtools'
  /** `none`: no network. */
  network: 'wifi' | 'none'
  pixelRatio: number
  /** Whether 剪切板 stands in the app's privacy statement. */
  clipboard: boolean
  storage: Record<string, unknown>
}

/** What the page did to the telephone, for tests to look at. */
export interface HostState {
  clipboard: string[]
  /** Files by path, as UTF-8 text. */
  files: Record<string, string>
  /** Paths handed over, and how. */
  handedOver: { how: 'shareFileMessage' | 'saveFileToDisk'; filePath: string }[]
  modals: string[]
  navigatedTo: string[]
  refreshesStopped: number
  themeListeners: number
  /** Canvas nodes that the app holds. */
  livingNodes: number
  /** What was passed to wx.cloud.init. */
  cloudInit: unknown[]
  storage: Record<string, unknown>
}

/** A rejection of `wx.cloud.callFunction`, as JSON. */
export interface Rejection {
  rejected: { errMsg: string; errCode?: number }
}

/** What the host offers to tests, as `window.host`. */
export interface Host {
  /** What the app finds as `wx`. */
  wx: Record<string, unknown>
  /** Puts an app on the telephone, in place of the last one. */
  install(app: PackedApp): void
  /** Starts the app anew. */
  start(telephone: Telephone): void
  /** Opens a page: `/sms-statistics/dashboard/index?activityId=x`. */
  open(url: string): void
  /** Leaves the page that is open. */
  leave(): void
  pullDown(): void
  changeTheme(theme: 'light' | 'dark'): void
  /** The window got another size. */
  resize(): void
  state(): HostState
  /**
   * Whether each chart on the page is drawn as what was set says: `setData` calls back in the next frame, and a new canvas has
   * nothing on it at first.
   */
  isDrawn(): Promise<boolean>
  /** What is written on the canvas that a CSS selector finds. */
  textsOn(selector: string): readonly string[]
  setNetwork(network: Telephone['network']): void
}

declare global {
  interface Window {
    host: Host
    /** Calls a built function on the Node side: JSON in, JSON out. */
    callFunction(name: string, event: string): Promise<string>
  }
}
