import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { wantsLogin } from './output'
import type { Variables } from './settings'

/** A run of the tcb CLI. Its exit code is not here: it is 0 for nearly every failure. */
export interface TcbRun {
  /** stdout and stderr as they came, without colours and movements of the cursor. */
  output: string
  ended: 'exited' | 'timedOut' | 'interrupted' | 'wantsLogin'
}

export interface TcbOptions {
  project: string
  variables: Variables
  /** After this the CLI is killed: it can wait without end. */
  timeoutMs: number
  /** Where its output is shown while it runs; without it, nowhere. */
  show?: (text: string) => void
}

/** What the terminal sends for Ctrl-C, and what a CI sends to stop a job. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const
// eslint-disable-next-line no-control-regex -- the escape character begins a colour or a movement of the cursor
const ESCAPES = /\u001b\[[\d;?]*[A-Za-z]/g

/** Runs the tcb CLI that is installed with this package, with stdin closed: it cannot wait for an answer to a question. */
export function runTcb(args: readonly string[], { project, variables, timeoutMs, show }: TcbOptions): Promise<TcbRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cliFile(), ...args], {
      cwd: project,
      env: childEnvironment(variables),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let ended: TcbRun['ended'] = 'exited'
    const stop = (reason: TcbRun['ended']): void => {
      ended = reason
      child.kill('SIGKILL')
    }
    const interrupt = (): void => stop('interrupted')
    const timer = setTimeout(() => stop('timedOut'), timeoutMs)
    for (const signal of STOP_SIGNALS) process.on(signal, interrupt)
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        show?.(text)
        if (ended === 'exited' && wantsLogin(output)) stop('wantsLogin')
      })
    }
    child.on('error', reject)
    child.on('close', () => {
      clearTimeout(timer)
      for (const signal of STOP_SIGNALS) process.off(signal, interrupt)
      resolve({ output: output.replace(ESCAPES, ''), ended })
    })
  })
}

function cliFile(): string {
  return join(dirname(require.resolve('@cloudbase/cli/package.json')), 'bin/tcb')
}

/** English, so that its output can be read; `TCB_LANG`, whatever its value, would make it Chinese. */
function childEnvironment(variables: Variables): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env, ...variables, LANG: 'C' }
  delete environment['TCB_LANG']
  return environment
}
