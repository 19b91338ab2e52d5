import { readFileSync, realpathSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'
import { deferRequire } from './defer'
import { type LazyRule, ruleFor } from './rules'
import { splitSdk, toInputPath } from './split'
import { bundleWaitingPart, loaderOf, nameOf, pack } from './waitingPart'

const NAMESPACE = 'lazy-sdk'

/**
 * Makes an esbuild plugin that keeps the parts of wx-server-sdk which a cloud call does not need out of what runs at
 * start, and out of what V8 has to parse then: in the bundle they are one packed text, unpacked and compiled when the first
 * of them is touched. Everything that the SDK offers stays, and every module exists once.
 *
 * @param projectRoot the folder with node_modules
 * @throws when a rule does not fit the installed SDK
 */
export async function lazySdk(projectRoot: string): Promise<Plugin> {
  const root = realpathSync(projectRoot)
  const split = await splitSdk(root)
  const packedPart = pack(await bundleWaitingPart(root, split))
  const rewritten = new Map<string, string>() // for each function the same
  return {
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
        if (path === 'lazy-sdk:text') return { contents: packedPart, loader: 'text' }
        if (path === 'lazy-sdk:load') return { contents: loaderOf(split), resolveDir: root }
        return { contents: `module.exports = require('lazy-sdk:load')(${JSON.stringify(nameOf(path))})` }
      })
    },
  }
}

function applyRule({ file, defer, replace = [] }: LazyRule, code: string): string {
  const replaced = replace.reduce((text, { from, to }) => {
    const [before, after, ...more] = text.split(from)
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`${file}: expected \`${from}\` once, found ${text.split(from).length - 1} times`)
    return before + to + after
  }, code)
  return defer.reduce((text, specifier) => deferRequire(text, specifier, file), replaced)
}
