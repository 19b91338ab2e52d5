import { setTimeout as pause } from 'node:timers/promises'
import type CloudBase from '@cloudbase/manager-node'
import * as v from 'valibot'
import { isRecord } from '../../../shared/isRecord'
import { messageOf } from '../../../shared/messageOf'
import { proxyFor } from '../wechat/proxyFetch'
import { adviceFor, type Cause, findCause } from './causes'
import type { Keys } from './login'

/** A deployed function, as the cloud describes it. */
export interface RemoteFunction {
  name: string
  /** `Active`, `Updating`, `CreateFailed`, … */
  status: string
  /** Why it has this status, where the cloud says so. */
  reasons: string[]
  runtime: string
  handler: string
  /** In seconds. */
  timeout: number
  /** In MB. */
  memorySize: number
  /** `undefined` when the cloud does not say. */
  installDependency: boolean | undefined
  variables: Readonly<Record<string, string>>
}

export interface ConnectOptions {
  envId: string
  keys: Keys
  /** Told of each wait and retry, a line without its end. */
  say: (line: string) => void
}

/** The cloud could not be asked, or refused. The message says what happened and what to do. */
export class CloudError extends Error {
  override name = 'CloudError'

  constructor(
    message: string,
    /** `undefined` when it is none of those that have a cure of their own. */
    readonly failure: Cause | undefined,
  ) {
    super(message)
  }
}

/** One request may take this long. The SDK itself waits for a minute. */
const REQUEST_TIMEOUT_MS = 30_000
/** One retry, after this: limits of the cloud count requests per second. */
const RATE_LIMIT_PAUSE_MS = 3_000
/** A function that was just deployed is Updating for some seconds. */
const SETTLE_TRIES = 10
const SETTLE_PAUSE_MS = 1_000
/** The most that one ListFunctions gives. */
const PAGE = 100

const List = v.object({
  Functions: v.nullish(v.array(v.object({ FunctionName: v.string() })), []),
  TotalCount: v.nullish(v.number(), 0),
})
const Detail = v.object({
  Status: v.nullish(v.string(), 'unknown'),
  StatusReasons: v.nullish(v.array(v.object({ ErrorMessage: v.nullish(v.string(), '') })), []),
  Runtime: v.nullish(v.string(), ''),
  Handler: v.nullish(v.string(), ''),
  Timeout: v.nullish(v.number(), 0),
  MemorySize: v.nullish(v.number(), 0),
  InstallDependency: v.nullish(v.string()),
  Environment: v.nullish(
    v.object({ Variables: v.nullish(v.array(v.object({ Key: v.string(), Value: v.nullish(v.string(), '') })), []) }),
  ),
})
const Address = v.object({ Url: v.pipe(v.string(), v.url()) })

/**
 * A cloud environment, asked with Tencent's management SDK. It only asks: nothing here changes anything.
 * Every method throws a `CloudError` when the cloud could not be asked. Limits on the number of requests are waited for, once.
 */
export class CloudEnvironment {
  private constructor(
    readonly envId: string,
    /**
     * The SDK, for what is not here. Its calls belong into `request`. Logs: its `getFunctionLogsV2` does nothing but throw (the API
     * behind it is gone); `log.searchClsLog` is what gives them.
     */
    readonly manager: CloudBase,
    private readonly say: ConnectOptions['say'],
    /** Texts that must never be shown. */
    readonly secrets: readonly string[],
  ) {}

  /** Opens the environment. @throws CloudError also when the account has no such environment */
  static async connect({ envId, keys, say }: ConnectOptions): Promise<CloudEnvironment> {
    // It takes a second to load.
    const { default: Manager } = await import('@cloudbase/manager-node')
    const proxy = cloudProxy(process.env)
    const manager = new Manager({ ...keys, envId, ...(proxy === undefined ? {} : { proxy }) })
    const secrets = [keys.secretKey, keys.token ?? ''].filter(secret => secret !== '')
    const cloud = new CloudEnvironment(envId, manager, say, secrets)
    await cloud.request(async () => {
      try {
        await manager.currentEnvironment().lazyInit()
      } catch (error) {
        // The SDK reads a property of what is not there when the answer names no environment.
        if (error instanceof TypeError) throw new Error(`Environment ${envId} not found`)
        throw error
      }
    })
    return cloud
  }

  /** The names of all functions of the environment. */
  async functionNames(): Promise<Set<string>> {
    const names = new Set<string>()
    for (let offset = 0; ;) {
      const answer = await this.request(() => this.manager.functions.getFunctionList(PAGE, offset))
      const { Functions, TotalCount } = read(List, answer, 'ListFunctions')
      for (const { FunctionName } of Functions) names.add(FunctionName)
      offset += Functions.length
      if (Functions.length === 0 || offset >= TotalCount) return names
    }
  }

  /** A function that exists; one that is being changed is asked again for some seconds. */
  async describe(name: string): Promise<RemoteFunction> {
    for (let tries = 1; ; tries += 1) {
      const found = toRemoteFunction(
        name,
        read(Detail, await this.request(() => this.manager.functions.getFunctionDetail(name)), 'GetFunction'),
      )
      if (!isChanging(found) || tries === SETTLE_TRIES) return found
      this.say(`${name} is ${found.status}: asking again in ${SETTLE_PAUSE_MS / 1000} s`)
      await pause(SETTLE_PAUSE_MS)
    }
  }

