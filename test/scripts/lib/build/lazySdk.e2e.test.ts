/** wx-server-sdk in a bundle, with the parts that a cloud call does not need deferred, beside the one from npm. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { compileFunction, runInNewContext } from 'node:vm'
import { build } from 'esbuild'
import fc from 'fast-check'
import { deferRequire } from '../../../../scripts/lib/build/lazySdk/defer'
import { withExtensionsOnly } from '../../../../scripts/lib/build/lazySdk/mimeTypes'
import { lazySdk } from '../../../../scripts/lib/build/lazySdk/plugin'
import { LAZY_RULES, replaceTexts, ruleFor } from '../../../../scripts/lib/build/lazySdk/rules'
import { LAZY_PART_FILE } from '../../../../scripts/lib/build/lazySdk/lazyPart'
import { platformEnvironment } from '../../../../scripts/lib/run/platform'
import { useEmulator } from '../../../support/emulator'
import { ROOT } from '../../../../scripts/lib/root'

const SDK = "module.exports = { cloud: require('wx-server-sdk'), tcb: require('@cloudbase/node-sdk') }"
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lazy-sdk-')))
const bundled = join(folder, 'bundled.js')
const original = join(folder, 'original.js')
const emulator = useEmulator()

beforeAll(async () => {
  writeFileSync(
    original,
    SDK.replace(/require\('(.+?)'\)/g, (_, name: string) => `require('${require.resolve(name)}')`),
  )
  const { plugin, lazyPart } = await lazySdk(ROOT)
  await build({
    stdin: { contents: SDK, resolveDir: ROOT },
    outfile: bundled,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node18',
    plugins: [plugin],
  })
  writeFileSync(join(folder, LAZY_PART_FILE), lazyPart.packed)
})
afterAll(() => rmSync(folder, { recursive: true }))

async function runNode(...args: string[]): Promise<string> {
  const { url } = emulator()
  const env = platformEnvironment({ name: 'any', folder, endpoint: url })
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 64 * 1024 * 1024 })
  return stdout
}

async function touch(module: string): Promise<Record<string, unknown>> {
  const fixture = join(ROOT, 'test/fixtures/touchSdk.cjs')
  return JSON.parse(await runNode(fixture, module, emulator().url)) as Record<string, unknown>
}

test.each(LAZY_RULES.map(({ file }) => file))('a rule is found by the path that Windows writes: %s', file => {
  const path = `C:\\my project\\node_modules\\${file.replaceAll('/', '\\')}`

  expect(ruleFor(path)?.file).toBe(file)
})

test('every part of the SDK that is touched is what it is in the package from npm', async () => {
  const [fromBundle, fromNpm] = [await touch(bundled), await touch(original)]
  expect(Object.keys(fromNpm).length).toBeGreaterThan(40)
  expect(fromBundle).toEqual(fromNpm)
})

test('loading the SDK and calling an API load neither https nor what is packed away', async () => {
  const builtins = await runNode(
    '-e',
    `const { cloud } = require(${JSON.stringify(bundled)})
     cloud.init({ env: 'local-env' })
     cloud.openapi.cloudbase.getStatistics({}).catch(() => console.log(process.moduleLoadList.join('\\n')))`,
  )
  expect(builtins).toMatch(/NativeModule http$/m)
  expect(builtins).not.toMatch(/NativeModule (https|tls|zlib)$/m)
})

describe('a text that is changed in the SDK', () => {
  type Exports = Record<string, unknown>

  /** What a file of the SDK exports, as it is and as the rules change it. */
  function load(specifier: string): { changed: Exports; original: Exports } {
    const file = require.resolve(specifier)
    const rule = ruleFor(file)
    if (rule === undefined) throw new Error(`no rule for ${file}`)
    const module: { exports: Exports } = { exports: {} }
    const code = replaceTexts(rule, readFileSync(file, 'utf8'))
    const run = compileFunction(code, ['module', 'exports', 'require']) as (...args: unknown[]) => void
    run(module, module.exports, createRequire(file))
    return { changed: module.exports, original: jest.requireActual(file) }
  }

  describe('sorts the names of headers and fields to sign', () => {
    interface KeyValue {
      SortedKeyValue: { kv(fields: object): { keys(): string[] } }
    }
    const { changed, original } = load('@cloudbase/signature-nodejs/lib/keyvalue.js') as unknown as Record<
      'changed' | 'original',
      KeyValue
    >
    const sort = ({ SortedKeyValue }: KeyValue, names: readonly string[]): string[] =>
      SortedKeyValue.kv(Object.fromEntries(names.map(name => [name, 1]))).keys()

    test('as localeCompare does, when they are letters, digits, "_" and "-"', () => {
      const isIndex = (name: string): boolean => /^\d+$/.test(name) // which objects put first by themselves
      const name = fc.stringMatching(/^[a-z0-9_-]+$/).filter(text => !isIndex(text))
      fc.assert(
        fc.property(fc.uniqueArray(name), names => {
          expect(sort(changed, names)).toEqual(names.sort((left, right) => left.localeCompare(right, 'en')))
        }),
        { numRuns: 2000 },
      )
    })

    test('as ever, when they are anything else', () => {
      const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter(text => !/^[a-z0-9_-]+$|^__proto__$/.test(text))
      fc.assert(
        fc.property(fc.uniqueArray(name), names => {
          expect(sort(changed, names)).toEqual(sort(original, names))
        }),
      )
    })
  })

  test('tags FormData as the package does', () => {
    const { changed, original } = load('form-data/lib/form_data.js') as unknown as Record<
      'changed' | 'original',
      { prototype: object }
    >
    const tagOf = ({ prototype }: { prototype: object }): unknown =>
      Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag)
    expect(tagOf(changed)).toEqual({ value: 'FormData', configurable: true, enumerable: false, writable: false })
    expect(tagOf(changed)).toEqual(tagOf(original))
  })

  describe('the table of mime types', () => {
    type Types = Record<string, { extensions?: string[] }>
    interface MimeTypes {
      lookup(extension: string): string | false
    }
    const whole = jest.requireActual<Types>('mime-db')
    const kept = JSON.parse(withExtensionsOnly(JSON.stringify(whole))) as Types

    test('keeps every extension of every type', () => {
      const extensionsIn = (types: Types): [string, string[]][] =>
        Object.entries(types).flatMap(([type, { extensions }]) => (extensions ? [[type, extensions]] : []))
      expect(extensionsIn(kept)).toEqual(extensionsIn(whole))
      expect(Object.keys(kept).length).toBeLessThan(Object.keys(whole).length / 2)
    })

    test('gives FormData the same type for every extension', () => {
      const file = require.resolve('mime-types')
      const withTable = (types: Types): MimeTypes => {
        const module: { exports: unknown } = { exports: {} }
        const run = compileFunction(readFileSync(file, 'utf8'), ['module', 'exports', 'require']) as (
          ...args: unknown[]
        ) => void
        run(module, module.exports, (name: string) =>
          name === 'mime-db' ? types : (createRequire(file)(name) as unknown),
        )
        return module.exports as MimeTypes
      }
      const [before, after] = [withTable(whole), withTable(kept)]
      const extensions = Object.values(whole).flatMap(type => type.extensions ?? [])
      expect(extensions.map(extension => after.lookup(extension))).toEqual(extensions.map(each => before.lookup(each)))
      // It asks for nothing else that the table is used for.
      const asked = readFileSync(require.resolve('form-data/lib/form_data.js'), 'utf8').match(/\bmime\.\w+/g)
      expect(new Set(asked)).toEqual(new Set(['mime.lookup']))
    })
  })

  test.each([
    ['is not there', 'code'],
    ['is there twice', 'from; from'],
  ])('stops the build when it %s', (_, code) => {
    const rule = { file: 'a.js', defer: [], replace: [{ from: 'from', to: 'to' }] }
    expect(() => replaceTexts(rule, code)).toThrow(/^a\.js: expected `from` once, found [02] times$/)
  })
})

