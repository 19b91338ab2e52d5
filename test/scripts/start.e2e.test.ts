/** What stands between npm and a command: the first line says what is missing. */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { ROOT } from '../../scripts/lib/root'
import { makeProject } from '../deploy/project'

const Package = v.looseObject({ scripts: v.record(v.string(), v.string()) })

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'))
  mkdirSync(join(folder, 'scripts'))
  cpSync(join(ROOT, 'scripts/start.mjs'), join(folder, 'scripts/start.mjs'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function run(file: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ exitCode: number; output: string }> {
  return new Promise(resolve => {
    const child = execFile(file, args, { cwd: folder, env: { ...process.env, ...env } }, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr }),
    )
  })
}

function startIn(engines: string): Promise<{ exitCode: number; output: string }> {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ engines: { node: engines } }))
  return run(process.execPath, [join(folder, 'scripts/start.mjs'), 'demo'])
}

describe('scripts/start.mjs', () => {
  it('says on a Node.js that is too old which one to install', async () => {
    const { exitCode, output } = await startIn('>=99')

    expect(output).toBe(
      `Node.js ${process.versions.node} is too old for this package: install Node.js 99 or later (https://nodejs.org), then: npm ci\n`,
    )
    expect(exitCode).toBe(1)
  })

  it('says without the packages how to install them', async () => {
    const { exitCode, output } = await startIn('>=18')

    expect(output).toMatch(/^the packages that the commands need are not installed .*: npm ci --include=dev\n$/)
    expect(exitCode).toBe(1)
  })

  it('hands options and exit code through', async () => {
    const { exitCode, output } = await run(process.execPath, [join(ROOT, 'scripts/start.mjs'), 'logs', '--nonsense'])

    expect(output).toContain("unknown option '--nonsense'")
    expect(exitCode).toBe(2)
  })

  it('builds from whatever folder it is started in', async () => {
    await ensureBuilt() // a project is a copy of what is built
    const project = makeProject()
    try {
      const { exitCode, output } = await run(process.execPath, [join(project.folder, 'scripts/start.mjs'), 'build'])

      expect(output).toMatch(/^dist\/miniprogram\/sms-statistics: the dashboard for a mini program, \d+ kB\n$/m)
      expect(exitCode).toBe(0)
    } finally {
      project.remove()
    }
  })

  it('starts every command of scripts/', () => {
    const { scripts } = v.parse(Package, JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')))

    expect(Object.values(scripts).filter(script => /\btsx scripts\//.test(script))).toStrictEqual([])
  })
})

it('NODE_ENV=production leaves out no package that the commands need', async () => {
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(ROOT, file), join(folder, file))
  const [npm = 'npm', ...first] =
    process.env['npm_execpath'] === undefined ? [] : [process.execPath, process.env['npm_execpath']]

  const { exitCode, output } = await run(npm, [...first, 'ci', '--dry-run', '--offline', '--ignore-scripts'], {
    NODE_ENV: 'production',
  })

  expect(output).toMatch(/^add tsx /m)
  expect(exitCode).toBe(0)
})
