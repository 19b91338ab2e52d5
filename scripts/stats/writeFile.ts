import { randomUUID } from 'node:crypto'
import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a file whole or not at all: it is written beside its place and then moved there, so that nobody ever reads a
 * half of it and a failure leaves the old one.
 *
 * @throws Error when the place is no file, or cannot be written
 */
export function writeFileWhole(file: string, text: string): void {
  // A link stays a link: what it points to is replaced.
  const target = existsSync(file) ? realpathSync(file) : file
  if (existsSync(target) && !statSync(target).isFile()) throw new Error(`${file} is not a file`)
  const beside = join(dirname(target), `.${basename(target)}.${randomUUID()}.part`)
  try {
    writeFileSync(beside, text, { flag: 'wx' })
    renameSync(beside, target)
  } finally {
    rmSync(beside, { force: true })
  }
}
