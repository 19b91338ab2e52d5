import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What goes into the bundles, or decides how they are made. */
const SOURCES = ['functions', 'shared', 'scripts/lib', 'cloudbaserc.json', 'package-lock.json']
const STAMP = 'dist/.build.json'

/** Whether the build in `root` is there and was made from the sources as they are now (by content, not by date). */
export function isBuildCurrent(root: string): boolean {
  const stamp = join(root, STAMP)
  if (!existsSync(stamp)) return false
  const { sources, functions } = JSON.parse(readFileSync(stamp, 'utf8')) as { sources: string; functions: string[] }
  const present = functions.every(name => existsSync(join(root, 'dist/functions', name, 'index.js')))
  return present && sources === hashOfSources(root)
}

/** Notes that the build in `root` was made from the sources as they are now. */
export function recordBuild(root: string): void {
  const functions = readdirSync(join(root, 'dist/functions'))
  writeFileSync(join(root, STAMP), `${JSON.stringify({ sources: hashOfSources(root), functions })}\n`)
}

function hashOfSources(root: string): string {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const file of filesIn(join(root, source)))
      hash.update(`${file.slice(root.length)}\n`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function filesIn(path: string): string[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap(name => filesIn(join(path, name)))
}
