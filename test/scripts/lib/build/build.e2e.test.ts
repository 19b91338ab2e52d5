/** The build, of a small project of its own. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from '../../../../scripts/lib/build/build'
import { buildFunctions } from '../../../../scripts/lib/build/buildFunctions'
import { builtFunctionFolder, sourceMapFile } from '../../../../scripts/lib/build/builtFiles'
import { isBuildCurrent, outdatedFiles } from '../../../../scripts/lib/build/buildStamp'
import { ROOT } from '../../../../scripts/lib/root'

const projects: string[] = []
afterAll(() => projects.forEach(project => rmSync(project, { recursive: true })))

/** The index.ts of a function that answers with `answer`. */
function answering(answer: string): string {
  return `const serve = (kind: string, main: () => unknown) => main\nexport const main = serve('overview', () => ${answer})\n`
}

/** A project of one function. */
function makeProject(index = `import cloud from 'wx-server-sdk'\n${answering('cloud.getWXContext()')}`): string {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'build-')))
  projects.push(project)
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'))
  mkdirSync(join(project, 'shared'))
  cpSync(join(ROOT, 'shared/config.json'), join(project, 'shared/config.json'))
  write(project, 'functions/only/index.ts', index)
  write(project, 'cloudbaserc.json', cloudbaserc('only'))
  return project
}

function cloudbaserc(...names: string[]): string {
  const functions = names.map(name => ({ name, runtime: 'Nodejs18.15', timeout: 20, memorySize: 256 }))
  return JSON.stringify({ functionRoot: './dist/functions', functions })
}

function write(project: string, file: string, content: string): void {
  mkdirSync(join(project, file, '..'), { recursive: true })
  writeFileSync(join(project, file), content)
}

function builtFile(project: string, file = 'index.js'): string {
  return join(builtFunctionFolder('only', project), file)
}

