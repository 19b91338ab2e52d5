import { isRecord } from '../isRecord'

/** What a call brings that may tell who makes it. */
export interface Call {
  /** What `getWXContext()` gave; `undefined` where the SDK could not tell. */
  wxContext: unknown
  event: unknown
  /** The second argument of `main`. */
  context: unknown
  /** `process.env`, which in a warm instance may hold what an earlier caller left. */
  environment: Readonly<Record<string, string | undefined>>
}

/** What a call tells of its caller. */
export interface CallerTraces {
  /** What started the function, a chain: `wx_client,scf` is a user of the mini program by way of another function. */
  source: string
  /** The caller's OPENID in THIS mini program; empty for none. */
  openid: string
  /** The names, never the values, of everything in the call that tells of a caller; empty for the console. */
  seen: readonly string[]
}

type Variables = ReadonlyMap<string, string>

/** The variables of callers, in node-sdk's own types and in WeChat's page of getWXContext. */
const CALLER_VARIABLES: ReadonlySet<string> = new Set([
  ...['WX_OPENID', 'WX_UNIONID', 'WX_FROM_OPENID', 'WX_FROM_APPID', 'WX_FROM_UNIONID', 'FROM_OPENID', 'FROM_APPID'],
  ...['WX_CLIENTIP', 'WX_CLIENTIPV6', 'WX_API_TOKEN', 'WX_CONTEXT_KEYS', 'TCB_SOURCE'],
  ...['TCB_UUID', 'TCB_CUSTOM_USER_ID', 'TCB_ISANONYMOUS_USER', 'LOGINTYPE', 'QQ_OPENID', 'QQ_APPID'],
  ...['TCB_HTTP_CONTEXT', 'TCB_SOURCE_IP'],
])

/** What TCB_CONTEXT_KEYS names for every call, whoever makes it. */
const OF_EVERY_CALL: ReadonlySet<string> = new Set([
  ...['TCB_ENV', 'TCB_SEQID', 'TCB_TRACELOG', 'TCB_SESSIONTOKEN', 'TCB_ROUTE_KEY', 'TCB_CONTEXT_CNFG'],
  ...['TCB_CONTEXT_KEYS', 'TRIGGER_SRC', 'SCF_NAMESPACE', '_SCF_TCB_LOG', 'TENCENTCLOUD_RUNENV', 'CLOUDBASE_APIKEY'],
  ...['TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY', 'TENCENTCLOUD_SESSIONTOKEN'],
  ...['WX_TRIGGER_API_TOKEN_V0', 'WX_CLOUDBASE_ACCESSTOKEN'],
])

/** The keys of the context that say nothing of a caller; `environ` and `environment` are read on their own. */
const CONTEXT_OF_EVERY_CALL =
  /^(?:callbackWaitsForEmptyEventLoop|environ(?:ment)?|memory_limit_in_mb|namespace|request_id|time_limit_in_ms|(?:function|tencentcloud)_\w+)$/

/** The keys of an event that is an HTTP request: of the HTTP access service, which says nothing of its caller. */
const HTTP_KEYS: readonly string[] = ['httpMethod', 'headers', 'queryStringParameters']

/**
 * Reads who calls. Where the call's own context tells of a caller, that is the one, and nothing else counts: `process.env` may
 * then be an earlier caller's. A context that cannot be read tells of nobody. Else it is read in `process.env`, but only in the variables that `WX_CONTEXT_KEYS` and
 * `TCB_CONTEXT_KEYS` name: the others were left by an earlier caller. As `@cloudbase/node-sdk` does.
 */
export function readCaller({ wxContext, event, context, environment }: Call): CallerTraces {
  const own = contextVariables(context)
  const elsewhere = [...own.unreadable, ...contextKeys(context), ...httpKeys(event)]
  if (own.unreadable.length > 0) return { source: '', openid: '', seen: elsewhere }
  const ownValue = (name: string): string | undefined => own.variables.get(name)
  const ownNames = [...own.variables.keys()].filter(name => CALLER_VARIABLES.has(name))
  const fromContext = tracesIn(ownValue, [...ownNames, ...namedBy(ownValue)])
  if (fromContext.length > 0) {
    const [source = '', openid = ''] = [ownValue('TCB_SOURCE'), ownValue('WX_OPENID')]
    return { source, openid, seen: [...fromContext, ...elsewhere] }
  }
  const sdk = isRecord(wxContext) ? wxContext : {}
  const source = text(sdk['SOURCE']) || text(environment['TCB_SOURCE'])
  const fromSdk = Object.keys(sdk).filter(key => key !== 'ENV' && key !== 'SOURCE' && text(sdk[key]) !== '')
  const fromEnvironment = tracesIn(name => environment[name], namedInEnvironment(environment))
  const sourceName = source === '' ? [] : ['TCB_SOURCE']
  const seen = new Set([...sourceName, ...fromEnvironment, ...fromSdk.map(key => `WX_${key}`), ...elsewhere])
  return { source, openid: text(sdk['OPENID']), seen: [...seen] }
}

/**
 * Whether WeChat has something to authorise a cloud call by. The console and `tcb fn invoke` bring no token: such a call may
 * get no figures, whatever the permissions are.
 */
