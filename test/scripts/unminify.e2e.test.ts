/** A stack out of a function's log, with the files and lines of the sources. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { builtFunctionFolder } from '../../scripts/lib/build/builtFiles'
import { ROOT } from '../../scripts/lib/root'
import { readSourceMaps, type SourceMaps, toOriginalPositions } from '../../scripts/unminify/originalPositions'

let maps: SourceMaps
beforeAll(async () => {
  await ensureBuilt()
  maps = readSourceMaps(ROOT)
})

/** Where a text stands in code, as V8 counts: lines and columns from 1. */
function positionIn(code: string, text: string): string {
  const before = code.slice(0, code.indexOf(text)).split('\n')
  expect(code).toContain(text)
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}

/** Where a text stands in the bundle of a function. */
function inBundle(name: string, text: string): string {
  return positionIn(readFileSync(join(builtFunctionFolder(name), 'index.js'), 'utf8'), text)
}

function lineOf(file: string, text: string): number {
  return Number(positionIn(readFileSync(join(ROOT, file), 'utf8'), text).split(':')[0])
}

const SERVE_TEXT = ': STATS_ALLOWED_OPENIDS is *'

describe('a line of a stack', () => {
  it('has the place in the source for that in index.js, whichever folder the cloud puts it in', () => {
    const line = `    at Xy (/var/user/index.js:${inBundle('overview', SERVE_TEXT)})`

    const expected = new RegExp(`^ {4}at Xy \\(shared/serve\\.ts:${lineOf('shared/serve.ts', SERVE_TEXT)}:\\d+\\)$`)
    expect(toOriginalPositions(line, maps)).toMatch(expected)
    expect(toOriginalPositions(line.replace('/var/user/', 'file:///opt/a%20b/'), maps)).toMatch(expected)
    expect(toOriginalPositions(line.replace('/var/user/', 'C:\\functions\\'), maps)).toMatch(expected)
  })

  it('has the place in the SDK for that in the part that waits', () => {
    const packed = readFileSync(join(builtFunctionFolder('overview'), 'wx-server-sdk.lazy.br'))
    const text = 'Unencoded <' // sax says so
    const position = positionIn(brotliDecompressSync(packed).toString(), text)

    const found = toOriginalPositions(`at wx-server-sdk.lazy.js:${position}`, maps)

    expect(found).toMatch(
      new RegExp(`^at node_modules/sax/lib/sax\\.js:${lineOf('node_modules/sax/lib/sax.js', text)}:\\d+$`),
    )
  })

  it.each([
    'TypeError: x is not a function',
    '    at node:internal/process/task_queues:95:5',
    '    at other/myindex.js:1:2',
    '    at index.js.map:1:2',
    '    at (/var/user/index.js:99999:1)',
    '{"function":"overview","rows":1}',
    'not JSON {',
    '',
  ])('stays as it is when it holds none of them: %s', line => {
    expect(toOriginalPositions(line, maps)).toBe(line)
  })

  it('needs the name of the function where the bundles differ', () => {
    const line = `at /var/user/index.js:${inBundle('realtime', '"smsMarketingRealTimeData",beginDate')}`

    expect(() => toOriginalPositions(line, maps)).toThrow(
      /index\.js:\d+:\d+ is another place in each function; say which: npm run -s unminify -- overview$/,
    )
    expect(toOriginalPositions(line, maps, 'realtime')).toMatch(/^at functions\/realtime\/index\.ts:\d+:\d+$/)
  })
})

describe('a line of the log', () => {
  it('says which function it is, and has its stack on lines of its own', () => {
    const error = `TypeError: a\n    at b (/var/user/index.js:${inBundle('realtime', '"smsMarketingRealTimeData",beginDate')})`
    const line = `2026-01-01 ${JSON.stringify({ function: 'realtime', error, rows: 0 })}`

    const [rest, message, place] = toOriginalPositions(line, maps).split('\n')

    expect(rest).toBe('2026-01-01 {"function":"realtime","rows":0}')
    expect(message).toBe('TypeError: a')
    expect(place).toMatch(/^ {4}at b \(functions\/realtime\/index\.ts:\d+:\d+\)$/)
  })
})

test('npm run unminify reads stdin', () => {
  const tsx = require.resolve('tsx/cjs')
  const input = `Error: a\n    at b (/var/user/index.js:${inBundle('overview', SERVE_TEXT)})\n`

  const output = execFileSync(process.execPath, ['--require', tsx, join(ROOT, 'scripts/unminify.ts'), 'overview'], {
    input,
  })

  expect(output.toString()).toMatch(/^Error: a\n {4}at b \(shared\/serve\.ts:\d+:\d+\)\n$/)
})

test('without a build there is nothing to read, and it says what to do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'no-build-'))
  expect(() => readSourceMaps(folder)).toThrow('there is no build with source maps; run: npm run build')
  rmSync(folder, { recursive: true })
})
