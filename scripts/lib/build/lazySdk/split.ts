import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { build, type Metafile, type Plugin } from 'esbuild'
import { LAZY_RULES, type LazyRule, replaceTexts, ruleFor } from './rules'

/** How the modules of the SDK divide: what runs at start, and what is loaded at first use. Paths are relative to the root. */
export interface Split {
  /** The lazy modules that are required by what runs at start. */
  entries: readonly string[]
  /** The modules that run at start which lazy ones need as well: one instance serves both. */
  shared: readonly string[]
  /** What the file `importer` means by `specifier`; `undefined` for a module of Node's. */
  resolve(importer: string, specifier: string): string | undefined
}

type Inputs = Metafile['inputs']

/**
 * Divides the SDK along the rules.
 *
 * @throws when a rule names a file or a module that the SDK does not have (any more), or puts off a module that is
 * loaded at start from elsewhere all the same
 */
export async function splitSdk(root: string): Promise<Split> {
  const { metafile } = await build({
    entryPoints: ['wx-server-sdk'],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    metafile: true,
    write: false,
    logLevel: 'silent',
    plugins: [REPLACED],
  })
  const { inputs } = metafile
  const resolve = (importer: string, specifier: string): string | undefined =>
    inputs[importer]?.imports.find(({ original }) => original === specifier)?.path
  const sdk = Object.keys(inputs).find(path => path.endsWith('node_modules/wx-server-sdk/index.js'))
  if (sdk === undefined) throw new Error('wx-server-sdk/index.js is not what the package wx-server-sdk loads')
  for (const rule of LAZY_RULES)
    if (!Object.keys(inputs).some(path => ruleFor(path) === rule))
      throw new Error(`wx-server-sdk does not load ${rule.file}, for which there is a rule`)
  const eager = reach([sdk], path => importsOf(inputs, path, ruleFor(path)))
  const entries = [...new Set(Object.keys(inputs).flatMap(path => entriesOf(path, ruleFor(path), resolve)))]
  for (const entry of entries)
    if (eager.has(entry)) throw new Error(`${entry} is deferred by a rule, but loaded at start from elsewhere`)
  const lazy = reach(entries, path => (eager.has(path) ? [] : importsOf(inputs, path)))
  return { entries, shared: [...lazy].filter(path => eager.has(path)), resolve }
}

/** What a rule cuts out of a file, the file does not load. */
const REPLACED: Plugin = {
  name: 'replaced',
  setup(build) {
    build.onLoad({ filter: /[\\/]node_modules[\\/].*\.js$/ }, ({ path }) => {
      const rule = ruleFor(path)
      return rule === undefined ? undefined : { contents: replaceTexts(rule, readFileSync(path, 'utf8')) }
    })
  },
}

function importsOf(inputs: Inputs, path: string, rule?: LazyRule): string[] {
  const imports = inputs[path]?.imports ?? []
  return imports.flatMap(({ path: target, external, original }) =>
    external === true || (original !== undefined && rule?.defer.includes(original)) ? [] : [target],
  )
}

function entriesOf(path: string, rule: LazyRule | undefined, resolve: Split['resolve']): string[] {
  return (rule?.defer ?? []).flatMap(specifier => resolve(path, specifier) ?? [])
}

function reach(from: readonly string[], next: (path: string) => readonly string[]): Set<string> {
  const reached = new Set(from)
  for (const path of reached) for (const target of next(path)) reached.add(target)
  return reached
}

/** As esbuild's metafile names a file: relative to the root, with slashes. */
export function toInputPath(root: string, path: string): string {
  return relative(root, path).split(sep).join('/')
}
