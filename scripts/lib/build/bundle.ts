import type { BuildOptions, BuildResult } from 'esbuild'

/** Code in one text, and what belongs to it without being uploaded. */
export interface Bundle {
  code: string
  /** The source map, JSON; its sources are relative to the root. */
  map: string
  /** The licence comments in the code. */
  legalComments: string
  /** The files that it is made of, relative to the root. */
  inputs: readonly string[]
}

/** The oldest major version of Node that the functions run on, in the cloud and elsewhere. */
export const OLDEST_NODE = 18

/** How the code for the cloud is bundled: small, for the oldest runtime that we deploy to, map and comments apart from it. */
export const CLOUD_BUNDLE = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: `node${OLDEST_NODE}`,
  format: 'cjs',
  sourcemap: 'external',
  sourcesContent: false,
  legalComments: 'external',
  metafile: true,
  write: false,
  logLevel: 'silent', // what is wrong is thrown
} as const satisfies BuildOptions

/** What esbuild made of CLOUD_BUNDLE. */
export function toBundle({ outputFiles, metafile }: BuildResult<typeof CLOUD_BUNDLE>): Bundle {
  const textOf = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  return {
    code: textOf('.js'),
    map: textOf('.js.map'),
    legalComments: textOf('.LEGAL.txt'),
    inputs: Object.keys(metafile.inputs),
  }
}
