import {
  type FaultQuestion,
  NOW_HEADER,
  type ReadAnswer,
  type ReadQuestion,
  type State,
  type TryAnswer,
  type TryQuestion,
} from '../protocol'

/** The endpoints of the server: what goes in, what comes out. */
interface Endpoints {
  state: { question: Record<string, never>; answer: State }
  read: { question: ReadQuestion; answer: ReadAnswer }
  try: { question: TryQuestion; answer: TryAnswer }
  fault: { question: FaultQuestion; answer: State }
}

const NO_SERVER = '本机服务没有响应。npm run dev 还在运行吗？'

let lastNow = 0

/** The clock of the figures as the server told it last, Unix seconds. */
export function serverNow(): number {
  return lastNow
}

/**
 * Asks the server.
 *
 * @param signal ends the request, and the work on the server's side
 * @throws Error for people, in Chinese, when the server is not there or refuses the question; the signal's reason when it
 * was aborted
 */
export async function ask<E extends keyof Endpoints>(
  endpoint: E,
  question: Endpoints[E]['question'],
  signal?: AbortSignal,
): Promise<Endpoints[E]['answer']> {
  let response: Response
  let answer: unknown
  try {
    response = await fetch(`/api/${endpoint}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
      ...(signal && { signal }),
    })
    answer = await response.json()
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new Error(NO_SERVER, { cause })
  }
  lastNow = Number(response.headers.get(NOW_HEADER) ?? lastNow)
  if (response.ok) return answer as Endpoints[E]['answer'] // both ends share protocol.ts
  const reason = typeof answer === 'object' && answer !== null && 'error' in answer ? String(answer.error) : ''
  throw new Error(`本机服务拒绝了这个请求（HTTP ${response.status}）：${reason}`)
}

/**
 * Calls back with the state of the server now and at every change, whoever makes it, and with `undefined` when the server
 * is gone. A page that nobody looks at does not listen: a browser has six connections for all pages of a server.
 */
export function followState(onState: (state: State | undefined) => void): void {
  let events: EventSource | undefined
  const listen = (): void => {
    events?.close()
    events = undefined
    if (document.hidden) return
    events = new EventSource('/api/events')
    events.addEventListener('state', ({ data }: MessageEvent<string>) => {
      const state = JSON.parse(data) as State // both ends share protocol.ts
      lastNow = state.now
      onState(state)
    })
    events.addEventListener('error', () => onState(undefined))
  }
  document.addEventListener('visibilitychange', listen)
  listen()
}
