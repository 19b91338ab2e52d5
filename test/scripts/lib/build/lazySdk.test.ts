/** wx-server-sdk in a bundle, with the parts that a cloud call does not need put off, beside the one from npm. */
import { execFile } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { build } from 'esbuild'
import { deferRequire } from '../../../../scripts/lib/build/lazySdk/defer'
import { lazySdk } from '../../../../scripts/lib/build/lazySdk/plugin'
import { LAZY_RULES, ruleFor } from '../../../../scripts/lib/build/lazySdk/rules'
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
  await build({
    stdin: { contents: SDK, resolveDir: ROOT },
    outfile: bundled,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node18',
    plugins: [await lazySdk(ROOT)],
  })
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
