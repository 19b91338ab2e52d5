/** npm run logs, with the real management SDK against the stand-in of the cloud. */
import type { CloudFaults } from './cloudActions'
import { startCloudApi } from './cloudApi'
import { makeProject, type Project, type ProjectRun, type ProjectSettings } from './project'

const TIMEOUT_MS = 120_000
const ENTRIES = Array.from({ length: 30 }, (_, index) => JSON.stringify({ log: `{"tries":${30 - index}}\n` }))

let project: Project
beforeAll(() => {
  project = makeProject()
})
afterAll(() => project.remove())

async function logs(args: string[], faults: CloudFaults = {}, settings: ProjectSettings = {}): Promise<ProjectRun> {
  const cloud = await startCloudApi(faults)
  project.reset(settings)
  const run = await project.run('logs', args, cloud)
  await cloud.close()
  expect(cloud.surprises).toEqual([])
  return run
}

describe('npm run logs', () => {
  it(
    'shows the last lines of the function, oldest first',
    async () => {
      const { exitCode, stdout } = await logs(['overview', '--lines', '3'], {
        logs: { 'function_name:"overview"': ENTRIES },
      })

      expect(stdout.trimEnd().split('\n')).toEqual([
        '2021-02-25 08:30:00 {"tries":28}',
        '2021-02-25 08:30:00 {"tries":29}',
        '2021-02-25 08:30:00 {"tries":30}',
      ])
      expect(exitCode).toBe(0)
    },
    TIMEOUT_MS,
  )

  it(
    'searches for the name where the field is not known, and shows no escape sequences',
    async () => {
      const { exitCode, stdout } = await logs(['overview'], {
        logs: { '"overview"': ['\u001b[31moverview\u001b[0m, as it is'] },
      })

      expect(stdout).toBe('2021-02-25 08:30:00 overview, as it is\n')
      expect(exitCode).toBe(0)
    },
    TIMEOUT_MS,
  )

  it.each<[string, CloudFaults, ProjectSettings, number, RegExp]>([
    ['nothing was written', {}, {}, 0, /^overview wrote nothing in shop-1a2b3c in this time: /m],
    [
      'the environment keeps no log',
      { noLogService: true },
      {},
      1,
      /keeps no log: switch it on in the CloudBase console/,
    ],
    ['nobody is logged in', {}, { secretId: null }, 1, /nobody is logged in; log in with: npx tcb login/],
    [
      'the cloud refuses',
      { errors: { SearchClsLog: { Code: 'UnauthorizedOperation', Message: 'no permission' } } },
      {},
      1,
      /no permission/,
    ],
  ])(
    'says why there are no lines when %s',
    async (_, faults, options, code, says) => {
      const { exitCode, stdout, stderr } = await logs(['overview'], faults, options)

      expect(stderr).toMatch(says)
      expect(stdout).toBe('')
      expect(exitCode).toBe(code)
    },
    TIMEOUT_MS,
  )

  it.each([
    [['overveiw'], /Allowed choices are overview/],
    [['overview', '--last', '1y'], /such as 30m, 12h, 7d/],
    [['overview', '--lines', '101'], /Expected 100 at most/],
  ])(
    'ends with 2 for %j',
    async (args, says) => {
      const { exitCode, stderr } = await logs(args)

      expect(stderr).toMatch(says)
      expect(exitCode).toBe(2)
    },
    TIMEOUT_MS,
  )
})
