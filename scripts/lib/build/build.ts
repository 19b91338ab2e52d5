import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile, type Plugin } from 'esbuild'
import { API } from '../../../shared/constants'
import type { FunctionKind } from '../../../shared/call/event'
import type { CloudFunction } from '../functions'
import { ROOT } from '../root'
import { readJsonFile, readTextFile } from '../textFile'
import { hashSources, isBuildCurrent, recordBuild, recordedFunctions } from './buildStamp'
import { readFunctions } from './readFunctions'
import { lazySdk } from './lazySdk/plugin'

/** One built function, and the size of its index.js. */
export interface BuiltFunction extends CloudFunction {
  bytes: number
  gzippedBytes: number
}

/** wx-server-sdk makes 0.5 MB of it, half of them packed away; what is added on top is paid for at every cold start. */
const BUDGET_BYTES = 600_000

/** The folder that is uploaded for a function: index.js, config.json, package.json, and nothing else. */
export function builtFunctionFolder(name: string, root = ROOT): string {
  return join(root, 'dist/functions', name)
}

/**
 * Builds the functions if the build is missing or their sources have changed since; says so on stderr.
 *
 * @returns what is built, in the order of cloudbaserc.json
 */
export async function ensureBuilt(root = ROOT): Promise<readonly CloudFunction[]> {
  if (isBuildCurrent(root)) return recordedFunctions(root)
  process.stderr.write('building the functions …\n')
  return buildFunctions(root)
}

/**
 * The function that serves `kind`, under whatever name it is deployed.
 *
 * @throws when there is none
 */
export function functionServing(kind: FunctionKind, functions: readonly CloudFunction[]): CloudFunction {
  const found = functions.find(each => each.kind === kind)
  if (found === undefined) throw new Error(`no function in functions/ serves '${kind}'`)
  return found
}

/**
 * Builds every function of cloudbaserc.json into dist/functions.
 *
 * @throws when the functions are not as readFunctions expects them, config.json does not carry the permission, the SDK
 * is not as the rules for what waits in it expect, or a bundle exports no `main`, requires something outside Node, or is over
 * its budget
 */
export async function buildFunctions(root = ROOT): Promise<BuiltFunction[]> {
  const functions = readFunctions(root)
  const names = functions.map(({ name }) => name)
  checkPermission(root)
  const sources = hashSources(root) // before the build: what changes meanwhile is not in it
  const plugin = await lazySdk(root)
  const built = await Promise.all(functions.map(one => buildFunction(one, root, plugin)))
  for (const stale of existing(join(root, 'dist/functions')).filter(name => !names.includes(name)))
    rmSync(builtFunctionFolder(stale, root), { recursive: true, force: true })
  recordBuild(root, sources, functions)
  return built
}

function checkPermission(root: string): void {
  const config = readJsonFile(join(root, 'shared/config.json')) as { permissions?: { openapi?: unknown } } | null
  const openapi = config?.permissions?.openapi
  if (!Array.isArray(openapi) || !openapi.includes(API))
    throw new Error(
      `shared/config.json: permissions.openapi is ${JSON.stringify(openapi)}, expected an array with "${API}"`,
    )
}

async function buildFunction({ name, kind }: CloudFunction, root: string, plugin: Plugin): Promise<BuiltFunction> {
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
  return { name, kind, bytes, gzippedBytes: gzipSync(code).byteLength }
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
    ['config.json', readTextFile(join(root, 'shared/config.json'))], // WeChat's reader may not get over a BOM
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
