import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import packageJson from '../package.json'
import { type Emulator, startEmulator } from '../scripts/emulator/server'
import { ensureBuilt } from '../scripts/lib/build/build'
import { builtFunctionFolder } from '../scripts/lib/build/builtFiles'
import { ROOT } from '../scripts/lib/root'
import { type FunctionProcess, startFunction } from '../scripts/lib/run/runFunction'
import { explainInChinese } from '../shared/answer/codesChinese'
import { CODES } from '../shared/errors'
import { blocksOf, commandsOf, localLinksOf, matchesShown, type Page, readPages } from './support/markdown'

const TIMEOUT_MS = 120_000
/** A page may show only commands that end. */
const COMMAND_TIMEOUT_MS = 60_000
const PAGES = readPages()
const READMES = ['README.md', '.github/README.zh-CN.md']

function page(path: string): Page {
  const found = PAGES.find(each => each.path === path)
  if (found === undefined) throw new Error(`there is no ${path}`)
  return found
}

beforeAll(() => ensureBuilt(), TIMEOUT_MS)

describe('the commands that pages show', () => {
  const shown = PAGES.flatMap(each => commandsOf(each).map(command => ({ path: each.path, ...command })))
  const outputs = new Map<string, string>()

  /** As on a fresh computer: nothing of this process's environment but the path. */
  async function run(command: string): Promise<string> {
    const env = { PATH: process.env['PATH'], HOME: tmpdir() }
    const { stdout } = await promisify(execFile)('sh', ['-c', `${command} 2>/dev/null || true`], {
      cwd: ROOT,
      env,
      timeout: COMMAND_TIMEOUT_MS,
    })
    return stdout
  }

  beforeAll(async () => {
    const commands = [...new Set(shown.map(({ command }) => command))]
    const half = Math.ceil(commands.length / 2) // two cores, two at a time
    const runAll = async (some: string[]): Promise<void> => {
      for (const command of some) outputs.set(command, await run(command))
    }
    await Promise.all([runAll(commands.slice(0, half)), runAll(commands.slice(half))])
  }, TIMEOUT_MS)

  it.each(shown)('$path: $command prints what is shown', ({ command, output }) => {
    const printed = outputs.get(command) ?? ''

    // The whole text stands in the failure.
    expect(matchesShown(printed, output) ? output : printed).toBe(output)
  })

  it.each(READMES)('%s shows some', path => {
    expect(commandsOf(page(path)).length).toBeGreaterThan(1)
  })
})

