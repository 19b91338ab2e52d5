/** Makes of a mini program's folder what the host in the browser runs (host/). */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { build } from 'esbuild'
import { TmplGroup } from 'glass-easel-template-compiler'
import postcss from 'postcss'
import type { PackedApp } from './host/protocol'

interface AppJson {
  pages: string[]
  subPackages?: { root: string; pages: string[] }[]
  darkmode?: boolean
}

/**
 * @param folder a mini program: app.json, app.js, pages
 * @throws when a template does not compile
 */
export function packApp(folder: string): PackedApp {
  const app = readJson(join(folder, 'app.json')) as AppJson
  const pages = [
    ...app.pages,
    ...(app.subPackages ?? []).flatMap(({ root, pages }) => pages.map(page => posix.join(root, page))),
  ]
  const configs = withComponents(folder, pages)
  const paths = Object.keys(configs)
  const styles = ['app', ...paths].flatMap((path, at) => {
    const file = join(folder, `${path}.wxss`)
    if (!existsSync(file)) return []
    // A component's classes are its own: glass-easel writes them with a prefix, and the style sheet has to match.
    const prefix = configs[path]?.component ? `component${at}` : undefined
    return [[path, { css: toCss(readFileSync(file, 'utf8'), prefix), ...(prefix && { prefix }) }] as const]
  })
  return {
    scripts: Object.fromEntries(scriptsIn(folder).map(path => [path, readFileSync(join(folder, path), 'utf8')])),
    configs,
    styles: Object.fromEntries(styles),
    templates: compileTemplates(folder, paths),
    darkmode: app.darkmode ?? false,
  }
}

/** Pages, and the components that they use, each with its settings. */
function withComponents(folder: string, paths: readonly string[]): PackedApp['configs'] {
  const configs: PackedApp['configs'] = {}
  const add = (path: string): void => {
    if (path in configs) return
    const config = readJson(join(folder, `${path}.json`)) as PackedApp['configs'][string]
    configs[path] = config
    for (const used of Object.values(config.usingComponents ?? {}))
      add(used.startsWith('/') ? used.slice(1) : posix.join(posix.dirname(path), used))
  }
  for (const path of paths) add(path)
  return configs
}

function compileTemplates(folder: string, paths: readonly string[]): string {
  const group = new TmplGroup()
  for (const path of paths) {
    const warnings = group.addTmpl(path, readFileSync(join(folder, `${path}.wxml`), 'utf8')) as { message: string }[]
    if (warnings.length > 0) throw new Error(`${path}.wxml: ${warnings.map(({ message }) => message).join('; ')}`)
  }
  return group.getTmplGenObjectGroups()
}

/** WXSS as CSS: rpx are 750 to the width of the screen, and a component's class names have its prefix. */
function toCss(wxss: string, prefix: string | undefined): string {
  const root = postcss.parse(wxss)
  root.walkDecls(declaration => {
    declaration.value = declaration.value.replace(/(-?[\d.]+)rpx/g, 'calc(100vw * $1 / 750)')
  })
  if (prefix !== undefined)
    root.walkRules(rule => {
      rule.selector = rule.selector.replace(/\.(?=[a-z_])/gi, `.${prefix}--`)
    })
  return root.toString()
}

function scriptsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.js'))
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** The host as one script for the browser. */
export async function bundleHost(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'host/host.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"development"' }, // its warnings are faults of the page
  })
  const [script] = outputFiles
  if (script === undefined) throw new Error('esbuild made no script of the host')
  return script.text
}

/** The tags of a mini program as WeChat lays them out, as far as pages rely on it. */
export const DEFAULT_STYLES = `
  body { margin: 0; font-family: system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; font-size: 16px; }
  page, view, picker, canvas { display: block; }
  * { -webkit-tap-highlight-color: transparent; user-select: none; }
  text { display: inline; white-space: pre-line; }
  text[user-select] { display: inline-block; user-select: text; }
  [hidden] { display: none !important; }
  canvas { width: 300px; height: 150px; }
  input { box-sizing: border-box; border: 0; margin: 0; padding: 0; background: none; font: inherit; outline: none; }
`
