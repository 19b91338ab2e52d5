/** A call as other programs write it: pure. */
import { ALLOWED_OPENIDS_VARIABLE } from '../../../shared/constants'
import { WECHAT_API } from '../../../shared/https/wechatHttps'
import { INVOKE_PATH } from '../../lib/wechat/httpApi'
import type { TryQuestion } from '../protocol'

/** What a call can be copied as. */
export const SNIPPETS = [
  { id: 'callFunction', name: 'callFunction', write: asCallFunction },
  { id: 'invoke', name: 'invoke', write: asInvoke },
  { id: 'curl', name: 'curl', write: asCurl },
] as const

type Written = TryQuestion & { /** As it is deployed. */ functionName: string }

/** In a mini program. */
function asCallFunction({ functionName, event }: Written): string {
  const data = JSON.stringify(event, undefined, 2).replaceAll('\n', '\n  ')
  return `const { result } = await wx.cloud.callFunction({\n  name: '${functionName}',\n  data: ${data},\n})\n`
}

/** On this machine, with the same caller. */
function asInvoke({ functionName, event, caller, openid, allowedOpenids }: Written): string {
  const options = [
    ...(caller === 'console' ? [] : [`--caller ${caller}`]),
    ...(openid === '' ? [] : [`--openid ${shellQuoted(openid)}`]),
    ...(allowedOpenids === '' ? [] : [`--env ${shellQuoted(`${ALLOWED_OPENIDS_VARIABLE}=${allowedOpenids}`)}`]),
    `--event ${shellQuoted(JSON.stringify(event))}`,
  ]
  return `npm run -s invoke -- ${functionName} ${options.join(' ')}\n`
}

/** Over WeChat's HTTP API, once the function is deployed; token and environment come from variables. */
function asCurl({ functionName, event }: Written): string {
  const url = `${WECHAT_API}${INVOKE_PATH}?access_token=$ACCESS_TOKEN&env=$ENV_ID&name=${functionName}`
  return `curl -X POST "${url}" -H 'content-type: application/json' -d ${shellQuoted(JSON.stringify(event))}\n`
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