describe('the names in pages', () => {
  const scripts = Object.keys(packageJson.scripts)

  it.each(PAGES)('$path names only npm scripts that exist', ({ text }) => {
    const named = Array.from(text.matchAll(/npm run (?:-s )?([\w:-]+)/g), ([, script = '']) => script)

    expect(named.filter(script => !scripts.includes(script))).toStrictEqual([])
  })

  it.each(PAGES)('$path gives commands only options that they have', ({ text }) => {
    const used = Array.from(text.matchAll(/npm run (?:-s )?([\w-]+) -- ([^`\n|]*)/g)).flatMap(
      ([, script = '', rest = '']) =>
        Array.from(rest.matchAll(/(?:^|\s)(--[a-z][\w-]*)/g), ([, option = '']) => ({ script, option })),
    )
    const unknown = used.filter(({ script, option }) => {
      const file = join(ROOT, 'scripts', `${script}.ts`)
      return option !== '--help' && !(existsSync(file) && readFileSync(file, 'utf8').includes(option))
    })

    expect(unknown).toStrictEqual([])
  })

  it.each(PAGES)('$path links only to files that exist', each => {
    expect(localLinksOf(each).filter(target => !existsSync(join(ROOT, target)))).toStrictEqual([])
  })
})

describe('the files in pages', () => {
  /** A path in the package, in code quotes; what is generated and what stands for a name is another matter. */
  const IN_PACKAGE = /`((?:test|shared|scripts|functions)\/[\w./-]*)`/g
  const GENERATED = ['test/shots/']

  it.each(PAGES)('$path names only files that exist', ({ text }) => {
    const named = Array.from(text.matchAll(IN_PACKAGE), ([, path = '']) => path)

    expect(named.filter(path => !GENERATED.includes(path) && !existsSync(join(ROOT, path)))).toStrictEqual([])
  })
})

describe('the README', () => {
  it('has 200 lines at most', () => {
    expect(page('README.md').text.trimEnd().split('\n').length).toBeLessThanOrEqual(200)
  })

  it('has the same headings in both languages', () => {
    const [english, chinese] = READMES.map(path =>
      Array.from(page(path).text.matchAll(/^#+(?= )/gm), ([level]) => level),
    )

    expect(chinese).toStrictEqual(english)
  })
})

describe.each(READMES)('the page of a mini program in %s', path => {
  const OPENID = 'oReaderReaderReaderReaderRea'
  const QUERY = { begin: '2021-02-25', end: '2021-02-26', activityId: '21ded5cb6001691405171ba161c603d1' }
  let emulator: Emulator
  let conversion: FunctionProcess
  beforeAll(async () => {
    emulator = await startEmulator()
    conversion = startFunction({
      name: 'conversion',
      folder: builtFunctionFolder('conversion'),
      endpoint: emulator.url,
      envId: 'wedcvfr',
      environment: { STATS_ALLOWED_OPENIDS: OPENID },
    })
  })
  afterAll(async () => {
    await conversion.close()
    await emulator.close()
  })

  /** What is on the page once it has loaded, for this user. */
  async function load(query: object, call: (argument: { name: string; data: unknown }) => Promise<unknown>) {
    const code = blocksOf(page(path), 'js').find(block => block.startsWith('Page('))
    let definition: { data: object; onLoad(query: object): Promise<void> } | undefined
    const wx = { cloud: { callFunction: call } }
    runInNewContext(code ?? '', { wx, Page: (given: typeof definition) => (definition = given) })
    const shown: Record<string, unknown> = { ...definition?.data }
    await definition?.onLoad.call({ setData: (more: object) => Object.assign(shown, more) } as never, query)
    return shown
  }

  const as = (openid: string) => async (argument: { name: string; data: unknown }) => {
    const run = await conversion.invoke(argument.data, { openid, source: 'wx_client' })
    return { result: run.outcome === 'returned' ? run.result : undefined }
  }

  it('shows the figure', async () => {
    await expect(load(QUERY, as(OPENID))).resolves.toMatchObject({ opened: 5000, message: '' })
  })

  it('says that there is no data', async () => {
    const shown = await load({ ...QUERY, begin: '2021-03-25', end: '2021-03-26' }, as(OPENID))

    expect(shown).toMatchObject({ opened: '–', message: expect.stringContaining('暂无数据') as string })
  })

  it('shows to a user who is not let in the OPENID to be listed', async () => {
    const shown = await load(QUERY, as('oSomebody'))

    expect(shown).toMatchObject({ opened: '–', message: expect.stringContaining('oSomebody') as string })
  })

  it('says why there was no answer', async () => {
    const shown = await load(QUERY, () => Promise.reject(new Error('no network')))

    expect(shown).toMatchObject({ opened: '–', message: expect.stringContaining('no network') as string })
  })
})

describe('the pages of error codes', () => {
  const rowsOf = (path: string): string[][] =>
    page(path)
      .text.split('\n')
      .map(line => line.split('|').map(cell => cell.trim()))

  it.each(Object.entries(CODES))(
    'explain the code %s as the functions do',
    (errCode, { meaning, advice, retryable }) => {
      expect(rowsOf('shared/ERRORS.md')).toContainEqual([
        '',
        `\`${errCode}\``,
        meaning,
        retryable ? 'yes' : 'no',
        advice,
        '',
      ])
    },
  )

  it.each(Object.entries(CODES))('explain the code %s in Chinese as charts do', (errCode, { retryable }) => {
    const { meaning, advice } = explainInChinese(Number(errCode))

    expect(rowsOf('shared/ERRORS.zh-CN.md')).toContainEqual([
      '',
      `\`${errCode}\``,
      meaning,
      retryable ? '是' : '否',
      advice,
      '',
    ])
  })
})
