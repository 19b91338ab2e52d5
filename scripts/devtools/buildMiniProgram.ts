import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CloudFunction } from '../lib/functions'
import { ROOT } from '../lib/root'
import { bundleEcharts } from './bundleEcharts'
import { compileMiniProgram, ECHARTS, MINI_PROGRAM } from './compile'

/** The folder that is copied into other apps. Of WeChat's 2 MB for a package most is left to the app. */
const BUDGET_BYTES = 700_000

/** What the mini program is told of the cloud. */
export interface CloudNames {
  /** The environment that it calls; empty for its default one. */
  envId: string
  functions: readonly CloudFunction[]
}

/** The size of the built folder `sms-statistics/`. */
export interface BuiltMiniProgram {
  folder: string
  bytes: number
}

/**
 * Builds the mini program into `dist/miniprogram/`, in place of what was there.
 *
 * @throws when its folder `sms-statistics/` is over its budget, or a source imports what a mini program does not have
 */
export async function buildMiniProgram(cloud: CloudNames, root = ROOT): Promise<BuiltMiniProgram> {
  const files = new Map<string, string>([
    ...compileMiniProgram(),
    ...plainFiles(),
    [ECHARTS, await bundleEcharts()],
    ['env.js', moduleOf('ENV_ID', cloud.envId)],
    [
      'sms-statistics/functionNames.js',
      moduleOf('DEPLOYED_NAMES', Object.fromEntries(cloud.functions.map(({ name, kind }) => [kind, name]))),
    ],
  ])
  const bytes = sizeOf(files, 'sms-statistics/')
  if (bytes > BUDGET_BYTES)
    throw new Error(
      `sms-statistics/ has ${bytes} bytes, its budget is ${BUDGET_BYTES} (scripts/devtools/buildMiniProgram.ts)`,
    )
  const folder = join(root, 'dist/miniprogram')
  rmSync(folder, { recursive: true, force: true })
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return { folder: join(folder, 'sms-statistics'), bytes }
}

/** Templates, styles and settings go as they are. */
function plainFiles(): [path: string, text: string][] {
  return readdirSync(MINI_PROGRAM, { recursive: true, encoding: 'utf8' })
    .filter(path => /\.(?:json|wxml|wxss)$/.test(path) && path !== 'tsconfig.json')
    .filter(path => statSync(join(MINI_PROGRAM, path)).isFile())
    .map(path => [path.replaceAll('\\', '/'), readFileSync(join(MINI_PROGRAM, path), 'utf8')])
}

function moduleOf(name: string, value: unknown): string {
  return `// Written by scripts/devtools/buildMiniProgram.ts.\nexports.${name} = ${JSON.stringify(value, undefined, 2)}\n`
}

function sizeOf(files: ReadonlyMap<string, string>, folder: string): number {
  return [...files]
    .filter(([path]) => path.startsWith(folder))
    .reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0)
}
