import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { ALLOWED_OPENIDS_VARIABLE } from '../../../shared/constants'

/** It says nothing of what the function does, and others than tcb may rewrite it. */
const NOT_COMPARED = 'package.json'
/** What unpacks to more is no function of ours. */
const MAX_FILE_BYTES = 20_000_000
/** The variable that every version of this package reads, and hardly anything else. */
const MARK = ALLOWED_OPENIDS_VARIABLE

/** The files of a deployed function by their names, or why there are none to read. Folders in it are left out. */
export type DeployedCode = { files: Readonly<Partial<Record<string, Uint8Array>>> } | { unreadable: string }

/** @param zip as the cloud hands it out */
export function readCode(zip: Uint8Array): DeployedCode {
  try {
    const filter = ({ name, originalSize }: { name: string; originalSize: number }): boolean =>
      !name.includes('/') && originalSize <= MAX_FILE_BYTES
    return { files: unzipSync(zip, { filter }) }
  } catch {
    return { unreadable: `the ${zip.length} bytes that the cloud has of it are not a complete zip` }
  }
}

/**
 * How deployed code differs from the build; `undefined` when it is the build. What else there may be beside it is not looked at.
 *
 * @param folder the built function
 */
export function findCodeDifference(code: DeployedCode, folder: string): string | undefined {
  if ('unreadable' in code) return `does not have the code of this build: ${code.unreadable}`
  const differences = readdirSync(folder)
    .filter(file => file !== NOT_COMPARED)
    .flatMap(file => {
      const deployed = code.files[file]
      if (deployed === undefined) return [`its ${file} is missing`]
      return readFileSync(join(folder, file)).equals(deployed) ? [] : [`its ${file} is another`]
    })
  return differences.length === 0
    ? undefined
    : `does not have the code of this build (it is older, newer, or another checkout's): ${differences.join(', ')}`
}

/** Whether the code is recognisably this package's, of whatever version. */
export function isOurs(code: DeployedCode): boolean {
  if ('unreadable' in code) return false
  const { 'index.js': index } = code.files
  return index !== undefined && Buffer.from(index).includes(MARK)
}