describe('putting off a require', () => {
  const deferred = (code: string): string => deferRequire(code, 'm', 'file.js')

  test('loads the module at its first use', () => {
    const loaded: string[] = []
    const module = { Y: class {}, z: { a: 1 } }
    const code = deferred('const m_1 = require("m"); exports.z = () => m_1.z; exports.y = () => new m_1.Y()')
    const exports: Record<string, () => unknown> = {}
    const sandbox = { require: (name: string) => (loaded.push(name), module), exports }
    runInNewContext(code, sandbox)
    expect(loaded).toEqual([])
    expect(exports['z']?.()).toBe(module.z)
    expect(exports['y']?.()).toBeInstanceOf(module.Y)
    expect(loaded).not.toEqual([])
  })

  test('takes the forms that compilers write', () => {
    expect(deferred('const m = __importDefault(require("m")); f = () => m.default()')).toBe(
      'const m = () => __importDefault(require("m")); f = () => (m()).default()',
    )
    expect(deferred('function g() { const m = __webpack_require__(/*! m */ "m"); f = () => m[0] }')).toBe(
      'function g() { const m = () => __webpack_require__(/*! m */ "m"); f = () => (m())[0] }',
    )
  })

  test('leaves properties of the same name alone', () => {
    expect(deferred('var m = require("m"); f = () => a.m + { m: 1 }.m + m.m')).toBe(
      'var m = () => require("m"); f = () => a.m + { m: 1 }.m + (m()).m',
    )
  })

  test.each([
    ['the module is not required', 'const m = require("n")', /expected one `const x = require\('m'\)`, found 0/],
    ['it is required twice', 'const a = require("m"), b = require("m")', /found 2/],
    ['it is taken apart', 'const { a } = require("m")', /expected one/],
    ['it is used while loading', 'const m = require("m");\nclass A extends m.B {}', /file\.js:2: `m` is used while/],
    ['it is passed on', 'const m = require("m"); f = () => g(m)', /otherwise than as `m\.something`/],
    ['it is hidden by a parameter', 'const m = require("m"); f = m => m.a', /otherwise than as/],
  ])('refuses when %s', (_, code, message) => {
    expect(() => deferred(code)).toThrow(message)
  })
})
