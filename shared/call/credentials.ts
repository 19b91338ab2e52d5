import { INVALID_COMMON_PARAM, StatisticsError } from '../errors'

/** The variables by which a function proves to WeChat who it is; the platform sets them for every call. */
const CREDENTIALS = ['TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY'] as const

/**
 * Refuses a call for which wx-server-sdk would find no credentials: it does not only fail then, but leaves a rejection
 * that nobody can catch, and Node ends the process.
 *
 * @param environment `process.env`
 * @throws StatisticsError -501006 that names the variables that are missing
 */
export function checkCredentials(environment: Readonly<Record<string, string | undefined>>): void {
  const missing = CREDENTIALS.filter(name => (environment[name] ?? '') === '')
  if (missing.length === 0) return
  throw new StatisticsError(
    INVALID_COMMON_PARAM,
    `no credentials: ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set`,
    {
      advice: 'the platform sets them in the cloud; on a computer run the function with: npm run invoke',
    },
  )
}
