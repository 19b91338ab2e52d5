import type { IncomingMessage, ServerResponse } from 'node:http'
import { isRecord } from '../../shared/isRecord'
import { readBody, sendJson } from '../lib/http'
import type { RequestBody } from './rules'
import { remember, type Wechat } from './wechat'

/** Made up, and known to the emulator alone. */
export const DEMO_APPID = 'wxdemodemodemodemo'
export const DEMO_APPSECRET = 'demo-app-secret'
export const DEMO_ACCESS_TOKEN = 'demo-access-token'
/** A third-party platform's token for a mini program, `authorizer_access_token`. */
export const DEMO_AUTHORIZER_TOKEN = 'demo-authorizer-token'
/** A token of a mini program without a cloud environment. */
export const DEMO_NO_CLOUD_TOKEN = 'demo-no-cloud-token'
/** Refused with 42001. */
export const DEMO_EXPIRED_TOKEN = 'demo-expired-token'
/** The tokens that are valid, each for what it may do. None of them expires. */
export const DEMO_TOKENS: readonly string[] = [DEMO_ACCESS_TOKEN, DEMO_AUTHORIZER_TOKEN, DEMO_NO_CLOUD_TOKEN]
const TOKEN_LIFE_SECONDS = 7200

/** `POST /tcb/getstatistics`: HTTPS 调用, with a token in the query and snake_case JSON in the body. */
export async function getStatisticsOverHttps(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  wechat: Wechat,
): Promise<void> {
  const refusal = refuseToken(url, DEMO_TOKENS)
  if (refusal !== undefined) return sendJson(response, 200, refusal)
  const body = await readJson(request)
  if (body === undefined) return sendJson(response, 200, { errcode: 47001, errmsg: 'data format error' })
  const good = await wechat.answer('httpsCall', body)
  const fault = wechat.fault.next()
  if (fault?.behaviour.layer === 'http') return fault.behaviour.respond(response, Buffer.from(good))
  const answer = fault?.behaviour.layer === 'wechat' ? fault.behaviour.answer(good, fault.call) : { body: good }
  response.writeHead(200, { 'content-type': answer.contentType ?? 'application/json; charset=utf-8' })
  response.end(answer.body)
}

/** `POST /cgi-bin/stable_token`: a token for the appid and secret of the mini program. */
export async function stableToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
  sendJson(response, 200, giveToken((await readJson(request)) ?? {}))
}

/** `GET /cgi-bin/token`: the same, in the older form, with its parameters in the query. */
export function token(_request: IncomingMessage, response: ServerResponse, { searchParams }: URL): void {
  sendJson(response, 200, giveToken(Object.fromEntries(searchParams)))
}

function giveToken({ grant_type, appid, secret }: RequestBody): object {
  if (grant_type !== 'client_credential') return { errcode: 40002, errmsg: 'invalid grant_type' }
  if (appid !== DEMO_APPID) return { errcode: 40013, errmsg: 'invalid appid' }
  if (secret !== DEMO_APPSECRET) return { errcode: 40125, errmsg: 'invalid appsecret' }
  return { access_token: DEMO_ACCESS_TOKEN, expires_in: TOKEN_LIFE_SECONDS }
}

/**
 * `POST /tcb/uploadfuncconfig`: registers config.json. One public project reports 40014 for a mini program's own token;
 * the emulator takes a third-party platform's only.
 */
export async function uploadFunctionConfig(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  wechat: Wechat,
): Promise<void> {
  const refusal = refuseToken(url, DEMO_TOKENS)
  if (refusal !== undefined) return sendJson(response, 200, refusal)
  if (url.searchParams.get('access_token') !== DEMO_AUTHORIZER_TOKEN)
    return sendJson(response, 200, { errcode: 40014, errmsg: 'invalid access_token' })
  const { type, env, function_name, config } = (await readJson(request)) ?? {}
  const parsed = typeof config === 'string' ? tryParse(config) : undefined
  if (type !== 1 || typeof env !== 'string' || typeof function_name !== 'string' || !isRecord(parsed))
    return sendJson(response, 200, { errcode: 40097, errmsg: 'invalid args' })
  remember(wechat.uploadedConfigs, { envId: env, functionName: function_name, config: parsed })
  sendJson(response, 200, { errcode: 0, errmsg: 'ok' })
}

/** Why a request is refused for its token; `undefined` when the token is one of the valid. */
export function refuseToken(url: URL, valid: readonly string[], wrong: object = WRONG_TOKEN): object | undefined {
  const token = url.searchParams.get('access_token') ?? url.searchParams.get('cloudbase_access_token') ?? ''
  if (token === '') return { errcode: 41001, errmsg: 'access_token missing' }
  if (token === DEMO_EXPIRED_TOKEN) return { errcode: 42001, errmsg: 'access_token expired' }
  return valid.includes(token) ? undefined : wrong
}

const WRONG_TOKEN = { errcode: 40001, errmsg: 'invalid credential, access_token is invalid or not latest' }

/** The body as a JSON object; `undefined` when it is none. */
async function readJson(request: IncomingMessage): Promise<RequestBody | undefined> {
  const body = tryParse(await readBody(request))
  return isRecord(body) ? body : undefined
}

/** What a JSON text says; `undefined` when it is none. */
export function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
