import { join } from 'node:path'
import * as v from 'valibot'
import { isMissingFile, readJsonFile } from '../textFile'

/** Who is logged in with the tcb CLI on this computer. Times are in milliseconds since 1970. */
export type Login =
  | { kind: 'none' }
  | { kind: 'key'; keys: Keys }
  /** `keys` are temporary: the CLI renews them, until `expires`. */
  | { kind: 'browser'; keys: Keys; keysExpire: number; expires: number }

/** What signs a request to the cloud. Never printed. */
export interface Keys {
  secretId: string
  secretKey: string
  /** Of temporary keys only. */
  token?: string
}

/** The CLI writes a browser's keys under either name, depending on its version; its times are numbers or texts. */
const Credential = v.object({
  secretId: v.optional(v.string()),
  secretKey: v.optional(v.string()),
  token: v.optional(v.string()),
  tmpSecretId: v.optional(v.string()),
  tmpSecretKey: v.optional(v.string()),
  tmpToken: v.optional(v.string()),
  accessTokenExpired: v.optional(v.union([v.string(), v.number()])),
  tmpExpired: v.optional(v.union([v.string(), v.number()])),
  expired: v.optional(v.union([v.string(), v.number()])),
  refreshToken: v.optional(v.string()),
})
const LoginFile = v.object({ credential: v.optional(Credential, {}) })

/** Where `tcb login` keeps the login. */
export function loginFile(home: string): string {
  return join(home, '.config/.cloudbase/auth.json')
}

/**
 * Reads the login that the tcb CLI keeps in the home folder. Whether the cloud still takes it only the cloud can say.
 *
 * @throws when the file cannot be read or is not of the CLI's form; the message names the file, nothing in it
 */
export function readLogin(home: string): Login {
  const credential = readCredential(loginFile(home))
  if (credential === undefined) return { kind: 'none' }
  const { refreshToken, expired } = credential
  const secretId = filled(credential.secretId) ?? filled(credential.tmpSecretId)
  const secretKey = filled(credential.secretKey) ?? filled(credential.tmpSecretKey)
  if (secretId === undefined || secretKey === undefined) return { kind: 'none' }
  const token = filled(credential.token) ?? filled(credential.tmpToken)
  const keys: Keys = { secretId, secretKey, ...(token === undefined ? {} : { token }) }
  if (!refreshToken) return { kind: 'key', keys }
  const keysExpire = credential.accessTokenExpired ?? credential.tmpExpired
  return { kind: 'browser', keys, keysExpire: toTime(keysExpire), expires: toTime(expired) }
}

function readCredential(file: string): v.InferOutput<typeof Credential> | undefined {
  let content: unknown
  try {
    content = readJsonFile(file)
  } catch (error) {
    if (isMissingFile(error)) return undefined
    throw error
  }
  const parsed = v.safeParse(LoginFile, content)
  if (!parsed.success) throw new Error(`${file} is not as tcb writes it; log in again with: npx tcb login`)
  return parsed.output.credential
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

/** A time that is not there never comes. */
function toTime(value: string | number | undefined): number {
  const time = Number(value ?? Infinity)
  return Number.isNaN(time) ? Infinity : time
}
