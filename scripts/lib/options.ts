import { resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { parseDate } from '../../shared/call/time'
import { trimId } from '../../shared/trimId'
import { checkBaseUrl } from '../../shared/https/wechatClient'
import { messageOf } from '../../shared/messageOf'
import { functionNames } from './functions'
import { ROOT } from './root'

/** Parsers of option values, for commander: what they throw is told as wrong usage (exit code 2). */

/** The value of an option that is a whole number, 0 or more. @throws InvalidArgumentError */
export function parseWholeNumber(text: string): number {
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text)))
    throw new InvalidArgumentError('Expected a whole number.')
  return Number(text)
}

/** The value of an option that is a whole number, 1 or more. @throws InvalidArgumentError */
export function parsePositiveNumber(text: string): number {
  const number = parseWholeNumber(text)
  if (number < 1) throw new InvalidArgumentError('Expected a whole number, 1 or more.')
  return number
}

/** The value of an option that is a port; 0 takes a free one. @throws InvalidArgumentError */
export function parsePort(text: string): number {
  const port = parseWholeNumber(text)
  if (port > 65_535) throw new InvalidArgumentError('Expected a port, 65535 at most.')
  return port
}

/** A function, by the name that cloudbaserc.json lists. */
export function parseFunctionName(text: string): string {
  const names = functionNames()
  if (names.includes(text)) return text
  throw new InvalidArgumentError(`Allowed choices are ${names.join(', ')}.`)
}

/** Where WeChat's server APIs are: https, or this machine, so that no token can be read on the way. */
export function parseBaseUrl(text: string): string {
  try {
    checkBaseUrl(text)
    return text
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error))
  }
}

/** An id, without the blanks and line breaks that come along when it is copied. */
export function parseId(text: string): string {
  const id = trimId(text)
  if (id === '') throw new InvalidArgumentError('Expected an id, and it is empty.')
  return id
}

/** A file, as an absolute path: a relative one is looked for where the command was typed. */
export function parseFile(text: string): string {
  return resolve(callersFolder(process.cwd(), process.env), text)
}

/**
 * The folder that a command was typed in: npm runs it in the package's, and leaves the other one in INIT_CWD. A process that
 * works elsewhere was not started by npm itself, and may only have inherited the variable.
 */
export function callersFolder(workingFolder: string, environment: Readonly<NodeJS.ProcessEnv>): string {
  return workingFolder === ROOT ? (environment['INIT_CWD'] ?? workingFolder) : workingFolder
}

/** A date in Beijing time, as events have them. Gives Unix SECONDS. */
export function parseMoment(text: string): number {
  const parsed = parseDate(text)
  if ('seconds' in parsed) return parsed.seconds
  throw new InvalidArgumentError(`Expected a date such as "2021-03-01 12:00". ${parsed.problem}`)
}
