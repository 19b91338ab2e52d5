import type { CsvQuestion, FaultQuestion, ReadAnswer, ReadQuestion, State, TryAnswer, TryQuestion } from '../protocol'

/** The endpoints of the server: what goes in, what comes out. */
interface Endpoints {
  state: { question: Record<string, never>; answer: State }
  read: { question: ReadQuestion; answer: ReadAnswer }
  try: { question: TryQuestion; answer: TryAnswer }
  fault: { question: FaultQuestion; answer: State }
  csv: { question: CsvQuestion; answer: { csv: string } }
}

/**
 * Asks the server.
 *
 * @throws Error when it is not there, or refuses the question
 */
export async function ask<E extends keyof Endpoints>(
  endpoint: E,
  question: Endpoints[E]['question'],
): Promise<Endpoints[E]['answer']> {
  let response: Response
  try {
    response = await fetch(`/api/${endpoint}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
    })
  } catch (cause) {
    throw new Error('本机服务没有响应：npm run dev 还在运行吗？', { cause })
  }
  const answer: unknown = await response.json()
  if (response.ok) return answer as Endpoints[E]['answer'] // both ends share protocol.ts
  throw new Error(typeof answer === 'object' && answer !== null && 'error' in answer ? String(answer.error) : '')
}