describe('a built function', () => {
  const project = makeProject()
  beforeAll(async () => {
    write(project, 'dist/functions/only/.env', 'SECRET=1')
    write(project, 'dist/functions/gone/index.js', '')
    await buildFunctions(project)
  })

  test('is index.js, the part of the SDK that waits, the permission and package.json, and nothing else', () => {
    expect(readdirSync(builtFunctionFolder('only', project)).sort()).toEqual([
      'config.json',
      'index.js',
      'package.json',
      'wx-server-sdk.lazy.br',
    ])
    expect(readFileSync(builtFile(project, 'config.json'))).toEqual(readFileSync(join(ROOT, 'shared/config.json')))
    expect(JSON.parse(readFileSync(builtFile(project, 'package.json'), 'utf8'))).toMatchObject({ main: 'index.js' })
  })

  test('says nothing of the machine that it was built on', () => {
    const code = readFileSync(builtFile(project), 'utf8')
    const found = [project, ROOT, 'sourceMappingURL'].filter(text => code.includes(text))
    expect(found).toEqual([])
  })

  test('is gone when the project has it no more', () => {
    expect(existsSync(builtFunctionFolder('gone', project))).toBe(false)
  })

  test('leaves nothing half written beside it', () => {
    expect(readdirSync(join(project, 'dist')).sort()).toEqual(['.build.json', 'NOTICES.txt', 'functions', 'maps'])
  })

  test('has its source maps beside the folders that are uploaded, without the sources and paths of this machine', () => {
    expect(readdirSync(join(project, 'dist/maps')).sort()).toEqual(['only.map', 'wx-server-sdk.lazy.js.map'])
    const map = JSON.parse(readFileSync(join(project, sourceMapFile('only')), 'utf8')) as Record<string, unknown>
    expect(map['sources']).toContain('functions/only/index.ts')
    expect(map).not.toHaveProperty('sourcesContent')
    expect(JSON.stringify(map)).not.toContain(project)
  })

  test('has the notices of what it contains beside the folders that are uploaded', () => {
    const notices = readFileSync(join(project, 'dist/NOTICES.txt'), 'utf8')
    // one from each half of the SDK
    expect(notices).toMatch(/^wx-server-sdk 4\.0\.2: MIT$/m)
    expect(notices).toMatch(/^sax \d+\.\d+\.\d+: BlueOak-1\.0\.0\n\n# Blue Oak Model License/m)
    expect(notices).toMatch(/^mime-db .*: MIT\n\n.*[\s\S]*Copyright \(c\) 2014 Jonathan Ong/m)
    expect(notices).toContain('Licence comments in their code:')
    for (const file of readdirSync(builtFunctionFolder('only', project)))
      expect(readFileSync(builtFile(project, file), 'utf8')).not.toContain('Copyright (c)')
  })

  test('is current until a source changes, whatever the dates say', () => {
    const index = 'functions/only/index.ts'
    utimesSync(join(project, index), new Date('2099-01-01'), new Date('2099-01-01'))
    expect(isBuildCurrent(project)).toBe(true)
    write(project, 'shared/ADDED.md', 'a page')
    write(project, 'shared/added.ts', 'export {}\n')
    expect(outdatedFiles(project)).toEqual(['shared/added.ts'])
    rmSync(join(project, 'shared/added.ts'))
    rmSync(join(project, 'shared/ADDED.md'))
    expect(outdatedFiles(project)).toEqual([])
  })

  test('is current no more when one of its own files was changed, added or removed', () => {
    write(project, 'dist/functions/only/.env', 'SECRET=1')
    write(project, 'dist/functions/only/config.json', '{}')
    expect(outdatedFiles(project).sort()).toEqual(['dist/functions/only/.env', 'dist/functions/only/config.json'])
    rmSync(join(project, 'dist/functions/only/.env'))
    cpSync(join(ROOT, 'shared/config.json'), builtFile(project, 'config.json'))
    expect(outdatedFiles(project)).toEqual([])
  })

  test('is not built again while it is current', async () => {
    const before = statSync(builtFile(project)).mtimeMs
    await ensureBuilt(project)
    expect(statSync(builtFile(project)).mtimeMs).toBe(before)
  })
})

test('two builds at once leave one whole build', async () => {
  const project = makeProject(answering("'built'"))
  await Promise.all([ensureBuilt(project), ensureBuilt(project)])
  expect(outdatedFiles(project)).toEqual([])
  const { main } = jest.requireActual<{ main: () => unknown }>(builtFile(project))
  expect(main()).toBe('built')
})

test('a function that was deleted from the build is built again', async () => {
  const project = makeProject(answering("'built'"))
  await ensureBuilt(project)
  rmSync(builtFile(project))
  expect(outdatedFiles(project)).toEqual(['dist/functions/only/index.js'])
  await ensureBuilt(project)
  expect(existsSync(builtFile(project))).toBe(true)
})

test('a build is made again when a file of it was changed, or one was put beside it', async () => {
  const project = makeProject(answering("'built'"))
  await ensureBuilt(project)
  const before = readFileSync(builtFile(project), 'utf8')
  const touched = ['only/index.js', 'only/lib/.env', 'only/notes.txt', 'notes.txt'].map(
    file => `dist/functions/${file}`,
  )

  for (const file of touched) {
    write(project, file, 'altered')
    expect(outdatedFiles(project)).toContain(file)
  }

  await ensureBuilt(project)
  expect(outdatedFiles(project)).toEqual([])
  expect(readFileSync(builtFile(project), 'utf8')).toBe(before)
  expect(readdirSync(join(project, 'dist/functions'))).toEqual(['only'])
})

test('after a build that failed there is none, even when the source is as it was before', async () => {
  const project = makeProject(answering("'built'"))
  await ensureBuilt(project)
  write(project, 'functions/only/index.ts', 'syntax error')
  await expect(ensureBuilt(project)).rejects.toThrow()

  write(project, 'functions/only/index.ts', answering("'built'"))

  expect(isBuildCurrent(project)).toBe(false)
})

test('a changed source is built again', async () => {
  const project = makeProject(answering("'before'"))
  await ensureBuilt(project)
  write(project, 'functions/only/index.ts', answering("'after'"))
  await ensureBuilt(project)
  expect(readFileSync(builtFile(project), 'utf8')).toContain('after')
})

describe('the build fails when', () => {
  test.each<[string, RegExp, (project: string) => void]>([
    [
      'the permission is missing',
      /permissions\.openapi is \[\], expected an array with "cloudbase\.getStatistics"/,
      project => write(project, 'shared/config.json', '{"permissions":{"openapi":[]}}'),
    ],
    [
      'the permission is not in an array',
      /permissions\.openapi is "cloudbase\.getStatistics", expected an array/,
      project => write(project, 'shared/config.json', '{"permissions":{"openapi":"cloudbase.getStatistics"}}'),
    ],
    [
      'the permissions are no object',
      /permissions\.openapi is undefined/,
      project => write(project, 'shared/config.json', 'null'),
    ],
    [
      'cloudbaserc.json and functions/ do not list the same',
      /there is no functions\/more, which cloudbaserc\.json lists/,
      project => write(project, 'cloudbaserc.json', cloudbaserc('only', 'more')),
    ],
    [
      'a function exports no main',
      /functions\/only\/index\.ts exports no main/,
      project =>
        write(project, 'functions/only/index.ts', answering('1').replace('export const main', 'export const handler')),
    ],
    [
      'a function needs a module that is not installed',
      /Could not resolve "not-installed"/,
      project => write(project, 'functions/only/index.ts', `import 'not-installed'\n${answering('1')}`),
    ],
    [
      'a bundle is over its budget',
      /only: index\.js has \d+ bytes, its budget is \d+/,
      project => write(project, 'functions/only/index.ts', answering(`'${'x'.repeat(700_000)}'`)),
    ],
  ])('%s', async (_, message, spoil) => {
    const project = makeProject()
    spoil(project)
    await expect(buildFunctions(project)).rejects.toThrow(message)
    expect(isBuildCurrent(project)).toBe(false)
  })
})
