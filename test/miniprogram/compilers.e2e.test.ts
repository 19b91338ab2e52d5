/** WeChat's own compilers, and the types of its API, over the mini program as it is built. */
import { readdirSync, rmSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wxmlToJs, wxssToJs } from 'miniprogram-compiler'
import ts from 'typescript'
import { buildMiniProgram } from '../../scripts/devtools/buildMiniProgram'
import { MINI_PROGRAM } from '../../scripts/devtools/compile'
import { ensureBuilt } from '../../scripts/lib/build/build'

let folder: string
let built: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'miniprogram-'))
  built = join(folder, 'dist/miniprogram')
  await buildMiniProgram({ envId: '', functions: await ensureBuilt() }, folder)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function filesOf(ending: string): string[] {
  return readdirSync(built, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith(ending))
}

describe("WeChat's compilers", () => {
  it('wcc accepts every template', () => {
    const compiled = wxmlToJs(built)

    expect(filesOf('.wxml')).toHaveLength(2)
    for (const file of filesOf('.wxml')) expect(compiled).toContain(`'${file}'`)
  })

  it('wcsc accepts every style sheet', () => {
    const compiled = wxssToJs(built)

    expect(filesOf('.wxss')).toHaveLength(2)
    for (const file of filesOf('.wxss')) expect(compiled).toContain(`'${file}'`)
  })
})

/** What TypeScript says of files of a mini program, each by its name. */
function check(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const config = ts.readConfigFile(join(MINI_PROGRAM, 'tsconfig.json'), path => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, MINI_PROGRAM)
  const paths = new Map(Object.entries(files).map(([name, text]) => [join(MINI_PROGRAM, name), text]))
  const disk = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: path => paths.has(path) || disk.fileExists(path),
    readFile: path => paths.get(path) ?? disk.readFile(path),
    getSourceFile(path, language, ...more) {
      const text = paths.get(path)
      return text === undefined
        ? disk.getSourceFile(path, language, ...more)
        : ts.createSourceFile(path, text, language)
    },
  }
  const program = ts.createProgram([...paths.keys()], options, host)
  return Object.fromEntries(
    Object.keys(files).map(name => {
      const diagnostics = ts.getPreEmitDiagnostics(program, program.getSourceFile(join(MINI_PROGRAM, name)))
      return [name, diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))]
    }),
  )
}

describe('the types', () => {
  const day = "beginDate: '2021-02-25', endDate: '2021-02-26'"
  const call = (text: string): string =>
    `import { callStatistics } from '${join(built, 'sms-statistics/client')}'\n${text}`
  let found: Record<string, string[]>
  beforeAll(() => {
    found = check({
      'dom.ts': 'document.title = window.name',
      'node.ts': 'console.log(process.env, Buffer)',
      'misspelt.ts': "void wx.cloud.callFuncton({ name: 'overview' })",
      'well.ts': call(`
        export async function read(): Promise<number | string> {
          const outcome = await callStatistics('conversion', { ${day}, format: 'rows', condition: { activityId: 'x' } })
          if (outcome.kind === 'refused') return outcome.openid ?? ''
          return outcome.kind === 'answered' ? outcome.answer.rows.length : outcome.errMsg
        }
        export async function draw(): Promise<object | undefined> {
          const outcome = await callStatistics('realtime', { ${day}, format: 'chart', condition: { activityId: 'x', actType: 'h5' } })
          return outcome.kind === 'answered' ? outcome.answer.option : undefined
        }`),
      'noSuchFunction.ts': call(`void callStatistics('overviews', { ${day}, condition: { activityId: 'x' } })`),
      'misspeltKey.ts': call(
        `void callStatistics('conversion', { ${day}, condition: { activityId: 'x', chanelId: 'y' } })`,
      ),
      'missingKey.ts': call(`void callStatistics('realtime', { ${day}, condition: { activityId: 'x' } })`),
      'otherFormat.ts': call(`
        export async function read(): Promise<unknown> {
          const outcome = await callStatistics('overview', { ${day}, condition: { activityId: 'x' } })
          return outcome.kind === 'answered' ? outcome.answer.rows : undefined
        }`),
    })
  }, 60_000)

  it.each([
    ['dom.ts', "Cannot find name 'document'"],
    ['node.ts', "Cannot find name 'process'"],
    ['misspelt.ts', "Property 'callFuncton' does not exist"],
    ['noSuchFunction.ts', '"overviews"\' is not assignable'],
    ['misspeltKey.ts', "'chanelId' does not exist"],
    ['missingKey.ts', "Property 'actType' is missing"],
    ['otherFormat.ts', "Property 'rows' does not exist on type 'StatisticsTable'"],
  ])('refuse %s', (file, message) => {
    expect(found[file]?.join('\n')).toContain(message)
  })

  it('take what the functions take, and give what each format gives', () => {
    expect(found['well.ts']).toStrictEqual([])
  })
})
