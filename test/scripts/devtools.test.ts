import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { functionNames } from '../../scripts/lib/functions'
import { makeProject, type Project, type ProjectRun } from '../deploy/project'

const TIMEOUT_MS = 120_000

let project: Project
let run: ProjectRun
beforeAll(async () => {
  await ensureBuilt()
  project = makeProject({ env: 'ENV_ID=shop-1a2b3c\n' })
  run = await project.run('devtools')
}, TIMEOUT_MS)
afterAll(() => project.remove())

function readDist(file: string): string {
  return readFileSync(join(project.folder, 'dist', file), 'utf8')
}

describe('npm run devtools', () => {
  it('points cloudfunctionRoot at the four built functions, each with its permission file', () => {
    const { cloudfunctionRoot } = JSON.parse(readDist('project.config.json')) as { cloudfunctionRoot: string }

    const root = join(project.folder, 'dist', cloudfunctionRoot)
    expect(readdirSync(root).sort()).toEqual([...functionNames()].sort())
    for (const name of functionNames())
      expect(readdirSync(join(root, name))).toEqual(expect.arrayContaining(['index.js', 'config.json']))
  })

  it('writes what DevTools needs to open a folder', () => {
    expect(JSON.parse(readDist('project.config.json'))).toEqual({
      projectname: 'sms-statistics',
      appid: 'touristappid',
      compileType: 'miniprogram',
      libVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      miniprogramRoot: 'miniprogram/',
      cloudfunctionRoot: 'functions/',
      setting: expect.any(Object) as object,
    })
  })

  it('makes a mini program whose pages exist, in the environment of .env', () => {
    const { pages } = JSON.parse(readDist('miniprogram/app.json')) as { pages: string[] }

    expect(pages).not.toEqual([])
    for (const page of pages)
      for (const kind of ['js', 'wxml'])
        expect(existsSync(join(project.folder, 'dist/miniprogram', `${page}.${kind}`))).toBe(true)
    expect(readDist('miniprogram/env.js')).toBe('module.exports = { envId: "shop-1a2b3c" }\n')
  })

  it('says that an appid is needed for cloud functions', () => {
    expect(run.stdout).toContain('cloud functions need a real one: put WX_APPID=… into .env')
    expect(run.exitCode).toBe(0)
  })
})

interface Page {
  data: Record<string, unknown>
  onTap(this: Page & { setData(data: object): void }, event: object): Promise<void>
}

describe('the page', () => {
  function loadPage(callFunction: (call: unknown) => unknown) {
    const loaded: Page[] = []
    const wx = { cloud: { callFunction } }
    const module: { exports: object } = { exports: {} }
    runInNewContext(readDist('miniprogram/functions.js'), { module })
    const require = (): unknown => module.exports
    const globals = { Page: (page: Page) => loaded.push(page), require, wx }
    runInNewContext(readDist('miniprogram/pages/index/index.js'), globals)
    const [page] = loaded
    if (page === undefined) throw new Error('index.js calls no Page()')
    return Object.assign(page, { setData: (data: object) => Object.assign(page.data, data) })
  }

  it('offers the four functions', () => {
    expect(loadPage(() => undefined).data['names']).toEqual(functionNames())
  })

  it('calls the function that is tapped and shows its answer', async () => {
    const calls: unknown[] = []
    const page = loadPage(call => {
      calls.push(call)
      return { result: { errCode: 0, totalNum: 1 } }
    })

    await page.onTap({ currentTarget: { dataset: { name: 'realtime' } } })

    const condition = { activityId: '', actType: 'h5' }
    expect(calls).toEqual([{ name: 'realtime', data: { beginDate: '2021-02-25', endDate: '2021-02-26', condition } }])
    expect(JSON.parse(String(page.data['answer']))).toEqual({ errCode: 0, totalNum: 1 })
  })
})
