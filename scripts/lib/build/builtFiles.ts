import { join } from 'node:path'
import { ROOT } from '../root'

/** The folder that is uploaded for a function: index.js, the file that it reads, config.json, package.json, and nothing else. */
export function builtFunctionFolder(name: string, root = ROOT): string {
  return join(root, 'dist/functions', name)
}

/**
 * The file of a source map, relative to the root: beside the folders that are uploaded.
 *
 * @param source a function's name, for its index.js; or LAZY_PART_SOURCE
 */
export function sourceMapFile(source: string): string {
  return `dist/maps/${source}.map`
}
