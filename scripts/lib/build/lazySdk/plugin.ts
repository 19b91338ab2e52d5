import { readFileSync, realpathSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'
import { deferRequire } from './defer'
import { type LazyRule, replaceTexts, ruleFor } from './rules'
import { splitSdk, toInputPath } from './split'
import { bundleLazyPart, loaderOf, nameOf, type LazyPart } from './lazyPart'

const NAMESPACE = 'lazy-sdk'

/** How a function is bundled with wx-server-sdk. */
export interface LazySdk {
  /** For esbuild: takes the lazy part out of the bundle. */
  plugin: Plugin
  /** What has to stand beside the bundle. */
  lazyPart: LazyPart
}

/**
 * Keeps the parts of wx-server-sdk which a cloud call does not need out of what runs at start, and out of what V8 has to
 * parse then: they are one packed file beside the bundle, read and compiled when the first of them is used. Everything
 * that the SDK offers stays, and every module exists once.
 *
 * @param projectRoot the folder with node_modules
 * @throws when a rule does not fit the installed SDK
 */
export async function lazySdk(projectRoot: string): Promise<LazySdk> {
  const root = realpathSync(projectRoot)
  const split = await splitSdk(root)
  const lazyPart = await bundleLazyPart(root, split)
  const rewritten = new Map<string, string>() // for each function the same
  const plugin: Plugin = {
    name: NAMESPACE,
    setup(build) {
      build.onLoad({ filter: /[\\/]node_modules[\\/].*\.js$/ }, ({ path }) => {
        const rule = ruleFor(path)
        if (rule === undefined) return undefined
        const contents = rewritten.get(path) ?? applyRule(rule, readFileSync(path, 'utf8'))
        rewritten.set(path, contents)
        return { contents }
      })
      build.onResolve({ filter: /^/, namespace: 'file' }, ({ importer, path }) => {
        if (ruleFor(importer)?.defer.includes(path) !== true || isBuiltin(path)) return undefined
        return { path: split.resolve(toInputPath(root, importer), path) ?? path, namespace: NAMESPACE }
      })
      build.onResolve({ filter: /^lazy-sdk:/, namespace: NAMESPACE }, ({ path }) => ({ path, namespace: NAMESPACE }))
      build.onLoad({ filter: /^/, namespace: NAMESPACE }, ({ path }) => {
        if (path === 'lazy-sdk:load') return { contents: loaderOf(split), resolveDir: root }
        return { contents: `module.exports = require('lazy-sdk:load')(${JSON.stringify(nameOf(path))})` }
      })
    },
  }
  return { plugin, lazyPart }
}

function applyRule(rule: LazyRule, code: string): string {
  return rule.defer.reduce((text, specifier) => deferRequire(text, specifier, rule.file), replaceTexts(rule, code))
}
