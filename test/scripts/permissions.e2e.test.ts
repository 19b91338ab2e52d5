import { DEMO_ACCESS_TOKEN, DEMO_AUTHORIZER_TOKEN } from '../../scripts/emulator/httpsCall'
import { functionNames } from '../../scripts/lib/functions'
import { useEmulator } from '../support/emulator'
import { runScript, type ScriptRun } from '../support/runScript'
import { type Handler, useWechatServer } from '../support/wechatServer'

const TIMEOUT_MS = 60_000
const SECRET = 'my-secret-token'
const NO_CREDENTIALS = {
  WX_ACCESS_TOKEN: '',
  WX_CLOUDBASE_ACCESS_TOKEN: '',
  WX_APPID: '',
  WX_APPSECRET: '',
  ENV_ID: '',
}

const emulator = useEmulator()

/** What WeChat, or what stands before it, answers in place of a success; and what is said. */
const ANSWERS: readonly [what: string, answer: Handler, reason: string][] = [
  ['HTTP 502', () => response => response.writeHead(502).end('<html>'), 'HTTP status 502'],
  ['HTTP 404', () => response => response.writeHead(404).end('{"errcode":0}'), 'HTTP status 404'],
  ['a redirect', () => response => response.writeHead(307, { location: '/other' }).end(), 'HTTP status 307'],
  ['{}', () => ({}), 'without errcode'],
  ['an empty answer', () => '', 'an empty answer'],
  ['an array', () => '[]', 'not a JSON object'],
]
/** A WeChat for each: some are asked again after a pause, so they are asked side by side. */
const cases = ANSWERS.map(([what, answer, reason]) => ({ what, answer, reason, wechat: useWechatServer() }))

function permissions(args: string[], env: NodeJS.ProcessEnv = {}, baseUrl = emulator().url) {
  return runScript('permissions', ['--base-url', baseUrl, ...args], { ...NO_CREDENTIALS, ...env })
}

describe('npm run permissions', () => {
  it(
    'registers the permission of each function',
    async () => {
      const { exitCode, stdout } = await permissions(['-e', 'shop-1a2b3c'], { WX_ACCESS_TOKEN: DEMO_AUTHORIZER_TOKEN })

      expect(stdout).toMatch(
        /^registered overview\nregistered overviewByChannel\nregistered conversion\nregistered realt/,
      )
      expect(exitCode).toBe(0)
      expect(emulator().uploadedConfigs).toEqual(
        functionNames().map(functionName => ({
          envId: 'shop-1a2b3c',
          functionName,
          config: { permissions: { openapi: ['cloudbase.getStatistics'] } },
        })),
      )
    },
    TIMEOUT_MS,
  )

  it(
    'explains 40014 and never prints the token',
    async () => {
      const { exitCode, stdout, stderr } = await permissions([], {
        WX_ACCESS_TOKEN: DEMO_ACCESS_TOKEN,
        ENV_ID: 'shop-1a2b3c',
      })

      expect(stdout).toMatch(
        /^FAILED +overview: 40014 .*authorizer_access_token; .*upload .* WeChat DevTools instead$/m,
      )
      expect(stdout + stderr).not.toContain(DEMO_ACCESS_TOKEN)
      expect(exitCode).toBe(1)
    },
    TIMEOUT_MS,
  )

  describe('registers nothing, and says so,', () => {
    const runs = new Map<string, ScriptRun>()
    beforeAll(async () => {
      await Promise.all(
        cases.map(async ({ what, answer, wechat }) => {
          wechat.answer(answer)
          runs.set(what, await permissions(['-e', 'x'], { WX_ACCESS_TOKEN: SECRET }, wechat.url))
        }),
      )
    }, TIMEOUT_MS)

    it.each(cases)('over $what', ({ what, reason, wechat }) => {
      const { exitCode, stdout = '', stderr = '' } = runs.get(what) ?? {}

      expect(stdout.match(/^FAILED/gm)).toHaveLength(functionNames().length)
      expect(stdout).toContain(reason)
      expect(exitCode).toBe(1)
      expect(stdout + stderr).not.toContain(SECRET)
      expect(new Set(wechat.received.map(({ path }) => path))).toStrictEqual(new Set(['/tcb/uploadfuncconfig']))
    })
  })

  it.each<[string, string[], NodeJS.ProcessEnv, string]>([
    ['no credentials', ['-e', 'x'], {}, 'set WX_ACCESS_TOKEN, WX_CLOUDBASE_ACCESS_TOKEN, or WX_APPID and WX_APPSECRET'],
    ['half of the credentials', ['-e', 'x'], { WX_APPID: 'wx1' }, 'WX_APPID is set, WX_APPSECRET is not'],
    ['no environment', [], { WX_ACCESS_TOKEN: SECRET }, 'give -e, or put ENV_ID into .env'],
    [
      'a token among the options',
      ['-e', 'x', '--access-token', SECRET],
      {},
      '--access-token shows the token in the list of processes: set WX_ACCESS_TOKEN',
    ],
    [
      'an address that is not https',
      ['-e', 'x', '--base-url', 'http://api.weixin.qq.com'],
      { WX_ACCESS_TOKEN: SECRET },
      'http://api.weixin.qq.com is not https',
    ],
    [
      'an address that is none',
      ['-e', 'x', '--base-url', 'api.weixin.qq.com'],
      { WX_ACCESS_TOKEN: SECRET },
      'Invalid URL',
    ],
  ])(
    'ends with 2 for %s',
    async (_, args, env, message) => {
      const { exitCode, stdout, stderr } = await permissions(args, env)

      expect(stderr).toContain(message)
      expect(stdout).toBe('')
      expect(stderr).not.toContain(SECRET)
      expect(exitCode).toBe(2)
    },
    TIMEOUT_MS,
  )
})
