/** A function of another name: its folder and its entry in cloudbaserc.json are renamed, and nothing else. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeProject, type Project } from '../deploy/project'

const TIMEOUT_MS = 120_000

let project: Project
beforeAll(() => {
  project = makeProject()
  const { folder } = project
  renameSync(join(folder, 'functions/conversion'), join(folder, 'functions/smsFunnel'))
  const config = join(folder, 'cloudbaserc.json')
  writeFileSync(config, readFileSync(config, 'utf8').replace('"name": "conversion"', '"name": "smsFunnel"'))
})
afterAll(() => project.remove())

test(
  'is built, run, checked, and called by the mini program under that name',
  async () => {
    const invoked = await project.run('invoke', ['smsFunnel', '--json'])
    expect(JSON.parse(invoked.stdout)).toMatchObject({ errCode: 0, totalNum: 1 })
    expect(invoked.stderr).toContain('"function":"smsFunnel","action":"smsMarketingConversionData"')

    const refused = await project.run('invoke', ['smsFunnel', '--json', '--event', '{}'])
    expect(JSON.parse(refused.stdout)).toMatchObject({ errMsg: expect.stringMatching(/^smsFunnel:fail /) as string })

    const demo = await project.run('demo')
    expect(demo.stdout).toContain("wx.cloud.callFunction({ name: 'smsFunnel', ")
    expect(demo.exitCode).toBe(0)

    const doctor = await project.run('doctor')
    expect(doctor.stdout).toContain('cloudbaserc.json: lists overview, overviewByChannel, smsFunnel, realtime\n')

    await project.run('devtools', ['--appid', 'wx0123456789abcdef'])
    const names = readFileSync(join(project.folder, 'dist/miniprogram/sms-statistics/functionNames.js'), 'utf8')
    expect(names).toContain('"conversion": "smsFunnel"')

    const underOldName = await project.run('invoke', ['conversion'])
    expect(underOldName.stderr).toContain('Allowed choices are overview, overviewByChannel, smsFunnel, realtime.')
    expect(underOldName.exitCode).toBe(2)
  },
  TIMEOUT_MS,
)
