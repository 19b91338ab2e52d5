import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from '../lib/root'

/** A file that the browser gets. */
export interface Asset {
  contentType: string
  body: string | Uint8Array
}

const PAGE = join(__dirname, 'page')

/** The page's files by path, its TypeScript bundled in memory: nothing is written, nothing comes from the network. */
export async function bundlePage(): Promise<ReadonlyMap<string, Asset>> {
  const { outputFiles } = await build({
    entryPoints: [join(PAGE, 'main.tsx')],
    absWorkingDir: ROOT,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
  })
  const [script] = outputFiles
  if (script === undefined) throw new Error('esbuild made no script of the page')
  return new Map([
    ['/', { contentType: 'text/html; charset=utf-8', body: readFileSync(join(PAGE, 'index.html')) }],
    ['/style.css', { contentType: 'text/css; charset=utf-8', body: readFileSync(join(PAGE, 'style.css')) }],
    ['/main.js', { contentType: 'text/javascript; charset=utf-8', body: script.contents }],
  ])
}
