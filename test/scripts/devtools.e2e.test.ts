import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { FUNCTION_KINDS } from '../../scripts/lib/functionKinds'
import { makeProject, type Project, type ProjectRun } from '../deploy/project'

const TIMEOUT_MS = 120_000

let project: Project
let run: ProjectRun
beforeAll(async () => {
  await ensureBuilt()
  project = makeProject({ env: 'ENV_ID=shop-1a2b3c\nWX_APPID=wx0123456789abcdef\n' })
  run = await project.run('devtools')
}, TIMEOUT_MS)
afterAll(() => project.remove())

function readDist(file: string): string {
  return readFileSync(join(project.folder, 'dist', file), 'utf8')
}

describe('npm run devtools', () => {
  it('says what to open, and no more when all is there', () => {
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.stdout).toBe(
      'Open dist/ in WeChat DevTools: it shows the dashboard; the functions are under "functions".\n',
    )
  })

  it('points cloudfunctionRoot at the four built functions, each with its permission file', () => {
    const { cloudfunctionRoot } = JSON.parse(readDist('project.config.json')) as { cloudfunctionRoot: string }

    const root = join(project.folder, 'dist', cloudfunctionRoot)
    expect(readdirSync(root).sort()).toEqual([...FUNCTION_KINDS].sort())
    for (const name of FUNCTION_KINDS)
      expect(readdirSync(join(root, name))).toEqual(expect.arrayContaining(['index.js', 'config.json']))
  })

  it('writes what DevTools needs to open a folder', () => {
    expect(JSON.parse(readDist('project.config.json'))).toEqual({
      projectname: 'sms-statistics',
      appid: 'wx0123456789abcdef',
      compileType: 'miniprogram',
      libVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      miniprogramRoot: 'miniprogram/',
      cloudfunctionRoot: 'functions/',
      setting: expect.any(Object) as object,
    })
  })

  it('makes a mini program whose pages and components exist, in the environment of .env', () => {
    const { pages } = JSON.parse(readDist('miniprogram/app.json')) as { pages: string[] }

    expect(pages).toEqual(['sms-statistics/dashboard/index'])
    for (const path of [...pages, 'sms-statistics/chart/index'])
      for (const kind of ['js', 'json', 'wxml', 'wxss'])
        expect(existsSync(join(project.folder, 'dist/miniprogram', `${path}.${kind}`))).toBe(true)
    expect(readDist('miniprogram/env.js')).toContain('exports.ENV_ID = "shop-1a2b3c"')
  })

  it('types what an app may call by itself, from nothing but the folder', () => {
    const declarations = readdirSync(join(project.folder, 'dist/miniprogram/sms-statistics'), {
      recursive: true,
      encoding: 'utf8',
    }).filter(file => file.endsWith('.d.ts'))

    expect(declarations).toEqual(expect.arrayContaining(['client.d.ts', 'chart/index.d.ts']))
    for (const file of declarations)
      for (const [, specifier] of readDist(`miniprogram/sms-statistics/${file}`).matchAll(/from '([^']+)'/g))
        expect(specifier).toMatch(/^\.{1,2}\//)
  })

  it('has no eval, no new Function and no newer syntax than ES5 in what DevTools leaves as it is', () => {
    const echarts = readDist('miniprogram/sms-statistics/chart/echarts.js')

    expect(echarts).not.toMatch(/\beval\(|new Function\(|process\.env/)
    expect(echarts).not.toMatch(/=>|\bconst\b|\blet\b|\bclass [A-Za-z$_]/)
  })

  it.each([
    ['no appid', 'ENV_ID=shop-1a2b3c\n', 'devtools: no appid: DevTools has cloud functions for a real one only'],
    [
      'what is none',
      'WX_APPID=touristappid\n',
      'devtools: WX_APPID is touristappid: DevTools has cloud functions for a real one only',
    ],
  ])(
    'fails with one message on %s',
    async (_, env, message) => {
      const without = makeProject({ env })
      const failed = await without.run('devtools')
      without.remove()

      expect(failed).toMatchObject({ exitCode: 1, stdout: '' })
      expect(failed.stderr).toMatch(/^[^\n]+\n$/)
      expect(failed.stderr).toContain(message)
      expect(failed.stderr).toContain('Put WX_APPID=… into .env, or give --appid')
    },
    TIMEOUT_MS,
  )

  it(
    'says that an environment is not set, and takes an appid as an option',
    async () => {
      const without = makeProject({ env: 'ENV_ID=\n' })
      const { exitCode, stdout } = await without.run('devtools', ['--appid', 'wxfedcba9876543210'])
      const config = readFileSync(join(without.folder, 'dist/project.config.json'), 'utf8')
      without.remove()

      expect(exitCode).toBe(0)
      expect(stdout).toContain('ENV_ID is not set: the mini program calls its default environment.')
      expect(config).toContain('"appid": "wxfedcba9876543210"')
    },
    TIMEOUT_MS,
  )
})
