import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { makeProject, type Project, type ProjectOptions, type ProjectRun } from '../deploy/project'

const TIMEOUT_MS = 120_000

beforeAll(() => ensureBuilt(), TIMEOUT_MS)

async function doctor(
  prepare: (project: Project) => void = () => undefined,
  options?: ProjectOptions,
): Promise<ProjectRun> {
  const project = makeProject(options)
  try {
    prepare(project)
    return await project.run('doctor')
  } finally {
    project.remove()
  }
}

const CONFIG = 'dist/functions/realtime/config.json'

describe('npm run doctor', () => {
  it(
    'says ok, a line each, and ends with 0 when nothing is missing',
    async () => {
      const { exitCode, stdout } = await doctor()

      expect(stdout.trimEnd().split('\n')).toEqual([
        expect.stringMatching(/^ok {6}Node\.js: \d+/),
        'ok      build: 4 functions, from the sources as they are now',
        'ok      self-contained: each loads alone and exports main',
        'ok      no dotfiles: nothing hidden is uploaded',
        'ok      config.json: asks for cloudbase.getStatistics',
        'ok      cloudbaserc.json: lists overview, overviewByChannel, conversion, realtime',
        'ok      ENV_ID: shop-1a2b3c',
        'ok      STATS_ALLOWED_OPENIDS: 1 OPENID',
        'ok      tcb login: with a key',
      ])
      expect(exitCode).toBe(0)
    },
    TIMEOUT_MS,
  )

  it(
    'names on a fresh clone just what is missing to deploy',
    async () => {
      const fresh = ({ folder }: Project): void => {
        rmSync(join(folder, 'dist'), { recursive: true })
        rmSync(join(folder, '.env'))
      }

      const { exitCode, stdout } = await doctor(fresh, { secretId: null })

      expect(stdout).toMatch(
        /^WRONG {3}build: overview, overviewByChannel, conversion, realtime not built; run: npm run build$/m,
      )
      expect(stdout).toMatch(/^WRONG {3}ENV_ID: it is not set; .* \.env \(a copy of \.env\.example\)$/m)
      expect(stdout).toMatch(/^WARNING STATS_ALLOWED_OPENIDS: it is empty, so nobody gets in from the mini program; /m)
      expect(stdout).toMatch(/^WRONG {3}tcb login: nobody is logged in; log in with: npx tcb login$/m)
      expect(exitCode).toBe(1)
    },
    TIMEOUT_MS,
  )

  const env =
    (text: string) =>
    ({ folder }: Project) =>
      writeFileSync(join(folder, '.env'), text)
  it.each<[string, (project: Project) => void, RegExp]>([
    [
      'sources that changed since the build',
      ({ folder }) => writeFileSync(join(folder, 'shared/answer/rows.ts'), '// changed'),
      /^WRONG {3}build: not made from the sources as they are now, or changed since \(shared\/answer\/rows\.ts\); run: npm run build$/m,
    ],
    [
      'a function that needs something beside it',
      ({ folder }) => writeFileSync(join(folder, 'dist/functions/realtime/index.js'), 'require("wx-server-sdk")'),
      /^WRONG {3}self-contained: realtime cannot be loaded alone; /m,
    ],
    [
      'a dotfile that would be uploaded',
      ({ folder }) => writeFileSync(join(folder, 'dist/functions/realtime/.env'), 'SECRET=1'),
      /^WRONG {3}no dotfiles: realtime\/\.env would be uploaded; delete it$/m,
    ],
    [
      'a permission that is no array',
      ({ folder }) => writeFileSync(join(folder, CONFIG), '{"permissions":{"openapi":"cloudbase.getStatistics"}}'),
      /^WRONG {3}config\.json: in realtime, permissions\.openapi is no array with "cloudbase\.getStatistics" in it; /m,
    ],
    [
      'a permission for something else',
      ({ folder }) => writeFileSync(join(folder, CONFIG), '{"permissions":{"openapi":["wxacode.get"]}}'),
      /^WRONG {3}config\.json: in realtime, /m,
    ],
    [
      'a function that cloudbaserc.json does not list',
      ({ folder }) => mkdirSync(join(folder, 'functions/retention')),
      /^WRONG {3}cloudbaserc\.json: functions\/retention is not in cloudbaserc\.json: add an entry, or delete the folder$/m,
    ],
    [
      'an entry without a function',
      ({ folder }) => rmSync(join(folder, 'functions/realtime'), { recursive: true }),
      /^WRONG {3}cloudbaserc\.json: there is no functions\/realtime, which cloudbaserc\.json lists: take the entry out$/m,
    ],
    [
      'a value that breaks the template of the CLI',
      env(`ENV_ID=shop-1a2b3c\nSTATS_ALLOWED_OPENIDS='o"One'\n`),
      /^WRONG {3}STATS_ALLOWED_OPENIDS: it has a double quote in it, which the tcb CLI cannot carry; /m,
    ],
    ['an ENV_ID that is none', env('ENV_ID=my shop\nSTATS_ALLOWED_OPENIDS=o\n'), /^WRONG {3}ENV_ID: it is no id/m],
  ])(
    'ends with 1 and says what to do for %s',
    async (_, prepare, line) => {
      const { exitCode, stdout } = await doctor(prepare)

      expect(stdout).toMatch(line)
      expect(exitCode).toBe(1)
    },
    TIMEOUT_MS,
  )
})
