import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { ensureBuilt } from '../../scripts/lib/build/build'
import { type CloudFaults, type CloudFunction, SIGNATURE } from './cloudActions'
import { type CloudApi, SECRET_ID, SECRET_KEY, startCloudApi } from './cloudApi'
import { makeProject, type Project, type ProjectRun, type ProjectSettings } from './project'

/** Each case that comes to the CLI runs for seconds; all of them run before the first test, three at a time. */
const TIMEOUT_MS = 300_000

/** What goes wrong, and what `npm run deploy` has to say on stdout or stderr. */
interface Failure {
  faults?: CloudFaults
  project?: ProjectSettings
  /** The functions that are there before. */
  deployedBefore?: CloudFunction[]
  prepare?: (project: Project) => void
  args?: string[]
  says: RegExp[]
  /** The functions that are deployed all the same. */
  deploys?: string[]
  /** How far it comes: noticed on this computer, noticed when the cloud is asked, or only when the CLI deploys. */
  reaches: 'computer' | 'cloud' | 'tcb'
}

const DAY_MS = 86_400_000

const PARTLY =
  'CreateFunction is refused for one, the creation of another fails, the code of a third is refused, and half of a fourth is kept'
const FOREIGN = 'there are functions of the same names that are not ours, or have something that would be lost'

