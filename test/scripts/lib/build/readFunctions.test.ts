import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFunctions } from '../../../../scripts/lib/build/readFunctions'
import { functionNames } from '../../../../scripts/lib/functions'
import { ROOT } from '../../../../scripts/lib/root'

let project = ''
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'functions-'))
  cpSync(join(ROOT, 'functions'), join(project, 'functions'), { recursive: true })
  cpSync(join(ROOT, 'cloudbaserc.json'), join(project, 'cloudbaserc.json'))
})
afterEach(() => rmSync(project, { recursive: true }))

function write(file: string, content: string): void {
  mkdirSync(join(project, file, '..'), { recursive: true })
  writeFileSync(join(project, file), content)
}

type Entry = { name: string } & Record<string, unknown>

function changeEntries(change: (entries: Entry[]) => Entry[]): void {
  const file = join(project, 'cloudbaserc.json')
  const config = JSON.parse(readFileSync(file, 'utf8')) as { functions: Entry[] }
  writeFileSync(file, JSON.stringify({ ...config, functions: change(config.functions) }))
}

function renameEntry(from: string, to: string): void {
  changeEntries(entries => entries.map(entry => (entry.name === from ? { ...entry, name: to } : entry)))
}

function addEntry(name: string): void {
  changeEntries(entries => [...entries, { ...entries[0], name }])
}

function renameFolder(from: string, to: string): void {
  renameSync(join(project, 'functions', from), join(project, 'functions', to))
}

describe('the functions of a project', () => {
  it('stand in the order of cloudbaserc.json, each with what it serves', () => {
    expect(readFunctions(project)).toEqual([
      { name: 'overview', kind: 'overview' },
      { name: 'overviewByChannel', kind: 'overviewByChannel' },
      { name: 'conversion', kind: 'conversion' },
      { name: 'realtime', kind: 'realtime' },
    ])
  })

  it('serve the same under another name, when folder and entry are renamed', () => {
    renameFolder('overview', 'sms-overview_2')
    renameEntry('overview', 'sms-overview_2')

    expect(readFunctions(project)).toContainEqual({ name: 'sms-overview_2', kind: 'overview' })
    expect(functionNames(project)).toEqual(['sms-overview_2', 'overviewByChannel', 'conversion', 'realtime'])
  })

  it('may trade names', () => {
    renameFolder('overview', 'aside')
    renameFolder('realtime', 'overview')
    renameFolder('aside', 'realtime')

    expect(readFunctions(project)).toContainEqual({ name: 'overview', kind: 'realtime' })
  })

  it('may be fewer than four', () => {
    rmSync(join(project, 'functions/realtime'), { recursive: true })
    changeEntries(entries => entries.filter(({ name }) => name !== 'realtime'))

    expect(readFunctions(project).map(({ kind }) => kind)).toEqual(['overview', 'overviewByChannel', 'conversion'])
  })

  it.each<[string, () => void, RegExp]>([
    [
      'the folder alone was renamed',
      () => renameFolder('overview', 'smsOverview'),
      /^cloudbaserc\.json lists overview, which has no folder, and functions\/smsOverview is not listed: give both the same name$/,
    ],
    [
      'the entry alone was renamed',
      () => renameEntry('overview', 'smsOverview'),
      /^cloudbaserc\.json lists smsOverview, which has no folder, and functions\/overview is not listed: give both the same name$/,
    ],
    [
      'a folder is gone',
      () => rmSync(join(project, 'functions/realtime'), { recursive: true }),
      /^there is no functions\/realtime, which cloudbaserc\.json lists: remove the entry$/,
    ],
    [
      'a folder is not listed',
      () => mkdirSync(join(project, 'functions/retention')),
      /^functions\/retention is not in cloudbaserc\.json: add an entry, or delete the folder$/,
    ],
    [
      'two functions serve the same',
      () => {
        cpSync(join(project, 'functions/overview'), join(project, 'functions/again'), { recursive: true })
        addEntry('again')
      },
      /^functions\/overview and functions\/again both serve 'overview': keep one of them$/,
    ],
    [
      'a function serves nothing',
      () => write('functions/realtime/index.ts', "// serve('realtime')\nexport const main = () => 'serve(1)'\n"),
      /^functions\/realtime\/index\.ts serves nothing: expected export const main = serve\(…\) with one of 'overview', /,
    ],
    [
      'a folder has no index.ts',
      () => rmSync(join(project, 'functions/realtime/index.ts')),
      /^functions\/realtime\/index\.ts serves nothing: /,
    ],
    [
      'a function serves something unknown',
      () => write('functions/realtime/index.ts', "export const main = serve('retention', cloud, () => ({}))\n"),
      /^functions\/realtime\/index\.ts serves 'retention': expected one of 'overview', /,
    ],
    [
      'a function serves two things',
      () => write('functions/realtime/index.ts', "export const main = serve('realtime')\nserve('overview')\n"),
      /^functions\/realtime\/index\.ts serves 'realtime' and 'overview': expected one of them$/,
    ],
    ['an entry stands twice', () => addEntry('overview'), /^cloudbaserc\.json lists overview twice$/],
    [
      'a name is none that the cloud takes',
      () => {
        renameFolder('overview', '概览')
        renameEntry('overview', '概览')
      },
      /^概览 is not a valid function name: expected a letter, then letters, digits, "_" and "-", 60 characters at most$/,
    ],
    ['cloudbaserc.json is no JSON', () => write('cloudbaserc.json', '{'), /cloudbaserc\.json.*: not valid JSON: /],
  ])('are refused when %s', (_, spoil, message) => {
    spoil()

    expect(() => readFunctions(project)).toThrow(message)
  })
})
