import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/**
 * The unit tests that run code of each file: those that import it, and those that import what imports it. Jest would look in
 * its `roots` only. Paths are relative to the root; a file that no unit test imports is not in the map.
 */
export async function relatedTests(root: string): Promise<ReadonlyMap<string, string[]>> {
  const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map(path => `test/${path.replaceAll('\\', '/')}`)
    .filter(path => path.endsWith('.test.ts') && !path.endsWith('.e2e.test.ts'))
    .sort()
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: tests,
    outdir: 'never-written',
    bundle: true,
    packages: 'external',
    platform: 'node',
    write: false,
    metafile: true,
    logLevel: 'silent', // what is wrong is thrown
  })
  const related = new Map<string, string[]>()
  for (const { entryPoint, inputs } of Object.values(metafile.outputs)) {
    if (entryPoint === undefined) continue
    for (const file of Object.keys(inputs)) related.set(file, [...(related.get(file) ?? []), entryPoint])
  }
  return related
}
