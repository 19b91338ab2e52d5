import { ensureBuilt } from '../../scripts/lib/build/build'
import type { CloudFaults, CloudFunction } from './cloudActions'
import { type CloudApi, startCloudApi } from './cloudApi'
import { makeProject, type Project, type ProjectOptions, type ProjectRun } from './project'

/** Each case runs the CLI for seconds; all of them run before the first test, three at a time. */
const TIMEOUT_MS = 300_000

/** What goes wrong, and what `npm run deploy` has to say on stdout or stderr. */
interface Failure {
  faults?: CloudFaults
  project?: ProjectOptions
  /** The functions that are there before. */
  deployedBefore?: CloudFunction[]
  prepare?: (project: Project) => void
  args?: string[]
  says: RegExp[]
  /** The functions that are deployed all the same. */
  deploys?: string[]
  /** Whether it is noticed before the cloud is asked for anything. */
  local?: true
}

const PARTLY =
  'CreateFunction is refused for one of four, the creation of another fails, and the code of a third is refused'

const FAILURES: Record<string, Failure> = {
  'nobody is logged in': {
    project: { secretId: null },
    says: [/^WRONG +tcb login: nobody is logged in/m],
    local: true,
  },
  'ENV_ID is missing': {
    project: { env: 'STATS_ALLOWED_OPENIDS=oFirst\n' },
    says: [/^WRONG +ENV_ID: it is not set; put the id of your cloud environment behind ENV_ID= in \.env/m],
    local: true,
  },
  'the key is wrong': {
    project: { secretId: 'AKIDother' },
    says: [/^FAILED +overview: .*the key is no longer valid; log in with: npx tcb login$/m],
  },
  'the environment is not found': {
    args: ['-e', 'other-env'],
    says: [/^FAILED +overview: Environment other-env not found; check ENV_ID \(other-env\)/m],
  },
  [PARTLY]: {
    faults: { refuseCreate: 'overview', createFails: 'conversion', refuseUpload: 'realtime' },
    deployedBefore: [before('realtime')],
    says: [
      /^FAILED +overview: .*number of functions exceeds the limit; LimitExceeded\.Function; delete what is not needed/m,
      /^FAILED +conversion: .*no room in the cluster; .*npx tcb fn delete conversion/m,
      /^FAILED +realtime: .*Access Denied.*it did not reach the cloud/m,
    ],
    deploys: ['overviewByChannel'],
  },
  'the runtime of a function that exists would have to change': {
    deployedBefore: [{ ...before('overview'), Runtime: 'Nodejs16.13' }],
    says: [
      /^FAILED +overview: has runtime Nodejs16\.13, cloudbaserc\.json says Nodejs18\.15: .*npx tcb fn delete overview/m,
    ],
    deploys: ['overviewByChannel', 'conversion', 'realtime'],
  },
  'the cloud dies half way': {
    faults: { diesAt: 'CreateFunction' },
    args: ['--timeout', '25'], // the CLI can wait without end for a cloud that is gone
    says: [/^FAILED +overview: /m],
  },
  'the cloud dies before it can be asked': {
    faults: { diesAt: 'ListFunctions' },
    says: [/^FAILED +overview: tcb says that it deployed it, but asking for it failed: .*npm run doctor -- --remote$/m],
  },
  'the cloud never ends': {
    faults: { staysCreating: true },
    args: ['--timeout', '25'],
    says: [/^FAILED +overview: tcb did not say that it deployed it: it did not end in time and was stopped$/m],
  },
}

interface Outcome extends ProjectRun {
  cloud: CloudApi
}

const outcomes = new Map<string, Outcome>()

beforeAll(async () => {
  await ensureBuilt()
  const waiting = Object.entries(FAILURES)
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) outcomes.set(next[0], await run(next[1]))
  }
  await Promise.all([work(), work(), work()])
}, TIMEOUT_MS)

async function run({ faults, project: options, deployedBefore = [], prepare, args = [] }: Failure): Promise<Outcome> {
  const cloud = await startCloudApi(faults)
  const project = makeProject(options)
  for (const one of deployedBefore) cloud.functions.set(one.FunctionName, one)
  prepare?.(project)
  try {
    return { ...(await project.run('deploy', ['--timeout', '120', ...args], cloud)), cloud }
  } finally {
    project.remove()
    await cloud.close()
  }
}

function before(name: string): CloudFunction {
  return {
    FunctionName: name,
    Runtime: 'Nodejs18.15',
    Timeout: 3,
    MemorySize: 128,
    Handler: 'index.main',
    Environment: { Variables: [] },
    Status: 'Active',
    zip: Buffer.from('old code'),
  }
}

function outcomeOf(name: string): Outcome {
  const outcome = outcomes.get(name)
  if (outcome === undefined) throw new Error(`${name} was not run`)
  return outcome
}

describe.each(Object.entries(FAILURES))('npm run deploy, when %s', (name, { says, deploys = [], local = false }) => {
  it('ends with 1 and says so', () => {
    const { exitCode, stdout, stderr } = outcomeOf(name)

    for (const line of says) expect(stdout + stderr).toMatch(line)
    expect(exitCode).toBe(1)
  })

  it('calls just those functions deployed that are', () => {
    const { stdout } = outcomeOf(name)

    expect(Array.from(stdout.matchAll(/^deployed (\w+)$/gm), ([, deployed]) => deployed)).toEqual(deploys)
  })

  it(`${local ? 'does not ask' : 'asks'} the cloud`, () => {
    expect(outcomeOf(name).cloud.actions.length > 0).toBe(!local)
  })

  it('asks no host but those of the cloud, and prints no secret', () => {
    const { cloud, stdout, stderr } = outcomeOf(name)

    expect(cloud.surprises).toEqual([])
    expect(stdout + stderr).not.toMatch(/standin-secret-key|oFirst/)
  })
})

it('A deploy that fails leaves the function that was there as it was', () => {
  const { cloud } = outcomeOf(PARTLY)

  expect(cloud.functions.get('realtime')).toEqual(before('realtime'))
})

it(
  'A deploy that is interrupted with Ctrl-C ends with 1 and says so',
  async () => {
    const cloud = await startCloudApi({ staysCreating: true })
    const project = makeProject()
    const { child, ended } = project.start('deploy', [], cloud)
    child.stderr?.on('data', (text: string) => {
      if (text.includes('Cloud function deploying')) child.kill('SIGINT')
    })

    const { exitCode, stdout } = await ended

    expect(stdout).toMatch(/^FAILED +overview: tcb did not say that it deployed it: it was interrupted$/m)
    expect(exitCode).toBe(1)
    project.remove()
    await cloud.close()
  },
  TIMEOUT_MS,
)
