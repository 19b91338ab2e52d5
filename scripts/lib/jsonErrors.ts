import { messageOf } from '../../shared/messageOf'

/**
 * Lets a command that was asked for JSON answer with JSON whatever happens: what is thrown is printed as `{ ok: false, error }`, and
 * thrown on.
 *
 * @param json whether JSON was asked for
 */
export async function withJsonErrors(json: boolean, work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (json) {
      const report = { ok: false, error: messageOf(error) }
      process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
    }
    throw error
  }
}
