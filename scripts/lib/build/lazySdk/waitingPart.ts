import { isBuiltin } from 'node:module'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'esbuild'
import { type Split, toInputPath } from './split'

/** Bundles the modules that wait into one text. Whatever they share with what runs at start they ask `require` for. */
export async function bundleWaitingPart(root: string, split: Split): Promise<string> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `module.exports = ${requireTable(split.entries)}`, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'shared-modules',
        setup(build) {
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
    Object.values(metafile.outputs).flatMap(output => output.imports),
    split.shared.map(nameOf),
  )
  return outputFiles[0]?.text ?? ''
}

function checkExternals(imports: readonly { path: string; kind: string }[], shared: readonly string[]): void {
  for (const { path, kind } of imports) {
    if (!isBuiltin(path) && !shared.includes(path))
      throw new Error(`wx-server-sdk requires ${path}, which the cloud does not have`)
    // a text that is compiled at run time cannot `import()`
    if (kind !== 'require-call') throw new Error(`wx-server-sdk loads ${path} by ${kind}, expected require()`)
  }
}

/** A quarter of the size, so that less is read at start; text, because index.js is UTF-8. */
export function pack(code: string): string {
  return brotliCompressSync(code).toString('base64')
}

/** The code that unpacks and compiles the waiting part when it is first asked for one of its entries. */
export function loaderOf({ shared }: Split): string {
  return `
    const shared = ${requireTable(shared)}
    let entries
    module.exports = path => (entries ??= compile())[path]()
    function compile() {
      const { compileFunction } = require('vm')
      const { brotliDecompressSync } = require('zlib')
      const code = brotliDecompressSync(Buffer.from(require('lazy-sdk:text'), 'base64'))
      const module = { exports: {} }
      const ask = path => Object.hasOwn(shared, path) ? shared[path]() : require(path)
      compileFunction(code.toString(), ['module', 'exports', 'require'], { filename: 'wx-server-sdk.lazy.js' })(module, module.exports, ask)
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
