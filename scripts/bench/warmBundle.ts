import { join } from 'node:path'
import { build } from 'esbuild'
import { lazySdk } from '../lib/build/lazySdk/plugin'

/**
 * Writes a function that exports the overview's `main` and, over the same SDK in the same process, `bare`: the
 * documentation's call of `cloud.openapi` alone. What two processes differ by at random is more than what `main` adds.
 */
export async function writeWarmBundle(root: string, folder: string): Promise<void> {
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
    plugins: [await lazySdk(root)],
    logLevel: 'silent', // what is wrong is thrown
  })
}
