import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { findSwallowed } from '../../../scripts/lib/npmOptions'

const { options } = new Command()
  .option('-e, --env-id <id>')
  .option('--remote')
  .option('--dry-run')
  .option('--no-cache')

const cache = mkdtempSync(join(tmpdir(), 'npm-'))
beforeAll(() => mkdirSync(join(cache, '_logs')))
afterAll(() => rmSync(cache, { recursive: true }))

/** What npm writes when it starts. */
function writeLog(at: Date, ...argv: string[]): void {
  const name = at.toISOString().replace(/[:.]/g, '_')
  const line = argv.map(word => JSON.stringify(word)).join(' ')
  writeFileSync(join(cache, '_logs', `${name}-debug-0.log`), `0 verbose cli npm\n9 verbose argv ${line}\n`)
}

describe('an option that npm took for its own', () => {
  it.each<[string, Record<string, string>, string]>([
    ['with a value', { npm_config_env_id: 'other' }, '--env-id'],
    ['without one', { npm_config_remote: 'true' }, '--remote'],
    ['which npm knows, too', { npm_config_dry_run: 'true' }, '--dry-run'],
    ['with no- before it', { npm_config_cache: '' }, '--no-cache'],
  ])('is found: %s', (_, environment, long) => {
    expect(findSwallowed(options, environment)?.long).toBe(long)
  })

  it.each<[string, Record<string, string>]>([
    ['there is none', {}],
    ['npm says that it was not given', { npm_config_remote: '', npm_config_dry_run: '' }],
    ['it is of another program', { npm_config_json: 'true', npm_config_registry: 'http://127.0.0.1' }],
  ])('is not found when %s', (_, environment) => {
    expect(findSwallowed(options, environment)).toBeUndefined()
  })
})

describe('the short option -e, of which npm leaves a trace in its log only', () => {
  const environment = { npm_config_cache: cache, npm_lifecycle_event: 'deploy' }
  afterEach(() => rmSync(join(cache, '_logs'), { recursive: true }))
  beforeEach(() => mkdirSync(join(cache, '_logs'), { recursive: true }))

  it('is found where npm took it', () => {
    writeLog(new Date(), 'run', 'deploy', '--before', 'other')

    expect(findSwallowed(options, environment)?.long).toBe('--env-id')
  })

  it.each<[string, Date, string[]]>([
    ['behind --', new Date(), ['run', 'deploy', '--', '-e', 'other']],
    ['of another script', new Date(), ['run', 'doctor', '--before', 'other']],
    ['of an earlier run', new Date(Date.now() - 60_000), ['run', 'deploy', '--before', 'other']],
  ])('is not found %s', (_, at, argv) => {
    writeLog(at, ...argv)

    expect(findSwallowed(options, environment)).toBeUndefined()
  })

  it('counts in the newest run of the script only', () => {
    writeLog(new Date(Date.now() - 2000), 'run', 'deploy', '--before', 'other')
    writeLog(new Date(), 'run', 'deploy', '--', '-e', 'other')

    expect(findSwallowed(options, environment)).toBeUndefined()
  })
})
