import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile, type Plugin } from 'esbuild'
import { API } from '../../../shared/constants'
import type { CloudFunction } from '../functions'
import { ROOT } from '../root'
import { readJsonFile, readTextFile } from '../textFile'
import { forgetBuild, hashSources, recordBuild } from './buildStamp'
import { builtFunctionFolder, sourceMapFile } from './builtFiles'
import { type Bundle, CLOUD_BUNDLE, toBundle } from './bundle'
import { compileAtOnce } from './compileAtOnce'
import { lazySdk } from './lazySdk/plugin'
import { LAZY_PART_FILE, LAZY_PART_SOURCE, type LazyPart } from './lazySdk/lazyPart'
import { noticesOf } from './notices'
import { readFunctions } from './readFunctions'

/** One built function, and the size of its index.js. */
export interface BuiltFunction extends CloudFunction {
  bytes: number
  gzippedBytes: number
}

/** wx-server-sdk makes 0.25 MB of index.js, all of it read at every cold start; what is added on top is paid for there too. */
const BUDGET_BYTES = 330_000

/**
 * Builds every function of cloudbaserc.json into dist/functions. Beside them, where nothing is uploaded: their source maps,
 * and the notices that the licences of their packages ask for.
 *
 * @throws when the functions are not as readFunctions expects them, config.json does not carry the permission, the SDK
 * is not as the rules for what waits in it expect, or a bundle exports no `main`, requires something outside Node, or is over
 * its budget
 */
export async function buildFunctions(root = ROOT): Promise<BuiltFunction[]> {
  forgetBuild(root)
  const functions = readFunctions(root)
  checkPermission(root)
  const sources = hashSources(root) // before the build: what changes meanwhile is not in it
  const sdk = await lazySdk(root)
  const built = await Promise.all(
    functions.map(async one => ({ ...one, bundle: await bundleFunction(one.name, root, sdk.plugin) })),
  )
  for (const { name, bundle } of built) writeFunction(name, bundle, sdk.lazyPart, root)
  const notices = noticesOf(root, [sdk.lazyPart, ...built.map(({ bundle }) => bundle)])
  writeWhole(root, sourceMapFile(LAZY_PART_SOURCE), sdk.lazyPart.map)
  writeWhole(root, 'dist/NOTICES.txt', notices)
  const names = functions.map(({ name }) => name)
  removeOthers(join(root, 'dist/functions'), names)
  removeOthers(
    join(root, 'dist/maps'),
    [...names, LAZY_PART_SOURCE].map(source => basename(sourceMapFile(source))),
  )
  recordBuild(root, sources, functions)
  return built.map(({ name, kind, bundle }) => ({ name, kind, ...sizeOf(bundle.code) }))
}

function checkPermission(root: string): void {
  const config = readJsonFile(join(root, 'shared/config.json')) as { permissions?: { openapi?: unknown } } | null
  const openapi = config?.permissions?.openapi
  if (!Array.isArray(openapi) || !openapi.includes(API))
    throw new Error(
      `shared/config.json: permissions.openapi is ${JSON.stringify(openapi)}, expected an array with "${API}"`,
    )
}

async function bundleFunction(name: string, root: string, plugin: Plugin): Promise<Bundle> {
  const result = await build({
    ...CLOUD_BUNDLE,
    entryPoints: [join(root, 'functions', name, 'index.ts')],
    absWorkingDir: root,
    outfile: 'index.js',
    plugins: [plugin],
  })
  const bundle = compileAtOnce(toBundle(result))
  checkBundle(name, bundle, result.metafile)
  return bundle
}

function checkBundle(name: string, { code }: Bundle, { outputs }: Metafile): void {
  // esbuild ends a CommonJS file with a list of what it exports, for Node's import().
  if (!/0&&\(module\.exports=\{[^}]*\bmain\b/.test(code)) throw new Error(`functions/${name}/index.ts exports no main`)
  const outside = Object.values(outputs)
    .flatMap(({ imports }) => imports.map(({ path }) => path))
    .filter(path => !isBuiltin(path))
  if (outside.length > 0)
    throw new Error(`${name}: the bundle requires ${outside.join(', ')}, which the cloud does not have`)
  const { bytes } = sizeOf(code)
  if (bytes > BUDGET_BYTES)
    throw new Error(
      `${name}: index.js has ${bytes} bytes, its budget is ${BUDGET_BYTES} (scripts/lib/build/buildFunctions.ts)`,
    )
}

function sizeOf(code: string): Pick<BuiltFunction, 'bytes' | 'gzippedBytes'> {
  return { bytes: Buffer.byteLength(code), gzippedBytes: gzipSync(code).byteLength }
}

function writeFunction(name: string, { code, map }: Bundle, { packed }: LazyPart, root: string): void {
  const files = new Map<string, Uint8Array | string>([
    [LAZY_PART_FILE, packed], // before index.js, which reads it
    ['index.js', code],
    ['config.json', readTextFile(join(root, 'shared/config.json'))], // WeChat's reader may not get over a BOM
    ['package.json', `${JSON.stringify({ name, private: true, main: 'index.js' }, undefined, 2)}\n`],
  ])
  for (const [file, content] of files) writeWhole(root, `dist/functions/${name}/${file}`, content)
  removeOthers(builtFunctionFolder(name, root), [...files.keys()])
  writeWhole(root, sourceMapFile(name), map)
}

/** Writes beside and moves into place: whoever runs the function meanwhile never sees a half of one. */
function writeWhole(root: string, file: string, content: Uint8Array | string): void {
  const fresh = join(root, 'dist', `.${randomUUID()}`)
  mkdirSync(join(root, dirname(file)), { recursive: true })
  writeFileSync(fresh, content)
  renameSync(fresh, join(root, file))
}

function removeOthers(folder: string, names: readonly string[]): void {
  for (const other of readdirSync(folder).filter(name => !names.includes(name)))
    rmSync(join(folder, other), { recursive: true, force: true })
}
