import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { FUNCTION_KINDS } from '../functionKinds'
import type { CloudFunction } from '../functions'

/** What goes into the bundles, or decides how they are made. */
const SOURCES = ['functions', 'shared', 'scripts/lib/build', 'cloudbaserc.json', 'package-lock.json']
const BUILT = 'dist/functions'
const STAMP = 'dist/.build.json'
const Hashes = v.record(v.string(), v.string())
const StampSchema = v.object({
  sources: Hashes,
  built: Hashes,
  functions: v.array(v.object({ name: v.string(), kind: v.picklist(FUNCTION_KINDS) })),
})

/** The content of each file, as a hash. Paths are relative to the root. */
export type FileHashes = Readonly<Record<string, string>>

/** Whether the build in `root` is unchanged, and made from the current sources (by content, not by date). */
export function isBuildCurrent(root: string): boolean {
  return outdatedFiles(root).length === 0
}

/**
 * Why the build in `root` is not current: which of its files, and which sources, were changed, added or removed since.
 * Empty when it is current.
 */
export function outdatedFiles(root: string): string[] {
  const stamp = readStamp(root)
  if (stamp === undefined) return [BUILT]
  return [...differing(hashFiles(root, [BUILT]), stamp.built), ...differing(hashSources(root), stamp.sources)]
}

function differing(now: FileHashes, then: FileHashes): string[] {
  const known = new Set([...Object.keys(then), ...Object.keys(now)])
  return [...known].filter(file => now[file] !== then[file])
}

/** Notes that a build in `root` begins: until it is recorded there is none, whatever is in dist. */
export function forgetBuild(root: string): void {
  rmSync(join(root, STAMP), { force: true })
}

/** Notes that the build in `root`, as it is there now, was made from the given sources. */
export function recordBuild(root: string, sources: FileHashes, functions: readonly CloudFunction[]): void {
  writeFileSync(join(root, STAMP), `${JSON.stringify({ sources, built: hashFiles(root, [BUILT]), functions })}\n`)
}

/** The functions that the build in `root` holds; none when there is no build. */
export function recordedFunctions(root: string): readonly CloudFunction[] {
  return readStamp(root)?.functions ?? []
}

/** Reads the sources in `root`; pages of documentation among them are none. */
export function hashSources(root: string): FileHashes {
  return hashFiles(root, SOURCES, file => !file.endsWith('.md'))
}

function hashFiles(root: string, paths: readonly string[], counts: (file: string) => boolean = () => true): FileHashes {
  const files = paths.flatMap(path => filesIn(root, path))
  return Object.fromEntries(
    files.filter(counts).map(file => [
      file,
      createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest('base64'),
    ]),
  )
}

/** `undefined` when there is no stamp, or not one of ours. */
function readStamp(root: string): v.InferOutput<typeof StampSchema> | undefined {
  try {
    return v.parse(StampSchema, JSON.parse(readFileSync(join(root, STAMP), 'utf8')))
  } catch {
    return undefined
  }
}

function filesIn(root: string, path: string): string[] {
  const absolute = join(root, path)
  if (!existsSync(absolute)) return []
  if (statSync(absolute).isFile()) return [path]
  return readdirSync(absolute).flatMap(name => filesIn(root, `${path}/${name}`))
}
