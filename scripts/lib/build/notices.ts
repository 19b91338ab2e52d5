import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Bundle } from './bundle'

const PackageJson = v.object({
  name: v.string(),
  version: v.string(),
  license: v.optional(v.unknown()),
})
const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-]|$)/i

/**
 * What the licences of the packages in a build ask whoever hands it on to hand on with it: a text with the name, version,
 * licence and licence files of each package, and the licence comments in their code.
 *
 * @param root the folder with node_modules
 */
export function noticesOf(root: string, bundles: readonly Bundle[]): string {
  const inputs = bundles.flatMap(bundle => bundle.inputs)
  const packages = [...new Set(inputs.flatMap(input => packageFolderOf(input) ?? []))].sort()
  const comments = [...new Set(bundles.map(({ legalComments }) => legalComments.trim()).filter(text => text !== ''))]
  return [
    'The functions in dist/functions/ contain the packages below. Whoever redistributes them has to include this file.',
    ...packages.map(folder => noticeOf(join(root, folder))),
    ...comments.map(comment => `Licence comments in their code:\n\n${comment}`),
  ]
    .join(`\n\n${'-'.repeat(80)}\n\n`)
    .concat('\n')
}

/** The folder of the package that a file belongs to; `undefined` for the project's own files and for what the build makes up (`lazy-sdk:…`). */
function packageFolderOf(input: string): string | undefined {
  return /^[^:]*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]
}

function noticeOf(folder: string): string {
  const { name, version, license } = v.parse(
    PackageJson,
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  )
  const licence = typeof license === 'string' ? license : 'its package.json names no licence'
  const texts = readdirSync(folder)
    .filter(file => LICENCE_FILE.test(file))
    .sort()
    .map(file => readFileSync(join(folder, file), 'utf8').trim())
  return [`${name} ${version}: ${licence}`, ...texts].join('\n\n')
}
