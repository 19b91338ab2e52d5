import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { FUNCTION_KINDS } from '../../scripts/lib/functionKinds'
import { makeProject, type Project, type ProjectRun } from '../deploy/project'

const TIMEOUT_MS = 120_000

const WITHOUT_APPID = {
  'no appid': {
    env: 'ENV_ID=shop-1a2b3c\n',
    message: 'devtools: no appid: DevTools has cloud functions for a real one only',
  },
  'what is none': {
    env: 'WX_APPID=touristappid\n',
    message: 'devtools: WX_APPID is touristappid: DevTools has cloud functions for a real one only',
  },
} as const
type WithoutAppid = keyof typeof WITHOUT_APPID
const WITHOUT_APPID_NAMES = Object.keys(WITHOUT_APPID) as WithoutAppid[]

let project: Project
const failed = new Map<WithoutAppid, ProjectRun & { wrote: boolean }>()
/** Without an environment, and with the appid as an option; and what it wrote. */
let withoutEnv: ProjectRun & { config: string; env: string }
let run: ProjectRun
/** One project, whose `.env` becomes what it should be: a copy for each run would be compiled anew. */
beforeAll(async () => {
  await ensureBuilt()
  project = makeProject()
  for (const name of WITHOUT_APPID_NAMES) {
    const ended = await runWith(WITHOUT_APPID[name].env)
    failed.set(name, { ...ended, wrote: existsSync(join(project.folder, 'dist/project.config.json')) })
  }
  withoutEnv = {
    ...(await runWith('ENV_ID=\n', ['--appid', 'wxfedcba9876543210'])),
    config: readDist('project.config.json'),
    env: readDist('miniprogram/env.js'),
  }
  run = await runWith('ENV_ID=" shop-1a2b3c "\nWX_APPID=wx0123456789abcdef\n')
}, TIMEOUT_MS)
afterAll(() => project.remove())

function runWith(env: string, args: readonly string[] = []): Promise<ProjectRun> {
  writeFileSync(join(project.folder, '.env'), env)
  return project.run('devtools', args)
}

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

  it.each(WITHOUT_APPID_NAMES)('fails with one message on %s', name => {
    expect(failed.get(name)).toMatchObject({ exitCode: 1, stdout: '', wrote: false })
    expect(failed.get(name)?.stderr).toMatch(/^[^\n]+\n$/)
    expect(failed.get(name)?.stderr).toContain(WITHOUT_APPID[name].message)
    expect(failed.get(name)?.stderr).toContain('Put WX_APPID=… into .env, or give --appid')
  })

  it('says that an environment is not set, and takes an appid as an option', () => {
    expect(withoutEnv.exitCode).toBe(0)
    expect(withoutEnv.stdout).toContain('ENV_ID is not set: the mini program calls its default environment.')
    expect(withoutEnv.config).toContain('"appid": "wxfedcba9876543210"')
    expect(withoutEnv.env).not.toContain('shop-1a2b3c')
  })
})
