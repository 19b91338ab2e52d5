import { randomUUID } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** The bits of a file's mode that let somebody write to it. */
const WRITABLE = 0o222

/**
 * Writes a file whole or not at all: it is written beside its place and then moved there, so that nobody ever reads a
 * half of it and a failure leaves the old one. A file that is there keeps its mode.
 *
 * @throws Error when the place is no file, is read-only, or cannot be written
 */
export function writeFileWhole(file: string, text: string): void {
  // A link stays a link: what it points to is replaced.
  const target = existsSync(file) ? realpathSync(file) : file
  const old = existsSync(target) ? statSync(target) : undefined
  if (old?.isFile() === false) throw new Error(`${file} is not a file`)
  if (old !== undefined && isReadOnly(target, old.mode)) throw new Error(`${file} is read-only: it was left as it is`)
  const beside = join(dirname(target), `.${basename(target)}.${randomUUID()}.part`)
  try {
    writeFileSync(beside, text, { flag: 'wx' })
    if (old !== undefined) chmodSync(beside, old.mode)
    renameSync(beside, target)
  } finally {
    rmSync(beside, { force: true })
  }
}

/** Moving another file into its place would get past this; and root may write to anything, so that the mode counts too. */
function isReadOnly(file: string, mode: number): boolean {
  if ((mode & WRITABLE) === 0) return true
  try {
    accessSync(file, constants.W_OK)
    return false
  } catch {
    return true
  }
}
