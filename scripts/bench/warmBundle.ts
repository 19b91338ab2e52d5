import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { lazySdk } from '../lib/build/lazySdk/plugin'
import { WAITING_PART_FILE } from '../lib/build/lazySdk/waitingPart'

/**
 * Writes a function that exports the overview's `main` and, over the same SDK in the same process, `bare`: the
 * documentation's call of `cloud.openapi` alone. What two processes differ by at random is more than what `main` adds.
 */
export async function writeWarmBundle(root: string, folder: string): Promise<void> {
  const { plugin, waitingPart } = await lazySdk(root)
  await build({
    stdin: {
      contents: `
        import cloud from 'wx-server-sdk'
        export { main } from './functions/overview/index'
        export const bare = request => cloud.openapi.cloudbase.getStatistics(request)
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
  writeFileSync(join(folder, WAITING_PART_FILE), waitingPart.packed)
}