  /** The zip with the code of a function that exists. */
  async downloadCode(name: string): Promise<Uint8Array> {
    const [functions] = this.manager.currentEnvironment().lazyEnvironmentConfig.Functions ?? []
    const Namespace = functions?.Namespace ?? this.envId
    const answer = await this.call('scf', 'GetFunctionAddress', { FunctionName: name, Namespace })
    const { Url } = read(Address, answer, 'GetFunctionAddress')
    return this.request(() => download(Url))
  }

  /** Any action of the cloud's API. @returns its answer, unchecked */
  async call(service: 'tcb' | 'scf', action: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.request(() => this.manager.commonService(service).call({ Action: action, Param: { ...parameters } }))
  }

  /** Asks; and once more when the cloud says that there were too many requests. */
  async request<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await this.requestOnce(ask)
    } catch (error) {
      if (!(error instanceof CloudError) || error.failure !== 'rateLimited') throw error
      this.say(`the cloud limits the number of requests: asking once more in ${RATE_LIMIT_PAUSE_MS / 1000} s`)
      await pause(RATE_LIMIT_PAUSE_MS)
      return this.requestOnce(ask)
    }
  }

  private async requestOnce<T>(ask: () => Promise<T>): Promise<T> {
    const late = new AbortController()
    try {
      return await Promise.race([ask(), lateness(late.signal)])
    } catch (error) {
      const said = describeError(error)
      const failure = findCause(said)
      const advice = failure === undefined ? 'try again' : adviceFor(failure, { envId: this.envId })
      throw new CloudError(`${said}; ${advice}`, failure)
    } finally {
      late.abort()
    }
  }
}

/**
 * The proxy to the cloud, `undefined` for none. The SDK and the tcb CLI look at `http_proxy` alone: they are told it.
 *
 * @throws Error when a variable that should name it holds no address
 */
export function cloudProxy(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  return proxyFor(new URL('https://tcb.tencentcloudapi.com'), environment)?.address.href
}

async function lateness(signal: AbortSignal): Promise<never> {
  await pause(REQUEST_TIMEOUT_MS, undefined, { signal })
  throw new Error(`the cloud did not answer within ${REQUEST_TIMEOUT_MS / 1000} s`)
}

/** @param url signed: whoever has it can read the code, so it is in no message */
async function download(url: string): Promise<Uint8Array> {
  const { Agent, ProxyAgent, request } = await import('undici')
  const proxy = proxyFor(new URL(url), process.env)
  const dispatcher = proxy === undefined ? new Agent() : new ProxyAgent(proxy.address.href)
  try {
    const { statusCode, body } = await request(url, { dispatcher })
    const bytes = new Uint8Array(await body.arrayBuffer())
    if (statusCode === 200) return bytes
    const [, code = ''] = /<Code>([\w.]+)<\/Code>/.exec(Buffer.from(bytes).toString('utf8')) ?? []
    throw new Error(`the download of the code ended with HTTP ${statusCode} ${code}`.trim())
  } finally {
    void dispatcher.destroy()
  }
}

function toRemoteFunction(name: string, detail: v.InferOutput<typeof Detail>): RemoteFunction {
  const { InstallDependency: install } = detail
  return {
    name,
    status: detail.Status,
    reasons: detail.StatusReasons.map(({ ErrorMessage }) => ErrorMessage).filter(text => text !== ''),
    runtime: detail.Runtime,
    handler: detail.Handler,
    timeout: detail.Timeout,
    memorySize: detail.MemorySize,
    installDependency: install == null || install === '' ? undefined : install.toUpperCase() === 'TRUE',
    variables: Object.fromEntries((detail.Environment?.Variables ?? []).map(({ Key, Value }) => [Key, Value])),
  }
}

/** `Creating`, `Updating`, `Publishing`, …, but none of the `…Failed` and `Active`. */
function isChanging({ status }: RemoteFunction): boolean {
  return status.endsWith('ing')
}

function read<const TSchema extends v.GenericSchema>(
  schema: TSchema,
  answer: unknown,
  action: string,
): v.InferOutput<TSchema> {
  const parsed = v.safeParse(schema, answer)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new CloudError(
    `the answer to ${action} is not as the API describes it: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`,
    undefined,
  )
}

/** The SDK's errors carry the cloud's code, and for a failed request the error of the HTTP library as their message. */
function describeError(error: unknown): string {
  if (!isRecord(error) && !(error instanceof Error)) return String(error)
  const { code, message } = error as { code?: unknown; message?: unknown }
  const text = messageOf(message)
  if (/^\s*</.test(text)) return 'an HTML page came instead of an answer of the cloud (Bad Gateway?)'
  const short = text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)} …` : text
  return typeof code === 'string' && code !== '' && !short.includes(code) ? `${code}: ${short}` : short
}

/** A proxy that answers with a page of HTML must not fill the terminal. */
const MAX_MESSAGE = 300
