import { DEMO_ACCESS_TOKEN, DEMO_AUTHORIZER_TOKEN } from '../../scripts/emulator/httpsCall'
import { type Emulator, startEmulator } from '../../scripts/emulator/server'
import { functionNames } from '../../scripts/lib/functions'
import { runScript } from '../support/runScript'

const TIMEOUT_MS = 60_000

let emulator: Emulator
beforeAll(async () => (emulator = await startEmulator()))
afterAll(() => emulator.close())

function permissions(args: string[], env: NodeJS.ProcessEnv = {}) {
  return runScript('permissions', ['--base-url', emulator.url, ...args], { WX_ACCESS_TOKEN: '', ENV_ID: '', ...env })
}

describe('npm run permissions', () => {
  it(
    'registers the permission of each function',
    async () => {
      const { exitCode, stdout } = await permissions(['-e', 'shop-1a2b3c', '--access-token', DEMO_AUTHORIZER_TOKEN])

      expect(stdout).toMatch(
        /^registered overview\nregistered overviewByChannel\nregistered conversion\nregistered realt/,
      )
      expect(exitCode).toBe(0)
      expect(emulator.uploadedConfigs).toEqual(
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
    'takes the token from the environment, explains 40014 and never prints the token',
    async () => {
      const env = { WX_ACCESS_TOKEN: DEMO_ACCESS_TOKEN, ENV_ID: 'shop-1a2b3c' }

      const { exitCode, stdout, stderr } = await permissions([], env)

      expect(stdout).toMatch(
        /^FAILED +overview: 40014 .*authorizer_access_token; .*upload .* WeChat DevTools instead$/m,
      )
      expect(stdout + stderr).not.toContain(DEMO_ACCESS_TOKEN)
      expect(exitCode).toBe(1)
    },
    TIMEOUT_MS,
  )

  it(
    'says that nobody answered, without the token',
    async () => {
      const args = ['-e', 'shop-1a2b3c', '--access-token', 'my-token', '--base-url', 'http://127.0.0.1:9']

      const { exitCode, stdout, stderr } = await permissions(args)

      expect(stdout).toContain('FAILED     overview: 127.0.0.1:9 did not answer; check the network and --base-url')
      expect(stdout + stderr).not.toContain('my-token')
      expect(exitCode).toBe(1)
    },
    TIMEOUT_MS,
  )

  it.each([
    ['no token', ['-e', 'shop-1a2b3c'], 'give --access-token, or set WX_ACCESS_TOKEN'],
    ['no environment', ['--access-token', 'x'], 'give -e, or put ENV_ID into .env'],
  ])(
    'ends with 2 for %s',
    async (_, args, message) => {
      const { exitCode, stderr } = await permissions(args)

      expect(stderr.trim()).toBe(message)
      expect(exitCode).toBe(2)
    },
    TIMEOUT_MS,
  )
})
