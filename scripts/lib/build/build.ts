import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile, type Plugin } from 'esbuild'
import { API } from '../../../shared/constants'
import { ROOT } from '../root'
import { hashSources, isBuildCurrent, recordBuild } from './buildStamp'
import { lazySdk } from './lazySdk/plugin'

/** One built function: the size of its index.js. */
export interface BuiltFunction {
  name: string
  bytes: number
  gzippedBytes: number
}

/** wx-server-sdk makes 0.5 MB of it, half of them packed away; what is added on top is paid for at every cold start. */
const BUDGET_BYTES = 600_000

/** The folder that is uploaded for a function: index.js, config.json, package.json, and nothing else. */
export function builtFunctionFolder(name: string, root = ROOT): string {
  return join(root, 'dist/functions', name)
}

/** Builds the functions if the build is missing or their sources have changed since; says so on stderr. */
export async function ensureBuilt(root = ROOT): Promise<void> {
  if (isBuildCurrent(root)) return
  process.stderr.write('building the functions …\n')
  await buildFunctions(root)
}

/**
 * Builds every function of cloudbaserc.json into dist/functions.
 *
 * @throws when cloudbaserc.json and functions/ do not name the same, config.json does not carry the permission, the SDK
 * is not as the rules for what waits in it expect, or a bundle exports no `main`, requires something outside Node, or is over
 * its budget
 */
export async function buildFunctions(root = ROOT): Promise<BuiltFunction[]> {
  const names = functionNames(root)
  checkPermission(root)
  const sources = hashSources(root) // before the build: what changes meanwhile is not in it
  const plugin = await lazySdk(root)
  const built = await Promise.all(names.map(name => buildFunction(name, root, plugin)))
  for (const stale of existing(join(root, 'dist/functions')).filter(name => !names.includes(name)))
    rmSync(builtFunctionFolder(stale, root), { recursive: true, force: true })
  recordBuild(root, sources, names)
  return built
}

function functionNames(root: string): string[] {
  const { functions } = readJson(join(root, 'cloudbaserc.json')) as { functions: { name: string }[] }
  const configured = functions.map(({ name }) => name).sort()
  const written = existing(join(root, 'functions'))
    .filter(name => existsSync(join(root, 'functions', name, 'index.ts')))
    .sort()
  if (configured.join() !== written.join())
    throw new Error(
      `cloudbaserc.json names ${configured.join(', ')}, functions/*/index.ts are ${written.join(', ')}: they must be the same`,
    )
  return configured
}

function checkPermission(root: string): void {
  const config = readJson(join(root, 'shared/config.json')) as { permissions?: { openapi?: unknown } } | null
  const openapi = config?.permissions?.openapi
  if (!Array.isArray(openapi) || !openapi.includes(API))
    throw new Error(
      `shared/config.json: permissions.openapi is ${JSON.stringify(openapi)}, expected an array with "${API}"`,
    )
}

async function buildFunction(name: string, root: string, plugin: Plugin): Promise<BuiltFunction> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, 'functions', name, 'index.ts')],
    absWorkingDir: root,
    outfile: 'index.js',
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node18', // the oldest runtime that we deploy to
    format: 'cjs',
    legalComments: 'none',
    plugins: [plugin],
    metafile: true,
    write: false,
    logLevel: 'silent', // what is wrong is thrown
  })
  const { text: code } = only(outputFiles)
  const bytes = Buffer.byteLength(code)
  checkBundle(name, code, metafile)
  if (bytes > BUDGET_BYTES)
    throw new Error(`${name}: index.js has ${bytes} bytes, its budget is ${BUDGET_BYTES} (scripts/lib/build/build.ts)`)
  writeFunction(name, root, code)
  return { name, bytes, gzippedBytes: gzipSync(code).byteLength }
}

function checkBundle(name: string, code: string, { outputs }: Metafile): void {
  // esbuild ends a CommonJS file with a list of what it exports, for Node's import().
  if (!/0&&\(module\.exports=\{[^}]*\bmain\b/.test(code)) throw new Error(`functions/${name}/index.ts exports no main`)
  const outside = Object.values(outputs)
    .flatMap(({ imports }) => imports.map(({ path }) => path))
    .filter(path => !isBuiltin(path))
  if (outside.length > 0)
    throw new Error(`${name}: the bundle requires ${outside.join(', ')}, which the cloud does not have`)
}

/** Files are written beside and moved into place: whoever runs the function meanwhile never sees a half of one. */
function writeFunction(name: string, root: string, code: string): void {
  const files = new Map<string, Uint8Array | string>([
    ['index.js', code],
    ['config.json', readFileSync(join(root, 'shared/config.json'))],
    ['package.json', `${JSON.stringify({ name, private: true, main: 'index.js' }, undefined, 2)}\n`],
  ])
  const folder = builtFunctionFolder(name, root)
  mkdirSync(folder, { recursive: true })
  for (const [file, content] of files) {
    const fresh = join(root, 'dist', `.${process.pid}.${name}.${file}`)
    writeFileSync(fresh, content)
    renameSync(fresh, join(folder, file))
  }
  for (const stray of readdirSync(folder).filter(file => !files.has(file)))
    rmSync(join(folder, stray), { recursive: true, force: true })
}

function only<T>(list: readonly T[]): T {
  const [first, ...more] = list
  if (first === undefined || more.length > 0) throw new Error(`esbuild made ${list.length} files, expected one`)
  return first
}

function existing(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? [entry.name] : []))
  } catch {
    return []
  }
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
