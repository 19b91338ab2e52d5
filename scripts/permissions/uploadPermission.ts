import * as v from 'valibot'
import { CODES } from '../../shared/errors'

export interface PermissionRequest {
  /** `https://api.weixin.qq.com`, or an emulator. */
  baseUrl: string
  accessToken: string
  envId: string
  /** The function. */
  name: string
  /** The text of its config.json. */
  config: string
}

const TIMEOUT_MS = 15_000
/** The `type` of a function's config.json. */
const FUNCTION_CONFIG = 1

const Answer = v.object({ errcode: v.optional(v.number(), 0), errmsg: v.optional(v.string(), '') })

const KNOWN: Readonly<Record<string, { meaning: string; advice: string }>> = {
  ...CODES,
  '40014': {
    meaning: 'this kind of access token may not do it',
    advice:
      "it takes a third-party platform's authorizer_access_token; with a mini program's own token, upload the function once from WeChat DevTools instead",
  },
}

/**
 * `POST /tcb/uploadfuncconfig`: registers the permissions of a function's config.json.
 *
 * @returns `undefined` when WeChat took it, else what went wrong and what to do; never the token
 */
export async function uploadPermission(request: PermissionRequest): Promise<string | undefined> {
  const { baseUrl, accessToken, envId, name, config } = request
  const url = new URL('/tcb/uploadfuncconfig', baseUrl)
  url.searchParams.set('access_token', accessToken)
  const body = JSON.stringify({ type: FUNCTION_CONFIG, env: envId, function_name: name, config })
  let text: string
  try {
    const headers = { 'content-type': 'application/json' }
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    text = await (await fetch(url, { method: 'POST', headers, body, signal })).text()
  } catch {
    // What fetch throws can hold the address, and with it the token.
    return `${url.host} did not answer; check the network and --base-url, then call again`
  }
  return explain(text)?.replaceAll(accessToken, '<token>')
}

function explain(text: string): string | undefined {
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), Answer), text)
  if (!success) return 'the answer is no JSON of WeChat; check --base-url'
  const { errcode, errmsg } = output
  if (errcode === 0) return undefined
  const known = KNOWN[String(errcode)]
  return known === undefined ? `${errcode} ${errmsg}` : `${errcode} ${known.meaning} (${errmsg}); ${known.advice}`
}
