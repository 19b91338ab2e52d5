import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

interface Ended {
  exitCode: number | null
  stdout: string
  stderr: string
}

/** @param whileTalking is called with the process as soon as it has said something on stdout */
function run(
  args: readonly string[],
  { environment = {}, whileTalking = () => undefined }: { environment?: NodeJS.ProcessEnv; whileTalking?: Hook } = {},
): Promise<Ended> {
  const program = join(__dirname, '../../fixtures/programs/talks.ts')
  const child = spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  const ended: Ended = { exitCode: null, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ended.stdout += text
    whileTalking(child)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.stderr += text))
  return new Promise(resolve => child.on('close', exitCode => resolve({ ...ended, exitCode })))
}

type Hook = (child: ChildProcessByStdio<null, Readable, Readable>) => void

describe('every program', () => {
  it('ends quietly when nobody reads it any more', async () => {
    const ended = await run([], { whileTalking: child => child.stdout.destroy() })

    expect(ended).toMatchObject({ exitCode: 0, stderr: '' })
  })

  it('refuses an option that npm took for its own, with the right spelling', async () => {
    const environment = { npm_config_message: 'true', npm_lifecycle_event: 'talk', npm_config_cache: '' }

    const ended = await run([], { environment })

    expect(ended).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'talks: npm took --message <text> for an option of its own; put -- before it: npm run talk -- --message <text>\n',
    })
  })

  it('says what was thrown in one line, and lets it not steer the terminal', async () => {
    const ended = await run(['--throws', '--message', 'it \u001b[2Jbroke'])

    expect(ended).toEqual({ exitCode: 1, stdout: '', stderr: 'talks: it broke\n' })
  })

  it('ends with 2 when it is not called as it should be', async () => {
    const ended = await run(['--nonsense'])

    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toContain("unknown option '--nonsense'")
  })
})
