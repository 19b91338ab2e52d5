import type * as undici from 'undici'
import type { Fetch } from '../../../shared/https/wechatHttps'
import { isLoopback } from '../../../shared/https/wechatClient'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * `fetch` that goes through the proxy which `https_proxy` or `http_proxy` names, as curl, npm and the tcb CLI do, unless
 * `no_proxy` lists the host. What is on this machine is never asked for through a proxy.
 *
 * What it throws has the reason in `cause.code`, as that of Node's own `fetch` does, and names the proxy where there is one.
 *
 * @param environment of the process
 */
export function proxyFetch(environment: Environment): Fetch {
  const agents = new Map<string, undici.ProxyAgent>()

  return async (url, init) => {
    // Loaded when it is needed: most commands ask nobody.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import() that is kept as it is does not run in Jest
    const { fetch, ProxyAgent } = require('undici') as typeof undici
    const agentFor = ({ href }: URL): undici.ProxyAgent => {
      const agent = agents.get(href) ?? new ProxyAgent(href)
      agents.set(href, agent)
      return agent
    }
    const proxy = proxyFor(url, environment)
    try {
      return await fetch(url, { ...init, ...(proxy !== undefined && { dispatcher: agentFor(proxy.address) }) })
    } catch (thrown) {
      const reason = `${reasonOf(thrown)}${proxy === undefined ? '' : ` through the proxy of ${proxy.variable}`}`
      throw Object.assign(new Error(reason), { cause: { code: reason } })
    }
  }
}

/** A proxy, and the variable that names it. */
export interface Proxy {
  variable: string
  address: URL
}

/**
 * The proxy for a URL, `undefined` for none. Lower-case names take precedence. `http_proxy` serves https too where there
 * is no `https_proxy`: the tcb CLI looks at nothing else.
 *
 * @throws Error that names the variable when what it holds is no address of a proxy; it may hold a password, so it is not
 * shown
 */
export function proxyFor(url: URL, environment: Environment): Proxy | undefined {
  if (isLoopback(url.hostname) || isExcepted(url, environment)) return undefined
  const variables = [...(url.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : []), 'http_proxy', 'HTTP_PROXY']
  const variable = variables.find(each => (environment[each] ?? '') !== '')
  if (variable === undefined) return undefined
  return { variable, address: parseProxy(variable, environment[variable] ?? '') }
}

function parseProxy(name: string, value: string): URL {
  try {
    // As curl takes it: an address without its http://.
    const proxy = new URL(value.includes('://') ? value : `http://${value}`)
    if (proxy.protocol === 'http:' || proxy.protocol === 'https:') return proxy
  } catch {
    // told below
  }
  throw new Error(`${name} is not the URL of an HTTP proxy: expected a URL such as http://127.0.0.1:7890`)
}

/** `no_proxy`: hosts with commas between them, each with all that ends with it; `*` is every host. */
function isExcepted({ hostname, port, protocol }: URL, environment: Environment): boolean {
  const entries = (environment['no_proxy'] ?? environment['NO_PROXY'] ?? '').toLowerCase().split(/[\s,]+/)
  const usedPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port
  return entries.some(entry => {
    const [, host = '', entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? []
    if (entryPort !== undefined && entryPort !== usedPort) return false
    if (host === '*') return true
    const suffix = host.replace(/^\*?\./, '')
    return suffix !== '' && (hostname === suffix || hostname.endsWith(`.${suffix}`))
  })
}

/** Node's code of what went wrong (ECONNREFUSED, ENOTFOUND, …). undici wraps it, and tells a proxy's refusal by its message. */
function reasonOf(thrown: unknown): string {
  const causes = causesOf(thrown)
  const status = /Proxy response \((\d+)\)/.exec(causes.map(({ message }) => message).join())?.[1]
  if (status !== undefined) return status === '407' ? 'user name and password are wanted' : `HTTP status ${status}`
  const codes = causes.flatMap(cause => ('code' in cause && typeof cause.code === 'string' ? [cause.code] : []))
  return codes[0] ?? causes.at(-1)?.message ?? 'unknown reason'
}

function causesOf(thrown: unknown): Error[] {
  return thrown instanceof Error ? [thrown, ...causesOf(thrown.cause)] : []
}
