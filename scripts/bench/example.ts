import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import * as v from 'valibot'

/** The cloud call of WeChat's page, word for word, but that the request comes as the event. */
const INDEX = `const cloud = require('wx-server-sdk')
cloud.init({
  env: cloud.DYNAMIC_CURRENT_ENV,
})
exports.main = async (event, context) => {
  try {
    const result = await cloud.openapi.cloudbase.getStatistics(event)
    return result
  } catch (err) {
    return err
  }
}
`
const PackageSchema = v.object({ dependencies: v.optional(v.record(v.string(), v.string()), {}) })

/**
 * Writes the documentation's example as it is deployed the usual way: index.js, and node_modules with wx-server-sdk and
 * all that it depends on, taken from the node_modules of `root`.
 */
export function writeExample(root: string, folder: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'index.js'), INDEX)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: { 'wx-server-sdk': '*' } }))
  for (const path of dependencyFolders(root, 'wx-server-sdk'))
    cpSync(join(root, path), join(folder, path), { recursive: true, filter: notNested(join(root, path)) })
}

/** The folders of a package and of all that it depends on, relative to `root`. */
function dependencyFolders(root: string, name: string): Set<string> {
  const folders = new Set([findPackage(root, root, name)])
  for (const folder of folders) {
    const { dependencies } = v.parse(
      PackageSchema,
      JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
    )
    for (const dependency of Object.keys(dependencies)) folders.add(findPackage(root, join(root, folder), dependency))
  }
  return folders
}

/** As Node looks for it: in the node_modules beside `from`, then further and further up. */
function findPackage(root: string, from: string, name: string): string {
  const found = join(from, 'node_modules', name)
  if (existsSync(join(found, 'package.json'))) return relative(root, found)
  if (from === root) throw new Error(`${name} is not installed; run: npm ci`)
  return findPackage(root, dirname(from), name)
}

/** A node_modules inside a package holds packages of its own: they are copied if something depends on them. */
function notNested(folder: string): (path: string) => boolean {
  return path => path !== join(folder, 'node_modules')
}
