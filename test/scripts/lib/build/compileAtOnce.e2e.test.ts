import { runInNewContext, Script } from 'node:vm'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { build } from 'esbuild'
import { type Bundle, CLOUD_BUNDLE, toBundle } from '../../../../scripts/lib/build/bundle'
import { compileAtOnce } from '../../../../scripts/lib/build/compileAtOnce'

/** CommonJS modules with one, two and no parameters once they are minified, and one that uses its `this`. */
const MODULES: Readonly<Record<string, string>> = {
  'one.js': 'exports.one = function () {\n  return "MARK one"\n}',
  'two.js': 'module.exports = Object.assign(() => "MARK two", {\n  two: exports })',
  'none.js': 'globalThis.none = "MARK none"',
  'self.js': 'this.self = "MARK self"',
}
const ENTRY =
  'module.exports = [require("one.js").one(), require("two.js")(), require("none.js"), require("self.js").self]'

describe('compileAtOnce', () => {
  let before: Bundle
  let after: Bundle
  beforeAll(async () => {
    before = await bundle(ENTRY)
    after = compileAtOnce(before)
  })

  test('the bundle does what it did', () => {
    expect(run(after.code)).toEqual(['MARK one', 'MARK two', {}, 'MARK self'])
    expect(run(after.code)).toEqual(run(before.code))
  })

  test('V8 has compiled more of it before anything runs', () => {
    expect(compiledBytes(after.code)).toBeGreaterThan(1.2 * compiledBytes(before.code))
  })

  test.each(['one', 'two', 'none', 'self'])('the source map leads to the line and column it led to: %s', name => {
    const original = positionOf(`"MARK ${name}"`, after)
    expect(original).toMatchObject({ source: expect.stringContaining(`${name}.js`) as string })
    expect(original).toEqual(positionOf(`"MARK ${name}"`, before))
  })

  test('a bundle without such modules stays as it is', () => {
    const other = { ...before, code: 'var a=1,b=c(d=>d+1);console.log(a,b);' }
    expect(compileAtOnce(other).code).toBe(other.code)
  })
})

async function bundle(entry: string): Promise<Bundle> {
  const result = await build({
    ...CLOUD_BUNDLE,
    stdin: { contents: entry },
    outfile: 'index.js',
    plugins: [
      {
        name: 'modules',
        setup(builder) {
          builder.onResolve({ filter: /^\w+\.js$/ }, ({ path }) => ({ path, namespace: 'test' }))
          builder.onLoad({ filter: /^/, namespace: 'test' }, ({ path }) => ({ contents: MODULES[path] ?? '' }))
        },
      },
    ],
  })
  return toBundle(result)
}

function run(code: string): unknown {
  const module = { exports: {} }
  runInNewContext(code, { module, exports: module.exports })
  return JSON.parse(JSON.stringify(module.exports))
}

function compiledBytes(code: string): number {
  // the comment makes it new to V8, which would otherwise give what an earlier run has compiled
  return new Script(`${code}// compiledBytes`).createCachedData().byteLength
}

function positionOf(text: string, { code, map }: Bundle): unknown {
  const lines = code.slice(0, code.indexOf(text)).split('\n')
  return originalPositionFor(new TraceMap(map), { line: lines.length, column: lines.at(-1)?.length ?? 0 })
}
