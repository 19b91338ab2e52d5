import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { callerEnvironment, platformEnvironment } from '../lib/run/platform'
import type { BenchReply, CallRequest } from './host'

/** Somebody whom the function lets in. */
const OPENID = 'oBench'

/** A function in a process of its own. */
export interface BenchProcess {
  /** What loading index.js took. */
  loadMs: number
  /** Calls the function's `main`, or another export, so many times, one after the other. */
  call: (event: unknown, calls?: number, name?: CallRequest['name']) => Promise<Called>
  close: () => Promise<void>
}

export type Called = Extract<BenchReply, { type: 'called' }>

/** Starts the function in `folder`, as the cloud does, and waits until it is loaded. */
export async function startBenchProcess(folder: string, endpoint: string): Promise<BenchProcess> {
  const settings = { name: 'bench', folder, endpoint, environment: { STATS_ALLOWED_OPENIDS: OPENID } }
  const child = spawn(process.execPath, ['-e', hostCode(), folder], {
    cwd: folder,
    env: { ...platformEnvironment(settings), ...callerEnvironment({ openid: OPENID, source: 'wx_client' }) },
    // Log lines go nowhere: this process holds the emulator too, and reading them here would slow it down.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const loaded = await nextReply(child)
  if (loaded.type !== 'loaded') throw new Error(`${folder}: answered before it was loaded`)
  return {
    loadMs: loaded.loadMs,
    async call(event, calls = 1, name = 'main') {
      const request: CallRequest = { name, event, calls }
      child.send(request)
      const called = await nextReply(child)
      if (called.type !== 'called') throw new Error(`${folder}: loaded twice`)
      return called
    },
    async close() {
      child.disconnect()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** Milliseconds that Node takes to start and end with nothing to do: the floor. */
export async function timeBareNode(): Promise<number> {
  const start = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { env: {}, stdio: 'ignore' }), 'exit')
  return performance.now() - start
}

async function nextReply(child: ChildProcess): Promise<BenchReply> {
  const stopped = new AbortController()
  const { signal } = stopped
  try {
    const answer = once(child, 'message', { signal }).then(([reply]) => reply as BenchReply)
    const end = once(child, 'exit', { signal }).then(([code]) => {
      throw new Error(`the process that is measured ended (${String(code)}): npm run invoke shows why`)
    })
    return await Promise.race([answer, end])
  } finally {
    stopped.abort()
  }
}

let compiledHost: string | undefined
function hostCode(): string {
  compiledHost ??= transformSync(readFileSync(join(__dirname, 'host.ts'), 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node18',
  }).code
  return compiledHost
}
