import { RESULT_LIMIT_BYTES } from '../../../shared/constants'

/** Who calls, as the platform tells the function. `CALLERS` has all of them by name. */
export interface Caller {
  /** The OPENID of a mini-program user; `getWXContext().OPENID`. */
  openid?: string
  /** `getWXContext().SOURCE`: `wx_client`, `wx_devtools`, `wx_trigger`, … or a chain such as `wx_client,scf`. */
  source?: string
  /** More environment variables of this call, for example `TCB_UUID` of a web login. */
  environment?: Record<string, string>
  /** What the second argument of `main` brings besides, for example `httpContext`. */
  context?: Record<string, unknown>
  /** How the event arrives. @default 'plain', as it was sent */
  eventForm?: 'plain' | 'httpRequest' | 'timer'
}

/** How a function runs. */
export interface FunctionSettings {
  name: string
  /** The built folder, with its index.js. */
  folder: string
  /** Where the SDK finds WeChat: the URL of an emulator. */
  endpoint: string
  /** The cloud environment that it runs in. */
  envId?: string
  /** The variables that a deploy sets (`envVariables` of cloudbaserc.json). */
  environment?: Record<string, string>
  /** The configured timeout, after which the platform kills the call. */
  timeoutMs?: number
  memoryMb?: number
  /** What becomes of what it writes. Discarded, it costs the function as little as it can: the bench asks for that. @default 'collected' */
  output?: 'collected' | 'discarded'
}

/** What cloudbaserc.json configures for the four. */
export const TIMEOUT_MS = 20_000
const MEMORY_MB = 256
/** Whoever is not a mini program may get a result of up to 6 MB. */
const RESULT_LIMIT_ELSEWHERE_BYTES = 6 * RESULT_LIMIT_BYTES

/** Windows opens no socket in a process that does not know where the system is. */
const WINDOWS_NEEDS = process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }

/** The variables that the platform sets for the life of a process; its clock runs in UTC. */
export function platformEnvironment({
  name,
  endpoint,
  envId = 'local-env',
  environment,
}: FunctionSettings): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    ...WINDOWS_NEEDS,
    TZ: 'UTC',
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: 'local',
    TENCENTCLOUD_SECRETKEY: 'local',
    SCF_FUNCTIONNAME: name,
    SCF_NAMESPACE: envId,
    TCB_ENV: envId,
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${endpoint}/admin` }),
    ...environment,
  }
}

const APPID = 'wx0000000000000000'
/** Variables that tell who calls. WeChat's are named in WX_CONTEXT_KEYS, the others in TCB_CONTEXT_KEYS. */
const CALLER_VARIABLE = /^(?:WX_|TCB_|QQ_|FROM_|LOGINTYPE$)/

/**
 * The variables that the platform sets for one call to this function. A variable of the function's own that tells who calls
 * counts as one of the call's, so that any caller can be played with `--env`.
 */
export function callEnvironment(
  { envId = 'local-env', environment = {} }: Pick<FunctionSettings, 'envId' | 'environment'>,
  caller: Caller,
): Record<string, string> {
  const { TCB_SOURCE, SCF_NAMESPACE = envId, ...others } = environment
  const hasSource = caller.source !== undefined || caller.openid !== undefined
  const source = TCB_SOURCE === undefined || hasSource ? {} : { TCB_SOURCE }
  const played = Object.entries({ ...others, ...source }).filter(([name]) => CALLER_VARIABLE.test(name))
  const variables = { ...Object.fromEntries(played), ...caller.environment }
  return { TCB_ENV: envId, SCF_NAMESPACE, ...callerEnvironment({ ...caller, environment: variables }) }
}

/**
 * The variables that tell who calls, and the lists that name them: `WX_CONTEXT_KEYS` and `TCB_CONTEXT_KEYS`. What an earlier
 * caller brought and this one does not stays in a warm process, as it may in the cloud, but is not listed.
 */
export function callerEnvironment({ openid, source, environment = {} }: Caller): Record<string, string> {
  const fromWechat = openid !== undefined || (source?.startsWith('wx_') ?? false)
  const variables: Record<string, string> = {
    ...(fromWechat && { WX_APPID: APPID }),
    ...(openid !== undefined && { WX_OPENID: openid }),
    ...(fromWechat && { WX_API_TOKEN: 'local' }),
    ...environment,
  }
  const ofEveryCall = ['TCB_ENV', 'TCB_SEQID', 'TRIGGER_SRC', 'TCB_SOURCE']
  const names = Object.keys(variables).filter(name => !ofEveryCall.includes(name) && !name.endsWith('_CONTEXT_KEYS'))
  return {
    WX_CONTEXT_KEYS: names.filter(name => name.startsWith('WX_')).join(),
    TCB_CONTEXT_KEYS: [...ofEveryCall, ...names.filter(name => !name.startsWith('WX_'))].join(),
    TCB_SEQID: '0000000000000_0.0000000000000000_00000000',
    TRIGGER_SRC: 'tcb',
    TCB_SOURCE: source ?? (openid === undefined ? '' : 'wx_client'),
    ...variables,
  }
}

/** The event as it arrives: as it was sent, with what the platform adds, or inside of what it makes of it. */
export function arrivingEvent(event: unknown, { openid, eventForm = 'plain' }: Caller): unknown {
  switch (eventForm) {
    case 'httpRequest':
      return httpRequest(event)
    case 'timer':
      return { Type: 'Timer', TriggerName: 'daily', Time: '2021-02-26T22:00:00Z', Message: JSON.stringify(event) }
    case 'plain':
      if (openid === undefined || typeof event !== 'object' || event === null || Array.isArray(event)) return event
      return { ...event, userInfo: { appId: APPID, openId: openid } }
  }
}

/** As the HTTP access service writes it: it says nothing of a caller, and its event is the HTTP request. */
function httpRequest(event: unknown): unknown {
  const headers = { host: 'service.example', 'content-type': 'application/json' }
  const body = JSON.stringify(event)
  return { path: '/', httpMethod: 'POST', headers, queryStringParameters: {}, body, isBase64Encoded: false }
}

/**
 * The second argument of `main`.
 *
 * @param variables those of the call, which the platform hands over as the text `environ` too
 */
export function platformContext(
  { name, envId = 'local-env', memoryMb = MEMORY_MB }: FunctionSettings,
  timeoutMs: number,
  { context }: Caller = {},
  variables: Readonly<Record<string, string>> = {},
): unknown {
  return {
    callbackWaitsForEmptyEventLoop: false,
    function_name: name,
    function_version: '$LATEST',
    memory_limit_in_mb: memoryMb,
    namespace: envId,
    request_id: '00000000-0000-0000-0000-000000000000',
    tencentcloud_region: 'ap-shanghai',
    time_limit_in_ms: timeoutMs,
    environ: Object.entries(variables)
      .map(([key, value]) => `${key}=${value}`)
      .join(';'),
    ...context,
  }
}

/** How large a result may be as JSON. A mini program gets 1 MB at most, everybody else 6 MB. */
export function resultLimitBytes({ openid }: Caller): number {
  return openid === undefined ? RESULT_LIMIT_ELSEWHERE_BYTES : RESULT_LIMIT_BYTES
}