const FAILURES: Record<string, Failure> = {
  'nobody is logged in': {
    project: { secretId: null },
    says: [/^WRONG +tcb login: nobody is logged in/m],
    reaches: 'computer',
  },
  'the login in the browser has expired': {
    prepare: browserLogin({ tmpExpired: Date.now() - DAY_MS, expired: Date.now() - DAY_MS }),
    says: [/^WRONG +tcb login: the login in the browser expired at .*; log in again with: npx tcb login$/m],
    reaches: 'computer',
  },
  'ENV_ID is missing': {
    project: { env: 'STATS_ALLOWED_OPENIDS=oFirst\n' },
    says: [/^WRONG +ENV_ID: it is not set; put the id of your cloud environment after ENV_ID= in \.env/m],
    reaches: 'computer',
  },
  'the key is wrong': {
    project: { secretId: 'AKIDother' },
    says: [
      /^FAILED +overview in shop-1a2b3c: nothing was changed: .*the key is no longer valid; log in with: npx tcb login$/m,
    ],
    reaches: 'cloud',
  },
  'the environment is not found': {
    args: ['-e', 'other-env'],
    says: [/^FAILED +overview in other-env: nothing was changed: .*check ENV_ID \(other-env\)/m],
    reaches: 'cloud',
  },
  'the account may not ask': {
    faults: {
      errors: { ListFunctions: { Code: 'UnauthorizedOperation', Message: 'not authorized (tcb:ListFunctions)' } },
    },
    says: [/^FAILED +overview in .*: nothing was changed: UnauthorizedOperation: .*CAM console/m],
    reaches: 'cloud',
  },
  'the cloud limits the number of requests, and does not stop': {
    faults: { errors: { ListFunctions: { Code: 'RequestLimitExceeded', Message: 'too many' } } },
    says: [
      /^the cloud limits the number of requests: asking once more in 3 s$/m,
      /^FAILED +overview in .*wait a minute/m,
    ],
    reaches: 'cloud',
  },
  [FOREIGN]: {
    deployedBefore: [
      before('overview', {
        Runtime: 'Python3.7',
        Environment: { Variables: [{ Key: 'DATABASE', Value: 'its-password' }] },
      }),
      before('overviewByChannel', { zip: zip('exports.main = () => "theirs"') }),
      before('conversion', { Environment: { Variables: [{ Key: 'FROM_CONSOLE', Value: 'its-password' }] } }),
      before('realtime', { zip: zip('x').subarray(0, 20) }),
    ],
    says: [
      /^FAILED +overview in shop-1a2b3c: has runtime Python3\.7, .*it was left as it is; .*npx tcb fn delete overview -e shop-1a2b3c.*--overwrite -e shop-1a2b3c overview$/m,
      /^FAILED +overviewByChannel in .*: has code that is not this package's: it was left as it is/m,
      /^FAILED +conversion in .*: would lose its value of FROM_CONSOLE, /m,
      /^FAILED +realtime in .*: has code of unknown origin: the 20 bytes/m,
    ],
    reaches: 'cloud',
  },
  [PARTLY]: {
    faults: {
      functionErrors: {
        'CreateFunction overview': {
          Code: 'LimitExceeded.Function',
          Message: 'the number of functions exceeds the limit',
        },
      },
      createFails: 'conversion',
      refuseUpload: 'realtime',
      keepsHalfZip: 'overviewByChannel',
      updatingFor: 2,
    },
    deployedBefore: [before('realtime')],
    says: [
      /^FAILED +overview in .*number of functions exceeds the limit; LimitExceeded\.Function; delete what is not needed/m,
      /^FAILED +conversion in .*no room in the cluster; .*npx tcb fn delete conversion -e shop-1a2b3c/m,
      /^FAILED +realtime in .*Access Denied.*the object storage \(COS\) refused it, the network is fine/m,
      /^FAILED +overviewByChannel in .*does not have the code of this build: the \d+ bytes .* are not a complete zip$/m,
    ],
    reaches: 'tcb',
  },
  'the old code stays, the code of another cannot be fetched, and the runtime of a third would have to change': {
    faults: { keepsOldCode: 'realtime', refuseDownload: 'conversion' },
    deployedBefore: [before('realtime'), before('overview', { Runtime: 'Nodejs16.13' })],
    args: ['--overwrite'],
    says: [
      /^FAILED +overview in .*: has runtime Nodejs16\.13, cloudbaserc\.json says Nodejs18\.15: .*npx tcb fn delete overview -e/m,
      /^FAILED +realtime in .*: does not have the code of this build \(it is older, newer, .*: its .*index\.js is another/m,
      /^FAILED +conversion in .*: does not have the code of this build: it could not be fetched: .*HTTP 403 AccessDenied/m,
    ],
    deploys: ['overviewByChannel'],
    reaches: 'tcb',
  },
  'the account may not create functions': {
    faults: { errors: { CreateFunction: { Code: 'UnauthorizedOperation', Message: 'not authorized' } } },
    args: ['overview', 'realtime'],
    says: [/^FAILED +overview in .*\[CreateFunction\] not authorized; UnauthorizedOperation; .*CAM console/m],
    reaches: 'tcb',
  },
  "the CLI's check of the login fails by an outage": {
    faults: { errors: { DescribeEnvs: { Code: 'InternalError', Message: 'oops' } } },
    says: [/^FAILED +overview in .*tcb could not check the login, though the cloud takes it/m],
    reaches: 'tcb',
  },
  'the cloud dies half way': {
    faults: { diesAt: 'CreateFunction' },
    args: ['--timeout', '25'], // the CLI can wait without end for a cloud that is gone
    says: [/^FAILED +overview in .*, but asking for it failed: .*npm run doctor -- --remote -e shop-1a2b3c$/m],
    reaches: 'tcb',
  },
  'the cloud never ends': {
    faults: { staysCreating: true },
    args: ['--timeout', '15', 'overview'],
    says: [/^FAILED +overview in .*tcb did not end in time and was stopped/m],
    reaches: 'tcb',
  },
}

interface Outcome extends ProjectRun {
  cloud: CloudApi
  /** What the home and the temporary folder of the run hold afterwards. */
  leftBehind: string[]
}

const outcomes = new Map<string, Outcome>()

beforeAll(async () => {
  await ensureBuilt()
  const waiting = Object.entries(FAILURES)
  const work = async (): Promise<void> => {
    const project = makeProject()
    try {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
        outcomes.set(next[0], await run(next[1], project))
    } finally {
      project.remove()
    }
  }
  await Promise.all([work(), work(), work()])
}, TIMEOUT_MS)

async function run(failure: Failure, project: Project): Promise<Outcome> {
  const cloud = await startCloudApi(failure.faults)
  for (const one of failure.deployedBefore ?? []) cloud.functions.set(one.FunctionName, one)
  project.reset(failure.project)
  failure.prepare?.(project)
  const ended = await project.run('deploy', ['--timeout', '120', ...(failure.args ?? [])], cloud)
  await cloud.close()
  return { ...ended, cloud, leftBehind: project.leftBehind() }
}

/** A function that is there, with settings of its own and old code of this package. */
function before(name: string, changes: Partial<CloudFunction> = {}): CloudFunction {
  return {
    FunctionName: name,
    Runtime: 'Nodejs18.15',
    Timeout: 3,
    MemorySize: 128,
    Handler: 'index.main',
    InstallDependency: 'FALSE',
    Environment: { Variables: [] },
    Status: 'Active',
    zip: zip('process.env.STATS_ALLOWED_OPENIDS // old code'),
    ...changes,
  }
}

function zip(code: string): Buffer {
  return Buffer.from(
    zipSync({ 'index.js': Buffer.from(code), 'config.json': Buffer.from('{}') }, { mtime: '2021-02-25' }),
  )
}

/** What a login in the browser leaves behind, besides keys that renew themselves. */
function browserLogin(times: { tmpExpired: number; expired: number }): (project: Project) => void {
  const keys = { tmpSecretId: SECRET_ID, tmpSecretKey: SECRET_KEY, tmpToken: 'token', refreshToken: 'refresh' }
  return ({ home }) =>
    writeFileSync(join(home, '.config/.cloudbase/auth.json'), JSON.stringify({ credential: { ...keys, ...times } }))
}

function outcomeOf(name: string): Outcome {
  const outcome = outcomes.get(name)
  if (outcome === undefined) throw new Error(`${name} was not run`)
  return outcome
}

describe.each(Object.entries(FAILURES))('npm run deploy, when %s', (name, { says, deploys = [], reaches }) => {
  it('ends with 1 and says so', () => {
    const { exitCode, stdout, stderr } = outcomeOf(name)

    for (const line of says) expect(stdout + stderr).toMatch(line)
    expect(exitCode).toBe(1)
  })

  it('calls just those functions deployed that are', () => {
    const { stdout } = outcomeOf(name)

    expect(Array.from(stdout.matchAll(/^deployed (\w+) in shop-1a2b3c$/gm), ([, deployed]) => deployed)).toEqual(
      deploys,
    )
  })

  it(`${reaches === 'computer' ? 'does not ask' : 'asks'} the cloud, and ${reaches === 'tcb' ? 'has the CLI deploy' : 'changes nothing there'}`, () => {
    const { actions } = outcomeOf(name).cloud

    expect(actions.length > 0).toBe(reaches !== 'computer')
    // The SDK does not ask for this, and the CLI begins with it.
    expect(actions.includes('DescribeEnvs')).toBe(reaches === 'tcb')
  })

  it('asks no host but those of the cloud, prints no secret, and leaves nothing behind', () => {
    const { cloud, stdout, stderr, leftBehind } = outcomeOf(name)

    expect(cloud.surprises).toEqual([])
    for (const secret of [SECRET_KEY, 'oFirst', 'its-password', SIGNATURE])
      expect(stdout + stderr).not.toContain(secret)
    expect(leftBehind).toEqual([])
  })
})

it('A deploy that fails leaves the function that was there as it was', () => {
  expect(outcomeOf(PARTLY).cloud.functions.get('realtime')).toEqual(before('realtime'))
})

it('Functions that are not ours stay as they were', () => {
  const { deployedBefore = [] } = FAILURES[FOREIGN] ?? {}

  expect([...outcomeOf(FOREIGN).cloud.functions.values()]).toEqual(deployedBefore)
})
