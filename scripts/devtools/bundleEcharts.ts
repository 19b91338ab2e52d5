import { join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from '../lib/root'
import { MINI_PROGRAM } from './compile'

/**
 * The part of ECharts that the charts use, as one CommonJS file. ES5, because WeChat DevTools leaves files above 500 kB as
 * they are; without `window`, `document` and `navigator`, which a mini program does not have.
 */
export async function bundleEcharts(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(MINI_PROGRAM, 'sms-statistics/chart/echarts.ts')],
    absWorkingDir: ROOT, // `alias` is looked for from here
    bundle: true,
    minify: true,
    write: false,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    format: 'cjs',
    target: 'es5',
    alias: { tslib: 'tslib/tslib.es6.js' }, // its main file is no ES5
    define: {
      window: 'undefined',
      document: 'undefined',
      navigator: 'undefined',
      'process.env.NODE_ENV': '"production"',
    },
    legalComments: 'inline',
    charset: 'utf8',
    logLevel: 'silent', // what is wrong is thrown
  })
  const [script] = outputFiles
  if (script === undefined) throw new Error('esbuild made no script of ECharts')
  return script.text
}
