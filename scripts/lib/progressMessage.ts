/** How often a person who waits is told that the work goes on. */
export const PROGRESS_MESSAGE_MS = 15_000

/**
 * Waits for what may take long, and says so on stderr every 15 seconds.
 *
 * @param what is being done, as in "still <what>"
 */
export async function withProgressMessage<T>(what: string, work: Promise<T>): Promise<T> {
  const start = Date.now()
  const timer = setInterval(() => {
    process.stderr.write(`still ${what} (${Math.round((Date.now() - start) / 1000)} s)\n`)
  }, PROGRESS_MESSAGE_MS)
  try {
    return await work
  } finally {
    clearInterval(timer)
  }
}
