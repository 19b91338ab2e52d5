import { toStatisticsError } from '../../shared/errors'
import type { WechatClient } from '../../shared/https/wechatClient'
import { explainError } from '../lib/wechat/explainError'
import { retryWithProgress } from '../lib/wechat/retryWithProgress'

export interface PermissionRequest {
  envId: string
  /** The function. */
  name: string
  /** The text of its config.json. */
  config: string
}

/** The outcome of a registration. With `sameForAll` the others need not be tried. */
export type Registration = { state: 'registered' } | { state: 'failed'; problem: string; sameForAll: boolean }

/** The `type` of a function's config.json. */
const FUNCTION_CONFIG = 1
/** What one public project reports for a mini program's own token. */
const WRONG_KIND_OF_TOKEN = 40014
const WRONG_KIND_ADVICE =
  "it takes a third-party platform's authorizer_access_token; with a mini program's own token, upload the function once from WeChat DevTools instead"

/**
 * `POST /tcb/uploadfuncconfig`: registers the permissions of a function's config.json. Only an answer that says `errcode: 0`
 * counts as registered.
 *
 * @param say told of each wait and further try
 */
export async function uploadPermission(
  client: WechatClient,
  { envId, name, config }: PermissionRequest,
  say: (line: string) => void,
): Promise<Registration> {
  const body = { type: FUNCTION_CONFIG, env: envId, function_name: name, config }
  try {
    const call = { api: 'uploadfuncconfig', path: '/tcb/uploadfuncconfig', body }
    const { errcode } = await retryWithProgress(() => client.call(call), say)
    if (errcode !== undefined) return { state: 'registered' }
    const problem = 'WeChat answered without errcode, so the outcome is unknown; check --base-url'
    return { state: 'failed', problem, sameForAll: false }
  } catch (thrown) {
    const { errCode, message, retryable } = toStatisticsError(thrown)
    const wrongKind = errCode === WRONG_KIND_OF_TOKEN
    return {
      state: 'failed',
      problem: wrongKind ? `${message}; ${WRONG_KIND_ADVICE}` : explainError(thrown),
      sameForAll: wrongKind || retryable,
    }
  }
}
