import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../../scripts/lib/root'

/** Tencent's own host of event functions, which this project did not write, with every function of a folder in it. */
export interface FunctionsFramework {
  /** Calls a function with a JSON body, as any HTTP client can. */
  post(name: string, body: unknown, headers?: Record<string, string>): Promise<unknown>
  close(): Promise<void>
}

/** The header that makes the host fill in `context.extendedContext`. */
export const EXTENDED_CONTEXT_HEADER = 'x-extended-context'

/** @param functionsRoot a folder with one built function a folder */
export async function startFunctionsFramework(
  functionsRoot: string,
  environment: NodeJS.ProcessEnv,
): Promise<FunctionsFramework> {
  const logs = mkdtempSync(join(tmpdir(), 'framework-'))
  const { child, port } = await startOnFreePort(functionsRoot, logs, environment)
  return {
    async post(name, body, headers = {}) {
      const response = await fetch(`http://127.0.0.1:${port}/?@fn=${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
      return response.json()
    },
    async close() {
      const ended = new Promise(resolve => child.once('exit', resolve))
      child.kill()
      await ended
      rmSync(logs, { recursive: true })
    },
  }
}

/** Between the look for a free port and the start of the host somebody else may take it. */
async function startOnFreePort(
  functionsRoot: string,
  logs: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ child: ChildProcess; port: number }> {
  for (let triesLeft = 5; ; triesLeft--) {
    const port = await freePort()
    const child = spawn(
      process.execPath,
      [
        '--require',
        join(ROOT, 'test/fixtures/programs/globalFile.cjs'),
        join(ROOT, 'node_modules/@cloudbase/functions-framework/bin/tcb-ff.js'),
        `--port=${port}`,
        '--loadAllFunctions=true',
        `--functionsRoot=${functionsRoot}`,
        `--logDirname=${logs}`,
        `--extendedContextKey=${EXTENDED_CONTEXT_HEADER}`,
      ],
      { cwd: logs, env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    try {
      await listening(child)
      return { child, port }
    } catch (thrown) {
      if (triesLeft === 0 || !String(thrown).includes('EADDRINUSE')) throw thrown
    }
  }
}

/** The host takes no port 0. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server has a port')
  return address.port
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    const read = (text: string): void => {
      output += text
      if (output.includes('Server listening')) resolve()
    }
    child.stdout?.setEncoding('utf8').on('data', read)
    child.stderr?.setEncoding('utf8').on('data', read)
    child.once('exit', code => reject(new Error(`functions-framework ended with ${code}:\n${output}`)))
  })
}
