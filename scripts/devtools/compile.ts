import { readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { transformSync } from 'esbuild'
import ts from 'typescript'
import { ROOT } from '../lib/root'

/** The sources of the mini program. */
export const MINI_PROGRAM = join(ROOT, 'scripts/devtools/miniprogram')

/** Where the folder that is copied into other apps keeps what it needs of shared/. */
const SHARED_INSIDE = 'sms-statistics/shared'

/** What ECharts is bundled into (bundleEcharts.ts), in place of what the compiler makes of it. */
export const ECHARTS = 'sms-statistics/chart/echarts.js'

/** What an app may call by itself, and is typed for it. */
const TYPED = ['sms-statistics/client.d.ts', 'sms-statistics/chart/index.d.ts']

/** Files of the mini program by their path in it. */
export type Files = ReadonlyMap<string, string>

/**
 * Compiles the mini program: readable JavaScript, comments and all, and the types of what an app may call by itself. What
 * it needs of `shared/` comes along inside `sms-statistics/`, so that this folder stands alone.
 *
 * @throws when something outside of the mini program and `shared/` is imported: a mini program has no packages
 */
export function compileMiniProgram(): Files {
  const { fileNames, options } = readConfig()
  const scripts = fileNames.map(file => pathInMiniProgram(posixPath(file)).replace(/\.ts$/, '.js'))
  return reachable([...scripts, ...TYPED], path => compile(path, options))
}

function readConfig(): ts.ParsedCommandLine {
  const config = join(MINI_PROGRAM, 'tsconfig.json')
  const parsed = ts.getParsedCommandLineOfConfigFile(
    config,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  )
  if (parsed === undefined) throw new Error(`${config} cannot be read`)
  return parsed
}

/**
 * A script of the mini program, or types, of their one source: a program of all sources and their packages' types would
 * take five times as long, and types are checked by `npm run typecheck`.
 *
 * @throws when the types do not stand in the source: what another file exports would have to be read for them
 */
function compile(path: string, options: ts.CompilerOptions): string {
  const source = pathOfSource(path)
  const given = { compilerOptions: { ...options, declaration: true }, fileName: source, reportDiagnostics: true }
  const text = readFileSync(join(ROOT, source), 'utf8')
  const isTypes = path.endsWith('.d.ts')
  const { outputText, diagnostics } = isTypes ? ts.transpileDeclaration(text, given) : ts.transpileModule(text, given)
  diagnostics?.forEach(fail)
  const isSharedScript = path.startsWith(`${SHARED_INSIDE}/`) && !isTypes
  return pointInside(source, isSharedScript ? withoutComments(outputText) : outputText)
}

/** What is shared is read in `shared/`, where its comments stand: here each kB of them would be downloaded by every user. */
function withoutComments(script: string): string {
  return transformSync(script, { target: 'es2018', charset: 'utf8' }).code
}

function fail({ file, messageText }: ts.Diagnostic): never {
  throw new Error(
    `${file === undefined ? '' : `${file.fileName}: `}${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
  )
}

function posixPath(file: string): string {
  return relative(ROOT, file).split(sep).join('/')
}

/** Where a file of the repository stands in the mini program. */
function pathInMiniProgram(path: string): string {
  if (path.startsWith('shared/')) return path.replace('shared', SHARED_INSIDE)
  return path.replace('scripts/devtools/miniprogram/', '')
}

/** The file of the repository that a script or types of the mini program are made of. */
function pathOfSource(path: string): string {
  const source = path.replace(/\.(?:d\.ts|js)$/, '.ts')
  if (source.startsWith(`${SHARED_INSIDE}/`)) return source.replace(SHARED_INSIDE, 'shared')
  return `scripts/devtools/miniprogram/${source}`
}

/** A text whose relative imports lead to where the files stand in the mini program. */
function pointInside(path: string, text: string): string {
  const here = posix.dirname(pathInMiniProgram(path))
  let pointed = text
  // From the last to the first, so that the places of the others stay right.
  for (const { fileName, pos } of importsOf(text).reverse()) {
    if (!fileName.startsWith('.')) continue
    const target = posix.relative(here, pathInMiniProgram(posix.join(posix.dirname(path), fileName)))
    const begin = pos + 1 // behind the quote
    pointed =
      pointed.slice(0, begin) +
      (target.startsWith('.') ? target : `./${target}`) +
      pointed.slice(begin + fileName.length)
  }
  return pointed
}

/** The imports of TypeScript, and the `require` calls of JavaScript, with their places. */
function importsOf(text: string): ts.FileReference[] {
  return ts.preProcessFile(text, true, true).importedFiles
}

/** The entries and what they need: JavaScript needs JavaScript, types need types. */
function reachable(entries: readonly string[], textOf: (path: string) => string): Files {
  const found = new Map<string, string>()
  const visit = (path: string): void => {
    if (found.has(path)) return
    const text = textOf(path)
    found.set(path, text)
    const ending = path.endsWith('.d.ts') ? '.d.ts' : '.js'
    if (path === ECHARTS) return // bundled by itself
    for (const { fileName } of importsOf(text)) {
      if (!fileName.startsWith('.')) throw new Error(`${path} imports ${fileName}: a mini program has no packages`)
      visit(posix.join(posix.dirname(path), fileName) + ending)
    }
  }
  for (const entry of entries) visit(entry)
  return found
}
