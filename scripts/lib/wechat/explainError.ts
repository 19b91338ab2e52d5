import { toStatisticsError } from '../../../shared/errors'
import { toPlainText } from '../plainText'

/**
 * For people at a terminal: what WeChat's HTTPS API, or the way there, refused, and what to do. No secret is in it, and no
 * escape sequence.
 */
export function explainError(thrown: unknown): string {
  const { message, advice } = toStatisticsError(thrown)
  const help = message.includes('no connection') ? 'check the network, https_proxy and --base-url' : advice
  return toPlainText(help === undefined ? message : `${message}; ${help}`)
}
