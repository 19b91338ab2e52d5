import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import { build } from 'esbuild'
import { type Bundle, CLOUD_BUNDLE, toBundle } from '../bundle'
import { withExtensionsOnly } from './mimeTypes'
import { type Split, toInputPath } from './split'

/** The file of the lazy part, beside index.js. */
export const LAZY_PART_FILE = 'wx-server-sdk.lazy.br'
/** What its code is called in stack traces. */
export const LAZY_PART_SOURCE = 'wx-server-sdk.lazy.js'

/** The modules of the SDK that are loaded at first use. */
export interface LazyPart extends Bundle {
  /** What LAZY_PART_FILE holds: the code, packed to a fifth of its size. No start reads it. */
  packed: Uint8Array
}

/** Bundles the modules that are loaded at first use. Whatever they share with what runs at start they ask `require` for. */
export async function bundleLazyPart(root: string, split: Split): Promise<LazyPart> {
  const result = await build({
    ...CLOUD_BUNDLE,
    stdin: { contents: `module.exports = ${requireTable(split.entries)}`, resolveDir: root },
    absWorkingDir: root,
    outfile: LAZY_PART_SOURCE,
    plugins: [
      {
        name: 'shared-modules',
        setup(build) {
          build.onLoad({ filter: /[\\/]mime-db[\\/]db\.json$/ }, ({ path }) => ({
            contents: withExtensionsOnly(readFileSync(path, 'utf8')),
            loader: 'json',
          }))
          build.onResolve({ filter: /^/, namespace: 'file' }, ({ importer, path }) => {
            const target = split.resolve(toInputPath(root, importer), path)
            return target !== undefined && split.shared.includes(target)
              ? { path: nameOf(target), external: true }
              : undefined
          })
        },
      },
    ],
  })
  checkExternals(
    Object.values(result.metafile.outputs).flatMap(output => output.imports),
    split.shared.map(nameOf),
  )
  const bundle = toBundle(result)
  return { ...bundle, packed: await pack(bundle.code, root) }
}

function checkExternals(imports: readonly { path: string; kind: string }[], shared: readonly string[]): void {
  for (const { path, kind } of imports) {
    if (!isBuiltin(path) && !shared.includes(path))
      throw new Error(`wx-server-sdk requires ${path}, which the cloud does not have`)
    // a text that is compiled at run time cannot `import()`
    if (kind !== 'require-call') throw new Error(`wx-server-sdk loads ${path} by ${kind}, expected require()`)
  }
}

/**
 * Packs code as small as brotli can. That takes more than a second, and the code changes with the SDK alone: the result is
 * kept where build tools keep such things, below node_modules.
 */
async function pack(code: string, root: string): Promise<Uint8Array> {
  const folder = join(root, 'node_modules/.cache/wx-server-sdk.lazy')
  const kept = join(folder, `${createHash('sha256').update(code).digest('hex')}.br`)
  try {
    return readFileSync(kept)
  } catch {
    const packed = await promisify(brotliCompress)(code)
    keep(folder, kept, packed)
    return packed
  }
}

function keep(folder: string, file: string, packed: Uint8Array): void {
  const fresh = join(folder, randomUUID())
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(fresh, packed)
    renameSync(fresh, file)
  } catch {
    return // node_modules that cannot be written to: the next build packs again
  }
}

/** The code that unpacks and compiles the lazy part, a file in its own folder, when it is first asked for one of its entries. */
export function loaderOf({ shared }: Split): string {
  return `
    const shared = ${requireTable(shared)}
    let entries
    module.exports = path => (entries ??= compile())[path]()
    function compile() {
      const { readFileSync } = require('fs')
      const { join } = require('path')
      const { compileFunction } = require('vm')
      const { brotliDecompressSync } = require('zlib')
      const code = brotliDecompressSync(readFileSync(join(__dirname, '${LAZY_PART_FILE}')))
      const module = { exports: {} }
      const ask = path => Object.hasOwn(shared, path) ? shared[path]() : require(path)
      compileFunction(code.toString(), ['module', 'exports', 'require'], { filename: '${LAZY_PART_SOURCE}' })(module, module.exports, ask)
      return module.exports
    }`
}

/** An object literal with a function for each module, which loads it. */
function requireTable(paths: readonly string[]): string {
  const table = paths.map(path => `${JSON.stringify(nameOf(path))}: () => require(${JSON.stringify(`./${path}`)})`)
  return `{ ${table.join(', ')} }`
}

/** What a module is called in the bundle: its path from node_modules on, wherever that is. */
export function nameOf(path: string): string {
  return path.slice(path.indexOf('node_modules/'))
}
