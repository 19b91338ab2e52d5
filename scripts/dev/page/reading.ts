import { NO_DATA } from '../../../shared/errors'
import type { ReadAnswer, ReadQuestion } from '../protocol'
import { keyOf, type Plan, type ReadId } from './reads'

/** The outcome of one call: an answer, which may be WeChat's refusal, or what was thrown on the way to it. */
export type Outcome = { answer: ReadAnswer } | { thrown: unknown }

/** The outcomes of a plan that are there. */
export type Outcomes = Partial<Record<ReadId, Outcome>>

/** The calls of the page that are under way, one plan at a time. */
export interface Reading {
  /**
   * Makes the calls of a plan that the last one did not have, or that failed there, or that are in `anew`. A plan that is
   * still on its way is overtaken: its requests are aborted.
   */
  read(plan: Plan, anew?: 'all' | readonly ReadId[]): void
  /** Aborts what is on its way. */
  cancel(): void
}

/** What a reading tells: each time an outcome came, and when all have. */
export interface ReadingListener {
  came(plan: Plan, outcomes: Outcomes): void
  done(plan: Plan): void
}

/** @param ask makes one call; it throws when the call got no answer */
export function createReading(
  ask: (question: ReadQuestion, signal: AbortSignal) => Promise<ReadAnswer>,
  listener: ReadingListener,
): Reading {
  const known = new Map<string, Outcome>()
  let running: AbortController | undefined

  async function readOne(plan: Plan, id: ReadId, question: ReadQuestion, outcomes: Outcomes, signal: AbortSignal) {
    const outcome = await ask(question, signal).then(
      (answer): Outcome => ({ answer }),
      (thrown: unknown): Outcome => ({ thrown }),
    )
    if (signal.aborted) return // overtaken
    outcomes[id] = outcome
    if ('answer' in outcome && isFinal(outcome.answer)) known.set(keyOf(question), outcome)
    listener.came(plan, { ...outcomes })
  }

  return {
    read(plan, anew = []) {
      running?.abort()
      const controller = new AbortController()
      running = controller
      const outcomes: Outcomes = {}
      const missing: [ReadId, ReadQuestion][] = []
      const keys = new Set<string>()
      for (const [id, question] of entriesOf(plan)) {
        const key = keyOf(question)
        keys.add(key)
        if (anew === 'all' || anew.includes(id)) known.delete(key) // what it was is no answer any more
        const outcome = known.get(key)
        if (outcome === undefined) missing.push([id, question])
        else outcomes[id] = outcome
      }
      // Only what is on the page is kept: an older answer may have grown old.
      for (const key of known.keys()) if (!keys.has(key)) known.delete(key)
      listener.came(plan, { ...outcomes })
      void Promise.all(missing.map(([id, question]) => readOne(plan, id, question, outcomes, controller.signal))).then(
        () => {
          if (!controller.signal.aborted) listener.done(plan)
        },
      )
    },
    cancel() {
      running?.abort()
      running = undefined
    },
  }
}

function entriesOf({ reads }: Plan): [ReadId, ReadQuestion][] {
  return Object.entries(reads) as [ReadId, ReadQuestion][] // Object.entries forgets the keys of a record
}

/** A table, or no data: what WeChat has said. Everything else may go better the next time. */
function isFinal({ errCode }: ReadAnswer): boolean {
  return errCode === 0 || errCode === NO_DATA
}
