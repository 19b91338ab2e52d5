import { PERMISSION_DENIED, StatisticsError } from '../errors'
import { isRecord } from '../isRecord'

/** The function's variable that lists who may read: OPENIDs with commas between them, or `*`. */
const VARIABLE = 'STATS_ALLOWED_OPENIDS'
const EVERYONE = '*'

/** Only a holder of the developer's own credentials starts a function in these ways. */
const DEVELOPER_SOURCES: readonly string[] = ['wx_devtools', 'wx_localdebug', 'wx_http', 'wx_trigger']

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Lets a call in, or refuses it. A mini-program user needs an OPENID that is listed; the console, `tcb fn invoke`,
 * timers, WeChat DevTools and WeChat's HTTP API hold the developer's credentials and pass; all else is refused.
 *
 * @param wxContext what `getWXContext()` gave; never anything from the event, which a caller can forge
 * @param environment `process.env`
 * @throws StatisticsError -601004, naming at most the caller's own OPENID
 */
export function checkAccess(wxContext: unknown, event: unknown, environment: Environment): void {
  if (!isRecord(wxContext)) throw refusal('it is not known who calls')
  if (isHttpAccess(event)) throw refusal('a call through the HTTP access service')
  if (environment['TCB_ISANONYMOUS_USER'] === 'true') throw refusal('an anonymous login')
  const openid = text(wxContext['OPENID'])
  const source = text(wxContext['SOURCE'])
  if (isDeveloperSource(source)) return
  if (openid !== '') {
    const allowed = listed(environment)
    if (allowed.includes(EVERYONE) || allowed.includes(openid)) return
    throw refusal(`OPENID ${openid} is not in ${VARIABLE}`)
  }
  if (text(environment['TCB_UUID']) !== '') throw refusal('a web login')
  // The console and `tcb fn invoke` come without any context of WeChat's.
  if (source !== '') throw refusal('the call carries no OPENID')
}

/** Whether the function's variable lets every user of the mini program in. */
export function isOpenToEveryone(environment: Environment): boolean {
  return listed(environment).includes(EVERYONE)
}

/**
 * SOURCE is a chain, `wx_trigger,scf` being a timer's function that calls this one. `scf` by itself is not enough:
 * nobody knows who called that other function.
 */
function isDeveloperSource(source: string): boolean {
  const [first = '', ...others] = source.split(',').map(link => link.trim())
  return DEVELOPER_SOURCES.includes(first) && others.every(link => link === 'scf' || DEVELOPER_SOURCES.includes(link))
}

/** The HTTP access service is public. A console call with such an event cannot be told apart, and is refused as well. */
function isHttpAccess(event: unknown): boolean {
  return isRecord(event) && ['httpMethod', 'headers', 'queryStringParameters'].some(key => Object.hasOwn(event, key))
}

function listed(environment: Environment): string[] {
  return (environment[VARIABLE] ?? '')
    .split(',')
    .map(openid => openid.trim())
    .filter(openid => openid !== '')
}

/** The SDK turns a value of digits alone into a number. */
function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function refusal(why: string): StatisticsError {
  return new StatisticsError(PERMISSION_DENIED, `permission denied: ${why}`)
}
