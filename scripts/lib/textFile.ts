import { readFileSync } from 'node:fs'
import { isRecord } from '../../shared/isRecord'
import { messageOf } from '../../shared/messageOf'

/**
 * Reads a text file in whichever encoding an editor or a shell on Windows gave it: UTF-8 with or without a byte order mark
 * (BOM), or UTF-16 with one, as Windows PowerShell writes with `>`. Line ends stay as they are.
 *
 * @returns the text, without its BOM
 * @throws Error that names the file: it cannot be read (`cause` has the code, ENOENT for one), or is in another encoding
 */
export function readTextFile(file: string): string {
  return decodeText(readBytes(file), file)
}

/**
 * Reads a file as JSON. See `readTextFile`.
 *
 * @throws Error that names the file, and the line where it stops being JSON
 */
export function readJsonFile(file: string): unknown {
  return parseJson(readTextFile(file), file)
}

/** Whether a file begins with a byte order mark, which not every program gets over. @throws Error that names the file */
export function hasByteOrderMark(file: string): boolean {
  return encodingOf(readBytes(file)).bomBytes > 0
}

/**
 * Parses JSON.
 *
 * @param name begins the message of an error: a file, or what the text is
 * @throws Error with the line, where Node.js tells it, and without the text: it may hold secrets
 */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const said = messageOf(error)
    const position = /position (\d+)/.exec(said)?.[1]
    const line =
      position === undefined || !text.includes('\n') ? '' : `:${text.slice(0, Number(position)).split('\n').length}`
    // Newer versions of Node.js quote the text itself.
    const reason = said.replace(/, (?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/s, '')
    throw new Error(`${name}${line}: not valid JSON: ${text.trim() === '' ? 'it is empty' : reason}`, { cause: error })
  }
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const said = messageOf(error)
    // Not every message of Node's has the name in it: "EISDIR: illegal operation on a directory, read".
    throw new Error(said.includes(file) ? said : `${file}: ${said}`, { cause: error })
  }
}

interface Encoding {
  label: 'utf-8' | 'utf-16le' | 'utf-16be'
  bomBytes: number
}

function encodingOf(bytes: Buffer): Encoding {
  const begin = bytes.subarray(0, 3).toString('hex')
  if (begin === 'efbbbf') return { label: 'utf-8', bomBytes: 3 }
  if (begin.startsWith('fffe')) return { label: 'utf-16le', bomBytes: 2 }
  if (begin.startsWith('feff')) return { label: 'utf-16be', bomBytes: 2 }
  return { label: 'utf-8', bomBytes: 0 }
}

function decodeText(bytes: Buffer, file: string): string {
  const { label, bomBytes } = encodingOf(bytes)
  const text = decode(bytes.subarray(bomBytes), label)
  // UTF-16 without a mark, and what is no text at all, has NUL characters in it.
  if (text === undefined || text.includes('\0'))
    throw new Error(`${file}: it is neither UTF-8 nor UTF-16 with a byte order mark: save it as UTF-8`)
  return text
}

function decode(bytes: Uint8Array, label: string): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Whether an error, or what caused it, is that there is no such file. */
export function isMissingFile(error: unknown): boolean {
  return isRecord(error) && (error['code'] === 'ENOENT' || isMissingFile(error['cause']))
}
