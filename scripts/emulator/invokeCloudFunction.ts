import type { IncomingMessage, ServerResponse } from 'node:http'
import { RESULT_TOO_LARGE } from '../../shared/errors'
import { isRecord } from '../../shared/isRecord'
import { readBody, sendJson } from '../lib/http'
import { explainInvocation, type Invocation } from '../lib/run/runFunction'
import { EXECUTE_FAIL, FUNCTION_TIMEOUT, NOT_FOUND } from '../lib/wechat/httpApi'
import type { FunctionCall } from './deployedFunctions'
import { DEMO_NO_CLOUD_TOKEN, DEMO_TOKENS, refuseToken, tryParse } from './httpsCall'
import { WechatError } from './rules'
import type { Wechat } from './wechat'

/** WeChat names 40014 for a wrong token here, where other APIs have 40001. */
const WRONG_TOKEN = { errcode: 40014, errmsg: 'invalid access_token' }
/** What WeChat answers when the function takes longer than it waits is not published: the SDK's code for the same. */
const TOOK_TOO_LONG = { errcode: -501002, errmsg: 'server response timeout' }

/**
 * `POST /tcb/invokecloudfunction`: runs a deployed function. The token stands in the query, and so do `env` and `name` in
 * the form of WeChat's example, whose body is the event; in the newer form of its table they are fields of the body, beside
 * `req_data`, the event as JSON text.
 */
export async function invokeCloudFunction(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  wechat: Wechat,
): Promise<void> {
  const refusal = refuseToken(url, DEMO_TOKENS, WRONG_TOKEN)
  if (refusal !== undefined) return sendJson(response, 200, refusal)
  if (url.searchParams.get('access_token') === DEMO_NO_CLOUD_TOKEN)
    return sendJson(response, 200, { errcode: 85088, errmsg: 'no qbase privilege' })
  const body = await readBody(request)
  sendJson(response, 200, await answer(body, url.searchParams, wechat))
}

async function answer(body: string, query: URLSearchParams, wechat: Wechat): Promise<object> {
  try {
    const invocation = await waitFor(wechat.functions.invoke(readCall(body, query)), wechat.invokeLimitMs)
    return invocation === 'late' ? TOOK_TOO_LONG : toAnswer(invocation)
  } catch (error) {
    if (error instanceof WechatError) return { errcode: error.errcode, errmsg: error.errmsg }
    throw error
  }
}

function readCall(body: string, query: URLSearchParams): FunctionCall {
  if (body === '') throw new WechatError(44002, 'empty post data')
  const parsed = parse(body)
  if (query.has('env') || query.has('name'))
    return { envId: parameter(query.get('env'), 'env'), name: parameter(query.get('name'), 'name'), event: parsed }
  const fields = isRecord(parsed) ? parsed : {}
  const { env, name, req_data } = fields
  return {
    envId: parameter(env, 'env'),
    name: parameter(name, 'name'),
    event: parse(parameter(req_data, 'req_data')),
  }
}

function parameter(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new WechatError(40101, `missing parameter: ${name}`)
}

function parse(json: string): unknown {
  const value = tryParse(json)
  if (value === undefined) throw new WechatError(47001, 'data format error')
  return value
}

/** The function runs on to its own end; it is only that nobody waits for it any more. */
async function waitFor<T>(invocation: Promise<T>, limitMs: number): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>(resolve => (timer = setTimeout(() => resolve('late'), limitMs)))
  try {
    return await Promise.race([invocation, late])
  } finally {
    clearTimeout(timer)
  }
}

function toAnswer(invocation: Invocation | undefined): object {
  if (invocation === undefined) return { errcode: NOT_FOUND, errmsg: 'FunctionName parameter could not be found.' }
  switch (invocation.outcome) {
    case 'returned':
      return { errcode: 0, errmsg: 'ok', resp_data: invocation.json }
    case 'timedOut':
      return {
        errcode: FUNCTION_TIMEOUT,
        errmsg: `Invoking task timed out after ${invocation.timeoutMs / 1000} seconds`,
      }
    case 'tooLarge':
      return { errcode: RESULT_TOO_LARGE, errmsg: explainInvocation(invocation) }
    case 'threw':
    case 'crashed':
    case 'notLoaded':
      return { errcode: EXECUTE_FAIL, errmsg: `functions execute fail: ${explainInvocation(invocation)}` }
  }
}
