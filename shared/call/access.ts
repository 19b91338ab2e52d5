import { ALLOWED_OPENIDS_VARIABLE } from '../constants'
import { NO_DATA, PERMISSION_DENIED, StatisticsError, SYSTEM_ERROR, toStatisticsError } from '../errors'
import { isRecord } from '../isRecord'
import { bringsWechatToken, type Call, type CallerTraces, readCaller } from './caller'

const EVERYONE = '*'

/** Only a holder of the developer's own credentials starts a function in these ways. */
const DEVELOPER_SOURCES: readonly string[] = ['wx_devtools', 'wx_localdebug', 'wx_http', 'wx_trigger']

/**
 * Lets a call in, or refuses it: closed unless known. Let in is a user of the mini program whose OPENID is listed; a call whose
 * source only a holder of the developer's credentials has (WeChat DevTools, a timer, WeChat's HTTP API); and a call without a
 * trace of any caller, which is what the CloudBase console and `tcb fn invoke` look like.
 *
 * @returns who was let in
 * @throws StatisticsError -601004. It names the caller's own OPENID, or the variables that tell of a caller, never their
 * values; its advice is one that can help this caller
 */
export function checkAccess(call: Call): CallerTraces {
  if (!isRecord(call.wxContext)) throw refusal({ who: 'the caller is unknown', advice: ADVICE.nobody }, [])
  const caller = readCaller(call)
  checkCaller(caller, listedOpenids(call.environment[ALLOWED_OPENIDS_VARIABLE]))
  return caller
}

function checkCaller(caller: CallerTraces, listed: readonly string[]): void {
  const seen = caller.seen.join(' ')
  const outsider = OUTSIDERS.find(({ traces }) => traces.test(seen))
  if (outsider === undefined && isDeveloperSource(caller.source)) return
  if (isUser(caller, outsider)) return checkListed(caller.openid, listed)
  if (caller.seen.length === 0) return
  throw refusal(outsider ?? otherwiseRefused(caller), caller.seen)
}

/** Whether the function's variable lets every user of the mini program in. */
export function isOpenToEveryone(environment: Call['environment']): boolean {
  return listedOpenids(environment[ALLOWED_OPENIDS_VARIABLE]).includes(EVERYONE)
}

/** The entries of STATS_ALLOWED_OPENIDS, between commas, semicolons, blanks and line breaks, Chinese ones too. */
export function listedOpenids(list: string | undefined): string[] {
  return (list ?? '').split(/[\s,，、;；]+/).filter(entry => entry !== '')
}

/**
 * WeChat's refusal of a call that it has nothing to authorise by, as the console's and `tcb fn invoke`'s: its advice would send
 * people to look for a fault that may not be there. Anything else that was thrown comes back as it is.
 */
export function withTokenAdvice(thrown: unknown, call: Call): unknown {
  const error = toStatisticsError(thrown)
  if (error.retryable || !isWechatRefusal(error) || bringsWechatToken(call)) return thrown
  const { errCode, message, cause, advice } = error
  return new StatisticsError(errCode, message, { cause, advice: join(ADVICE.token, advice) })
}

/** Not what was thrown here, nor a mistake in the SDK, nor "no data", which is an answer. */
function isWechatRefusal({ errCode, cause }: StatisticsError): boolean {
  return isRecord(cause) && 'errCode' in cause && errCode !== SYSTEM_ERROR && errCode !== NO_DATA
}

function join(advice: string, ofCode: string | undefined): string {
  return ofCode === undefined ? advice : `${advice}; if it fails there too, ${ofCode}`
}

/** Why a call is refused, and what can help. Without an advice that of the code is given. */
interface Refused {
  who: string
  advice?: string
}

/** A caller from outside of this mini program. */
interface Outsider extends Refused {
  /** What tells of it, in the names of what was seen. */
  traces: RegExp
  /** Whether WeChat may hand an OPENID over with the same traces, which then decides. */
  mayHaveOpenid: boolean
}

const OTHER_WAYS =
  "call from the mini program with an OPENID that is listed, or from a server of your own through WeChat's HTTP API (/tcb/invokecloudfunction)"

