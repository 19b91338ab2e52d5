/** A built function in plain Node, where what the platform sets is missing: it answers, and its process lives on. */
import { execFile } from 'node:child_process'
import { platformEnvironment } from '../../scripts/lib/run/platform'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { builtFunctionFolder } from '../../scripts/lib/build/builtFiles'
import { EXAMPLE_EVENTS } from '../../scripts/lib/exampleEvents'
import { useEmulator } from '../support/emulator'

const emulator = useEmulator()
beforeAll(() => ensureBuilt())

interface PlainRun {
  exitCode: number | null
  reply: { errCode: number; errMsg: string }
  stderr: string
}

/** `node -e` with these variables and no others. */
function runPlainly(variables: NodeJS.ProcessEnv): Promise<PlainRun> {
  const call = `require(${JSON.stringify(builtFunctionFolder('overview'))}).main(${JSON.stringify(EXAMPLE_EVENTS.overview)}, {})`
  const script = `${call}.then(reply => console.log(JSON.stringify(reply)))`
  return new Promise(resolve => {
    const child = execFile(process.execPath, ['-e', script], { env: variables }, (_error, stdout, stderr) => {
      resolve({ exitCode: child.exitCode, reply: JSON.parse(stdout) as PlainRun['reply'], stderr })
    })
  })
}

/** The platform's variables, with changes; what is `undefined` is not there. */
function platformWith(changes: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = { name: 'overview', folder: builtFunctionFolder('overview'), endpoint: emulator().url }
  return { ...platformEnvironment(settings), ...changes }
}

describe('a built function', () => {
  it.each([
    ['without any variable', () => ({}), 'TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY are not set'],
    ['without the id', () => platformWith({ TENCENTCLOUD_SECRETID: undefined }), 'TENCENTCLOUD_SECRETID is not set'],
    ['without the key', () => platformWith({ TENCENTCLOUD_SECRETKEY: undefined }), 'TENCENTCLOUD_SECRETKEY is not set'],
    ['with an empty key', () => platformWith({ TENCENTCLOUD_SECRETKEY: '' }), 'TENCENTCLOUD_SECRETKEY is not set'],
  ])('fails with the names of the credentials that are missing, and ends well: %s', async (_, variables, names) => {
    const { exitCode, reply, stderr } = await runPlainly(variables())

    expect(exitCode).toBe(0)
    expect(reply).toMatchObject({ errCode: -501006, errMsg: expect.stringContaining(names) as unknown })
    expect(reply.errMsg).toContain('npm run invoke')
    expect(JSON.parse(stderr)).toMatchObject({ errCode: -501006, tries: 0, errMsg: reply.errMsg })
    expect(emulator().requests).toStrictEqual([])
  })

  // Without TCB_CONTEXT_CNFG the SDK would look for the platform on the network.
  it.each(['PATH', 'TZ', 'TENCENTCLOUD_RUNENV', 'TENCENTCLOUD_REGION', 'SCF_FUNCTIONNAME', 'SCF_NAMESPACE', 'TCB_ENV'])(
    'answers without %s',
    async name => {
      const { exitCode, reply } = await runPlainly(platformWith({ [name]: undefined }))

      expect({ exitCode, errCode: reply.errCode }).toStrictEqual({ exitCode: 0, errCode: 0 })
    },
  )
})
