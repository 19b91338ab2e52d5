/** Whoever waits hears something after this long. */
export const SIGN_OF_LIFE_MS = 15_000

/**
 * Waits for what may take long, and says so on stderr every 15 seconds, so that nobody takes it for dead.
 *
 * @param what is being done, as in "still <what>"
 */
export async function withSignOfLife<T>(what: string, work: Promise<T>): Promise<T> {
  const start = Date.now()
  const timer = setInterval(() => {
    process.stderr.write(`still ${what} (${Math.round((Date.now() - start) / 1000)} s)\n`)
  }, SIGN_OF_LIFE_MS)
  try {
    return await work
  } finally {
    clearInterval(timer)
  }
}
