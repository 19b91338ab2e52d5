/** What the terminal sends for Ctrl-C, what a CI sends to stop a job, and what comes when the terminal is closed. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Somebody stopped the command. */
export class Interrupted extends Error {
  override name = 'Interrupted'

  /** @param stands what is true all the same */
  constructor(stands?: string) {
    super(stands === undefined ? 'it was interrupted' : `it was interrupted: ${stands}`)
  }
}

/** Runs `work` with a signal that Ctrl-C and its like abort, in place of ending the process on the spot. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const abort = (): void => controller.abort(new Interrupted())
  for (const signal of STOP_SIGNALS) process.on(signal, abort)
  try {
    return await work(controller.signal)
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, abort)
  }
}

/**
 * Waits for `work`, but no longer than until the signal aborts: then it throws `Interrupted`, and the work is left alone.
 *
 * @param stands what is then true all the same, for the message
 */
export async function unlessInterrupted<T>(work: Promise<T>, signal: AbortSignal, stands?: string): Promise<T> {
  signal.throwIfAborted()
  let onAbort: (() => void) | undefined
  const interrupted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new Interrupted(stands))
    signal.addEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([work, interrupted])
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort)
  }
}
