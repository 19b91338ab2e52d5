import type { Credentials } from '../../../shared/https/wechatClient'
import { trimId } from '../../../shared/trimId'
import type { Variables } from '../cloud/settings'

/** Where credentials come from; there are no options for them, which would stay in the shell's history. */
export const CREDENTIAL_VARIABLES = 'WX_ACCESS_TOKEN, WX_CLOUDBASE_ACCESS_TOKEN, or WX_APPID and WX_APPSECRET'

/** For the help of every command that takes them. */
export const CREDENTIALS_HELP = `Credentials, from the environment or from .env (not from options, which others can see):
  WX_APPID and WX_APPSECRET      of the mini program; access tokens are fetched as needed
  WX_ACCESS_TOKEN                an access token of the mini program
  WX_CLOUDBASE_ACCESS_TOKEN      an access token of cloud hosting (云托管)`

/** Credentials, or what is missing. */
export type ChosenCredentials = Credentials | { problem: string }

/**
 * The credentials that the variables hold: a token if there is one, else appid and secret. They come without the
 * blanks around them. An empty variable counts as none, which is what `WX_APPID=` in a `.env` means.
 */
export function chooseCredentials(variables: Variables): ChosenCredentials {
  const valueOf = (name: string): string => trimId(variables[name] ?? '')
  const accessToken = valueOf('WX_ACCESS_TOKEN')
  if (accessToken) return { accessToken }
  const cloudbaseAccessToken = valueOf('WX_CLOUDBASE_ACCESS_TOKEN')
  if (cloudbaseAccessToken) return { cloudbaseAccessToken }
  const appId = valueOf('WX_APPID')
  const appSecret = valueOf('WX_APPSECRET')
  if (appId && appSecret) return { appId, appSecret }
  if (appId) return { problem: 'WX_APPID is set, WX_APPSECRET is not' }
  if (appSecret) return { problem: 'WX_APPSECRET is set, WX_APPID is not' }
  return { problem: `set ${CREDENTIAL_VARIABLES} in the environment or in .env` }
}
