import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { formatCheck, runLocalChecks } from '../../scripts/doctor/checks'
import { readCloudbaseConfig, readVariables } from '../../scripts/lib/cloud/settings'
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
        'ok      build: 4 functions, built from the current sources',
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
      expect(stdout).toMatch(/^WARNING STATS_ALLOWED_OPENIDS: it is empty, so no user of the mini program may read; /m)
      expect(stdout).toMatch(/^WRONG {3}tcb login: nobody is logged in; log in with: npx tcb login$/m)
      expect(exitCode).toBe(1)
    },
    TIMEOUT_MS,
  )
})

const env =
  (text: string) =>
  ({ folder }: Project) =>
    writeFileSync(join(folder, '.env'), text)
const config =
  (text: string, by: string) =>
  ({ folder }: Project) => {
    const file = join(folder, 'cloudbaserc.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace(text, by))
  }
const login =
  (credential: object) =>
  ({ home }: Project) =>
    writeFileSync(join(home, '.config/.cloudbase/auth.json'), JSON.stringify({ credential }))

/** What is wrong, how it comes to be, and the line that says so. */
type Wrong = [what: string, prepare: (project: Project) => void, line: RegExp]

/** Of each list all is wrong at once, and said by a check of its own: to check a project takes half a second. */
const WRONG_AT_ONCE: readonly (readonly Wrong[])[] = [
  [
    [
      'a file beside what was built',
      ({ folder }) => {
        mkdirSync(join(folder, 'dist/functions/realtime/lib'))
        writeFileSync(join(folder, 'dist/functions/realtime/lib/.env'), 'SECRET=1')
      },
      /^WRONG {3}build: not built .*, or changed since \(dist\/functions\/realtime\/lib\/\.env\); run: npm run build$/m,
    ],
    [
      'a login in the browser that has expired',
      login({ tmpSecretId: 'id', tmpSecretKey: 'key', refreshToken: 'token', expired: Date.parse('2021-02-25') }),
      /^WRONG {3}tcb login: the login in the browser expired at 2021-02-25T00:00:00\.000Z; log in again with: npx tcb login$/m,
    ],
    [
      'a value that breaks the template of the CLI',
      env(`ENV_ID=shop-1a2b3c\nSTATS_ALLOWED_OPENIDS='o"One'\n`),
      /^WRONG {3}STATS_ALLOWED_OPENIDS: it has a double quote in it, which the tcb CLI cannot carry; /m,
    ],
  ],
  [
    [
      'sources that changed since the build',
      ({ folder }) => writeFileSync(join(folder, 'shared/answer/rows.ts'), '// changed'),
      /^WRONG {3}build: not built from the current sources, or changed since \(shared\/answer\/rows\.ts\); run: npm run build$/m,
    ],
    [
      'a login that is none',
      ({ home }) => writeFileSync(join(home, '.config/.cloudbase/auth.json'), '{"credential":1}'),
      /^WRONG {3}tcb login: .*auth\.json is not as tcb writes it; /m,
    ],
    [
      'an ENV_ID that is none',
      env('ENV_ID=my shop\nSTATS_ALLOWED_OPENIDS=o\n'),
      /^WRONG {3}ENV_ID: it is not an environment id/m,
    ],
  ],
  [
    [
      'a build that did not come to its end',
      ({ folder }) => rmSync(join(folder, 'dist/.build.json')),
      /^WRONG {3}build: not built .*, or changed since \(dist\/functions\); run: npm run build$/m,
    ],
    [
      'a handler that the build does not export',
      config('"index.main"', '"index.handler"'),
      /^WRONG {3}cloudbaserc\.json: overview has handler index\.handler, expected index\.main, /m,
    ],
    [
      'a home that tcb cannot write to',
      ({ home }) => {
        rmSync(join(home, '.config'), { recursive: true })
        writeFileSync(join(home, '.config'), '')
      },
      /^WRONG {3}tcb login: .*\.config is not a folder, and tcb has to write there; move it away$/m,
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
      /^WRONG {3}config\.json: in realtime, permissions\.openapi is not an array with "cloudbase\.getStatistics" in it; /m,
    ],
  ],
  [
    [
      'a runtime that is older than the build',
      config('"Nodejs18.15"', '"Nodejs16.13"'),
      /^WRONG {3}cloudbaserc\.json: overview has runtime Nodejs16\.13, .* built for Node\.js 18; expected one of Nodejs18\.15, /m,
    ],
    [
      'a permission for something else',
      ({ folder }) => writeFileSync(join(folder, CONFIG), '{"permissions":{"openapi":["wxacode.get"]}}'),
      /^WRONG {3}config\.json: in realtime, /m,
    ],
  ],
  [
    [
      'a runtime that there is not',
      config('"Nodejs18.15"', '"Nodejs19.1"'),
      /^WRONG {3}cloudbaserc\.json: overview has runtime Nodejs19\.1, which is unknown; expected one of Nodejs18\.15, /m,
    ],
  ],
  [
    [
      'a variable that is not set',
      config('"{{env.STATS_ALLOWED_OPENIDS}}"', '"{{env.STATS_ALLOWED_OPENIDS}}", "MORE": "{{ env.MORE }}"'),
      /^WRONG {3}cloudbaserc\.json: it uses \{\{env\.MORE\}\}, which is not set and would be deployed empty; /m,
    ],
  ],
  [
    [
      'another folder of functions',
      config('./dist/functions', './functions'),
      /^WRONG {3}cloudbaserc\.json: functionRoot is \.\/functions, expected \.\/dist\/functions, /m,
    ],
  ],
  [
    [
      'a function that cloudbaserc.json does not list',
      ({ folder }) => mkdirSync(join(folder, 'functions/retention')),
      /^WRONG {3}cloudbaserc\.json: functions\/retention is not in cloudbaserc\.json: add an entry, or delete the folder$/m,
    ],
  ],
  [
    [
      'an entry without a function',
      ({ folder }) => rmSync(join(folder, 'functions/realtime'), { recursive: true }),
      /^WRONG {3}cloudbaserc\.json: there is no functions\/realtime, which cloudbaserc\.json lists: remove the entry$/m,
    ],
  ],
]

/** The lines of the local checks, made in this process: a process for each case takes seconds. */
async function checkHere(prepare: (project: Project) => void): Promise<string> {
  const project = makeProject()
  try {
    prepare(project)
    const { folder, home } = project
    const variables = readVariables(folder, {})
    const checks = await runLocalChecks({ project: folder, config: readCloudbaseConfig(folder), variables, home })
    return checks.map(formatCheck).join('\n')
  } finally {
    project.remove()
  }
}

describe('the local checks', () => {
  describe.each(WRONG_AT_ONCE.map(wrong => ({ wrong })))('of a project', ({ wrong }) => {
    let lines = ''
    beforeAll(async () => {
      lines = await checkHere(project => {
        for (const [, prepare] of wrong) prepare(project)
      })
    }, TIMEOUT_MS)

    it.each(wrong)('say what to do for %s', (_what, _prepare, line) => {
      expect(lines).toMatch(line)
    })
  })
})
