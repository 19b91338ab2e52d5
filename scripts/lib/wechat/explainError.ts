import { toStatisticsError } from '../../../shared/errors'

/** For people at a terminal: what WeChat's HTTPS API, or the way there, refused, and what to do. Never a secret. */
export function explainError(thrown: unknown): string {
  const { message, advice } = toStatisticsError(thrown)
  if (message.includes('no connection')) return `${message}; check the network, https_proxy and --base-url`
  return advice === undefined ? message : `${message}; ${advice}`
}
