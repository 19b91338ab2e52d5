import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { lazySdk } from '../lib/build/lazySdk/plugin'
import { LAZY_PART_FILE } from '../lib/build/lazySdk/lazyPart'

/**
 * Writes a function whose `main` is the overview's and, for an event `{ bare: request }`, over the same SDK in the same process,
 * the documentation's call of `cloud.openapi` alone. What two processes differ by at random is more than what ours adds.
 *
 * @param overview the name of the function that serves it
 */
export async function writeWarmBundle(root: string, overview: string, folder: string): Promise<void> {
  const { plugin, lazyPart } = await lazySdk(root)
  await build({
    stdin: {
      contents: `
        import cloud from 'wx-server-sdk'
        import { main as overview } from './functions/${overview}/index'
        export const main = (event, context) =>
          'bare' in event ? cloud.openapi.cloudbase.getStatistics(event.bare) : overview(event, context)
      `,
      resolveDir: root,
      sourcefile: 'warm.js',
    },
    absWorkingDir: root,
    outfile: join(folder, 'index.js'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    plugins: [plugin],
    logLevel: 'silent', // what is wrong is thrown
  })
  writeFileSync(join(folder, LAZY_PART_FILE), lazyPart.packed)
}