export function bringsWechatToken(call: Call): boolean {
  const { variables } = contextVariables(call.context)
  const tokens = ['WX_API_TOKEN', 'WX_TRIGGER_API_TOKEN_V0', 'WX_CLOUDBASE_ACCESSTOKEN']
  return (
    readCaller(call).seen.length > 0 || tokens.some(name => text(variables.get(name) ?? call.environment[name]) !== '')
  )
}

/** DevTools' local debugging gives this text in place of an id. */
const LOCAL_DEBUGGING = 'local'

/**
 * The id of the environment that the function runs in; `undefined` where it is not known. It has to be a text:
 * DYNAMIC_CURRENT_ENV is a symbol, which the SDK silently drops from a condition.
 */
export function environmentIdOf({ wxContext, environment }: Call): string | undefined {
  const { TCB_ENV, SCF_NAMESPACE } = environment
  const ids = [isRecord(wxContext) ? wxContext['ENV'] : undefined, TCB_ENV, SCF_NAMESPACE].map(text)
  return ids.find(id => id !== '' && id !== LOCAL_DEBUGGING)
}

type ValueOf = (name: string) => string | undefined

/** Of these variables, those that tell of a caller. */
function tracesIn(valueOf: ValueOf, names: readonly string[]): string[] {
  return [...new Set(names)].filter(name => {
    if (OF_EVERY_CALL.has(name)) return false
    const value = text(valueOf(name))
    if (value === '') return false
    return name !== 'TCB_ISANONYMOUS_USER' || !/^(?:false|0)$/i.test(value)
  })
}

/** What *_CONTEXT_KEYS name. */
function namedBy(valueOf: ValueOf): string[] {
  return [valueOf('WX_CONTEXT_KEYS'), valueOf('TCB_CONTEXT_KEYS')]
    .flatMap(names => text(names).split(','))
    .map(name => name.trim())
    .filter(name => name !== '')
}

/**
 * The variables of `process.env` that are this call's. TCB_SOURCE is always read. Where the platform lists no names at all,
 * nobody can tell a caller's variable from one that was left: each counts, so that the call is refused.
 */
function namedInEnvironment(environment: Call['environment']): string[] {
  const { WX_CONTEXT_KEYS, TCB_CONTEXT_KEYS } = environment
  const always = ['TCB_SOURCE', 'WX_CONTEXT_KEYS']
  const unlisted = [...CALLER_VARIABLES].filter(name =>
    /^(?:WX|FROM)_/.test(name) ? WX_CONTEXT_KEYS === undefined && !TCB_CONTEXT_KEYS : !TCB_CONTEXT_KEYS,
  )
  return [...always, ...namedBy(name => environment[name]), ...unlisted]
}

/** The variables in the context: an object, its JSON, or `K=V;K=V`. What can be read as none of these is told apart. */
function contextVariables(context: unknown): { variables: Variables; unreadable: string[] } {
  if (!isRecord(context)) return { variables: NONE, unreadable: [] }
  const environ = parseVariables(context['environ'])
  const environment = parseVariables(context['environment'])
  const unreadable = [
    ...(environ === undefined ? ['context.environ'] : []),
    ...(environment === undefined ? ['context.environment'] : []),
  ]
  return { variables: merge(environ ?? NONE, environment ?? NONE), unreadable }
}

const NONE: Variables = new Map()

function merge(first: Variables, second: Variables): Variables {
  return second.size === 0 ? first : new Map([...first, ...second])
}

function parseVariables(value: unknown): Variables | undefined {
  if (value === undefined || value === null || value === '') return NONE
  if (isRecord(value)) return new Map(Object.entries(value).map(([key, each]) => [key, text(each)]))
  if (typeof value !== 'string') return undefined
  if (value.trimStart().startsWith('{')) return parseJson(value)
  return parsePairs(value)
}

/** A caller's variable that stands there twice was put there by somebody, in the value of another: nothing of it is believed. */
function parsePairs(value: string): Variables | undefined {
  const variables = new Map<string, string>()
  for (const pair of value.split(';')) {
    const end = pair.indexOf('=')
    if (end === -1) continue
    const name = pair.slice(0, end).trim()
    if (variables.has(name) && CALLER_VARIABLES.has(name)) return undefined
    variables.set(name, pair.slice(end + 1))
  }
  return variables.size > 0 || value.trim() === '' ? variables : undefined
}

function parseJson(json: string): Variables | undefined {
  try {
    const parsed: unknown = JSON.parse(json)
    return isRecord(parsed) ? parseVariables(parsed) : undefined
  } catch {
    return undefined
  }
}

/** The keys of the context that nobody here knows, such as `httpContext`. A function of the platform's tells nothing. */
function contextKeys(context: unknown): string[] {
  if (!isRecord(context)) return []
  return Object.keys(context)
    .filter(key => !CONTEXT_OF_EVERY_CALL.test(key) && hasContent(context[key]))
    .map(key => `context.${key}`)
}

function hasContent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && typeof value !== 'function'
}

function httpKeys(event: unknown): string[] {
  return isRecord(event) ? HTTP_KEYS.filter(key => Object.hasOwn(event, key)).map(key => `event.${key}`) : []
}

/** A value as text, blanks around it gone. The SDK turns a value of digits alone into a number; node-sdk's lists are arrays. */
function text(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value.trim()
  return Array.isArray(value) ? value.join() : (JSON.stringify(value) ?? typeof value)
}
