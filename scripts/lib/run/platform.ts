import { RESULT_LIMIT_BYTES } from '../../../shared/constants'

/** Who calls, as the platform tells the function. */
export interface Caller {
  /** The OPENID of a mini-program user; `getWXContext().OPENID`. */
  openid?: string
  /** `getWXContext().SOURCE`: `wx_client`, `wx_devtools`, `wx_trigger`, … or a chain such as `wx_client,scf`. */
  source?: string
  /** More environment variables of this call, for example `TCB_UUID` of a web login. */
  environment?: Record<string, string>
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
}

/** What cloudbaserc.json configures for the four. */
export const TIMEOUT_MS = 20_000
const MEMORY_MB = 256
/** Whoever is not a mini program may get a result of up to 6 MB. */
const RESULT_LIMIT_ELSEWHERE_BYTES = 6 * RESULT_LIMIT_BYTES

/** The variables that the platform sets for the life of a process; its clock runs in UTC. */
export function platformEnvironment({
  name,
  endpoint,
  envId = 'local-env',
  environment,
}: FunctionSettings): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
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

/** The variables that the platform sets for one call. Every key is set, so that a warm process keeps nothing of its last caller. */
export function callerEnvironment({ openid, source, environment }: Caller): Record<string, string> {
  const known = source !== undefined || openid !== undefined
  return {
    WX_CONTEXT_KEYS: known ? 'WX_APPID,WX_OPENID' : '',
    WX_APPID: known ? 'wx0000000000000000' : '',
    WX_OPENID: openid ?? '',
    TCB_SOURCE: source ?? (openid === undefined ? '' : 'wx_client'),
    ...environment,
  }
}

/** The event with what the platform adds to that of a call from a mini program. */
export function withUserInfo(event: unknown, { openid }: Caller): unknown {
  if (openid === undefined || typeof event !== 'object' || event === null || Array.isArray(event)) return event
  return { ...event, userInfo: { appId: 'wx0000000000000000', openId: openid } }
}

/** The second argument of `main`. */
export function platformContext(
  { name, envId = 'local-env', memoryMb = MEMORY_MB }: FunctionSettings,
  timeoutMs: number,
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
  }
}

/** How large a result may be as JSON. A mini program gets 1 MB at most, everybody else 6 MB. */
export function resultLimitBytes({ openid }: Caller): number {
  return openid === undefined ? RESULT_LIMIT_ELSEWHERE_BYTES : RESULT_LIMIT_BYTES
}