const ADVICE = {
  user: 'list it in that variable of the function',
  http: `what comes over HTTP from outside is never let in, whatever is listed: ${OTHER_WAYS}`,
  web: `a web login has no OPENID of this mini program and is never let in: ${OTHER_WAYS}`,
  qq: `a QQ mini program is never let in: ${OTHER_WAYS}`,
  shared:
    'another mini program shares this environment, and its FROM_OPENID is never let in: let the person open this mini program, and list the OPENID that they have in it',
  function:
    "start the calling function from the mini program, by a timer or through WeChat's HTTP API: then its caller is known here too",
  token:
    "calls of the CloudBase console and of tcb fn invoke bring no token of WeChat's, so that WeChat may refuse them whatever is set: call from the mini program, with WeChat DevTools, by a timer or through WeChat's HTTP API",
  nobody: `${OTHER_WAYS}; if it is you with the developer's credentials, report the names above to whoever maintains this function`,
}

const OUTSIDERS: readonly Outsider[] = [
  {
    traces: /\b(?:TCB_HTTP_CONTEXT|context\.httpContext|event\.\w+)\b/,
    who: 'a call over HTTP',
    advice: ADVICE.http,
    mayHaveOpenid: false,
  },
  { traces: /\bTCB_ISANONYMOUS_USER\b/, who: 'an anonymous login', advice: ADVICE.web, mayHaveOpenid: false },
  { traces: /\bQQ_\w+/, who: 'a user of QQ', advice: ADVICE.qq, mayHaveOpenid: true },
  {
    traces: /\b(?:TCB_UUID|TCB_CUSTOM_USER_ID|LOGINTYPE)\b/,
    who: 'a web login',
    advice: ADVICE.web,
    mayHaveOpenid: true,
  },
]

/** A call from inside WeChat without an OPENID, or from a source that is not WeChat's. */
function otherwiseRefused({ source, openid, seen }: CallerTraces): Refused {
  if (source.startsWith('web_')) return { who: 'a call from a web page', advice: ADVICE.web }
  if (source.split(',').includes('scf'))
    return { who: 'a call from another function, whose own caller is unknown', advice: ADVICE.function }
  if (seen.some(name => name.includes('FROM_')))
    return { who: 'a call from another mini program', advice: ADVICE.shared }
  if (seen.includes('TCB_SOURCE_IP')) return { who: 'a call over HTTP', advice: ADVICE.http }
  if (openid !== '') return { who: 'a call from an unknown source', advice: ADVICE.nobody }
  return { who: 'the call carries no OPENID', advice: ADVICE.nobody }
}

/** An OPENID counts when WeChat says that it handed it over, or when nothing speaks against it. */
function isUser({ source, openid }: CallerTraces, outsider: Outsider | undefined): boolean {
  if (openid === '' || outsider?.mayHaveOpenid === false) return false
  return source === '' ? outsider === undefined : /^\s*wx_\w+\s*(?:,\s*(?:wx_\w+|scf)\s*)*$/.test(source)
}

function checkListed(openid: string, listed: readonly string[]): void {
  if (listed.includes(EVERYONE) || listed.includes(openid)) return
  throw refusal({ who: `OPENID ${openid} is not in ${ALLOWED_OPENIDS_VARIABLE}`, advice: ADVICE.user }, [])
}

/**
 * SOURCE is a chain, `wx_trigger,scf` being a timer's function that calls this one. `scf` by itself is not enough:
 * nobody knows who called that other function.
 */
function isDeveloperSource(source: string): boolean {
  const [first = '', ...others] = source.split(',').map(link => link.trim())
  return DEVELOPER_SOURCES.includes(first) && others.every(link => link === 'scf' || DEVELOPER_SOURCES.includes(link))
}

function refusal({ who, advice }: Refused, seen: readonly string[]): StatisticsError {
  const names = seen.length === 0 ? '' : ` (seen: ${seen.join(', ')})`
  return new StatisticsError(PERMISSION_DENIED, `permission denied: ${who}${names}`, { advice })
}
