import { type ChildProcess, spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { withoutSecrets } from '../../../shared/https/withoutSecrets'
import { toPlainText } from '../plainText'
import { withProgressMessage } from '../progressMessage'
import { withTemporaryFolder } from '../temporaryFolder'
import { cloudProxy } from './cloudEnvironment'
import type { Variables } from './settings'
import { readCrash, wantsLogin } from './tcbOutput'

/** A run of the tcb CLI. */
export interface TcbRun {
  /** stdout and stderr as they came, without colours and movements of the cursor. */
  output: string
  ended: 'exited' | 'timedOut' | 'interrupted' | 'wantsLogin'
  /** 0 for nearly every failure; `null` when it was killed. */
  exitCode: number | null
}

export interface TcbOptions {
  project: string
  variables: Variables
  /** After this the CLI is killed: it can wait without end. */
  timeoutMs: number
  /** Kills the CLI when it aborts. */
  signal: AbortSignal
  /** Where its output is shown while it runs, line by line; without it, nowhere. */
  show?: (line: string) => void
  /** Texts that are never shown, nor part of `output`. */
  secrets: readonly string[]
}

/**
 * Runs the tcb CLI that is installed with this package, with stdin closed: it cannot wait for an answer to a question. Its
 * temporary folder is its own, since it packs every function of every project into folders of the same name there; nothing
 * of it stays, however the run ends.
 *
 * @param makeArgs is told the temporary folder, and may put files into it
 */
export async function runTcb(makeArgs: (temporary: string) => readonly string[], options: TcbOptions): Promise<TcbRun> {
  return withTemporaryFolder('tcb-', async temporary => {
    const args = makeArgs(temporary)
    return withProgressMessage(`waiting for tcb ${args.slice(0, 2).join(' ')}`, runIn(temporary, args, options))
  })
}

/** On Windows a group of its own would be a window of its own. */
const OWN_GROUP = process.platform !== 'win32'

function runIn(temporary: string, args: readonly string[], options: TcbOptions): Promise<TcbRun> {
  const { project, variables, timeoutMs, signal, show, secrets } = options
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cliFile(), ...args], {
      cwd: project,
      env: childEnvironment(variables, temporary),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: OWN_GROUP, // so that what it starts ends with it
    })
    const lines: string[] = []
    let ended: TcbRun['ended'] = 'exited'
    const stop = (reason: TcbRun['ended']): void => {
      ended = reason
      kill(child)
    }
    const interrupt = (): void => stop('interrupted')
    const killWithUs = (): void => kill(child)
    const timer = setTimeout(() => stop('timedOut'), timeoutMs)
    signal.addEventListener('abort', interrupt)
    process.on('exit', killWithUs)
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream.setEncoding('utf8') }).on('line', text => {
        const line = withoutSecrets(toPlainText(text), secrets)
        lines.push(line)
        show?.(line)
        if (ended === 'exited' && wantsLogin(line)) stop('wantsLogin')
      })
    }
    const settle = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', interrupt)
      process.off('exit', killWithUs)
    }
    child.on('error', error => {
      settle()
      reject(error)
    })
    child.on('close', exitCode => {
      settle()
      resolve({ output: lines.join('\n'), ended, exitCode })
    })
    if (signal.aborted) interrupt()
  })
}

/** Ends the process and those that it started, at once. */
function kill(child: ChildProcess): void {
  if (!OWN_GROUP || child.pid === undefined) {
    child.kill('SIGKILL')
    return
  }
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended by itself meanwhile.
  }
}

/** Why a run of the CLI did not do its work. `ofRun` is what it said itself. */
export function whyNot({ ended, output, exitCode }: TcbRun, ofRun: string): string {
  switch (ended) {
    case 'timedOut':
      return 'tcb did not end in time and was stopped'
    case 'interrupted':
      return 'it was interrupted'
    case 'wantsLogin':
      return 'tcb could not check the login, though the cloud takes it (an outage, or too many requests)'
    case 'exited': {
      if (ofRun !== '') return ofRun
      const crash = readCrash(output)
      return `tcb ended with exit code ${exitCode ?? '(killed)'}${crash === '' ? ' and said nothing' : `: ${crash}`}`
    }
  }
}

function cliFile(): string {
  return join(dirname(require.resolve('@cloudbase/cli/package.json')), 'bin/tcb')
}

/** English, so that its output can be read; `TCB_LANG`, whatever its value, would make it Chinese. */
function childEnvironment(variables: Variables, temporary: string): NodeJS.ProcessEnv {
  const proxy = cloudProxy(process.env)
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...variables,
    ...(proxy === undefined ? {} : { http_proxy: proxy }),
    LANG: 'C',
    TMPDIR: temporary,
    TMP: temporary,
    TEMP: temporary,
  }
  delete environment['TCB_LANG']
  return environment
}
