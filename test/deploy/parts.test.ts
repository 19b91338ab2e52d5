/** The pure parts of a deploy: what is compared, what is planned, and what is read in the CLI's words. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { type Plan, planDeploy } from '../../scripts/deploy/plan'
import { adviceFor, findCause } from '../../scripts/lib/cloud/causes'
import type { RemoteFunction } from '../../scripts/lib/cloud/cloudEnvironment'
import { findDifferences } from '../../scripts/lib/cloud/compare'
import { findCodeDifference, readCode } from '../../scripts/lib/cloud/deployedCode'
import type { DeployedFunction } from '../../scripts/lib/cloud/deployedFunction'
import { fillIn, type FunctionEntry, whyUnfit } from '../../scripts/lib/cloud/settings'
import { whyNot } from '../../scripts/lib/cloud/tcb'
import { readReasons, wantsLogin } from '../../scripts/lib/cloud/tcbOutput'

const ENV_ID = 'shop-1a2b3c'
const OURS = 'process.env.STATS_ALLOWED_OPENIDS'
const PERMISSION = '{"permissions":{"openapi":["cloudbase.getStatistics"]}}'

const wanted: FunctionEntry = {
  name: 'overview',
  runtime: 'Nodejs18.15',
  handler: 'index.main',
  installDependency: false,
  timeout: 20,
  memorySize: 256,
  envVariables: { STATS_ALLOWED_OPENIDS: 'oFirst' },
}
const found: RemoteFunction = {
  name: 'overview',
  status: 'Active',
  reasons: [],
  runtime: 'Nodejs18.15',
  handler: 'index.main',
  installDependency: false,
  timeout: 20,
  memorySize: 256,
  variables: { STATS_ALLOWED_OPENIDS: 'oFirst' },
}

const folder = mkdtempSync(join(tmpdir(), 'built-'))
beforeAll(() => {
  writeFileSync(join(folder, 'index.js'), OURS)
  writeFileSync(join(folder, 'config.json'), PERMISSION)
})
afterAll(() => rmSync(folder, { recursive: true }))

function zip(files: Record<string, string>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])))
}

const build = { 'index.js': OURS, 'config.json': PERMISSION, 'package.json': '{}' }

describe('the settings in the cloud, against cloudbaserc.json', () => {
  it('differ in nothing when all is as it should be', () => {
    expect(findDifferences(wanted, found, ENV_ID)).toEqual([])
  })

  it.each<[string, Partial<RemoteFunction>, RegExp]>([
    [
      'the status, and why',
      { status: 'CreateFailed', reasons: ['no room'] },
      /^has the status "CreateFailed", not Active \(no room\): .*npx tcb fn delete overview -e shop-1a2b3c/,
    ],
    [
      'the status of one that is still being changed',
      { status: 'Updating' },
      /^has the status "Updating", not Active: ask again in a minute: npm run doctor -- --remote -e shop-1a2b3c$/,
    ],
    [
      'the runtime',
      { runtime: 'Nodejs16.13' },
      /^has runtime Nodejs16\.13, cloudbaserc\.json says Nodejs18\.15: .*npx tcb fn delete overview -e shop-1a2b3c/,
    ],
    ['the handler', { handler: 'index.handler' }, /^has handler index\.handler, cloudbaserc\.json says index\.main: /],
    [
      'the timeout',
      { timeout: 3 },
      /^has timeout 3, .* says 20: deploy again: npm run deploy -- -e shop-1a2b3c overview$/,
    ],
    ['the memory', { memorySize: 128 }, /^has memorySize 128, cloudbaserc\.json says 256: deploy again/],
    ['installDependency', { installDependency: true }, /^has installDependency true, cloudbaserc\.json says false: /],
    ['a variable, without its values', { variables: {} }, /^has another value in the variable STATS_ALLOWED_OPENIDS /],
  ])('differ in %s', (_, changes, line) => {
    expect(findDifferences(wanted, { ...found, ...changes }, ENV_ID)).toEqual([expect.stringMatching(line)])
  })

  it('do not differ in an empty variable that is not there', () => {
    const empty = { ...wanted, envVariables: { STATS_ALLOWED_OPENIDS: '' } }

    expect(findDifferences(empty, { ...found, variables: {} }, ENV_ID)).toEqual([])
  })
})

describe('the code in the cloud, against the build', () => {
  it.each<[string, Uint8Array, string | undefined]>([
    ['the build, whatever else is in the zip', zip({ ...build, 'node_modules/x.js': 'x' }), undefined],
    ['older code', zip({ ...build, 'index.js': `${OURS}; old` }), 'its index.js is another'],
    ['another permission', zip({ ...build, 'config.json': '{}' }), 'its config.json is another'],
    ['no permission', zip({ 'index.js': OURS }), 'its config.json is missing'],
    ['half a zip', zip(build).subarray(0, 100), 'the 100 bytes that the cloud has of it are not a complete zip'],
    ['nothing', new Uint8Array(), 'the 0 bytes that the cloud has of it are not a complete zip'],
  ])('is told from %s', (_, code, difference) => {
    expect(findCodeDifference(readCode(code), folder)?.split(': ').at(-1)).toBe(difference)
  })
})

describe('the plan of a deploy', () => {
  const inCloud = (settings: Partial<RemoteFunction>, code: Record<string, string> = build): DeployedFunction => ({
    state: 'found',
    settings: { ...found, ...settings },
    code: readCode(zip(code)),
  })
  const extra = { variables: { STATS_ALLOWED_OPENIDS: 'oFirst', DATABASE: 'secret' } }
  const old = { ...build, 'index.js': `${OURS}; old` }

  it.each<[string, DeployedFunction, Plan]>([
    ['creates what is not there', { state: 'missing' }, { action: 'create' }],
    ['finds nothing to change', inCloud({}), { action: 'same' }],
    [
      'changes what is ours',
      inCloud({ timeout: 3, variables: { STATS_ALLOWED_OPENIDS: 'oOther' } }, old),
      { action: 'change', changes: ['its code', 'timeout 3 to 20', 'the variable STATS_ALLOWED_OPENIDS'], erases: [] },
    ],
    [
      'leaves another runtime and handler',
      inCloud({ runtime: 'Python3.7', handler: 'index.main_handler' }),
      {
        action: 'refuse',
        reasons: [
          'has runtime Python3.7, cloudbaserc.json says Nodejs18.15',
          'has handler index.main_handler, cloudbaserc.json says index.main',
        ],
      },
    ],
    [
      "leaves somebody else's code",
      inCloud({}, { 'index.js': 'exports.main = () => cloud.openapi.cloudbase.getStatistics()' }),
      { action: 'refuse', reasons: ["has code that is not this package's"] },
    ],
    [
      'leaves a variable that was set in the console',
      inCloud(extra),
      { action: 'refuse', reasons: ['would lose its value of DATABASE, which is set in the cloud only'] },
    ],
    [
      'leaves what cannot be read',
      { state: 'unreadable', problem: 'is listed, but could not be read: oops' },
      { action: 'refuse', reasons: ['is listed, but could not be read: oops'] },
    ],
  ])('%s', (_, deployed, plan) => {
    expect(planDeploy(wanted, deployed, { folder, overwrite: false })).toEqual(plan)
  })

  it('leaves a list of OPENIDs that the deploy would empty', () => {
    const empty = { ...wanted, envVariables: { STATS_ALLOWED_OPENIDS: '' } }

    expect(planDeploy(empty, inCloud({}), { folder, overwrite: false })).toEqual({
      action: 'refuse',
      reasons: ['would lose its value of STATS_ALLOWED_OPENIDS, which is set in the cloud only'],
    })
  })

  it('names what --overwrite erases', () => {
    expect(planDeploy(wanted, inCloud(extra), { folder, overwrite: true })).toEqual({
      action: 'change',
      changes: [],
      erases: ['DATABASE'],
    })
  })
})

describe('the output of the CLI', () => {
  it('tells why functions are not deployed, with the lines below each and no further', () => {
    const output = [
      '✖ [realtime] 函数部署失败',
      '✖   错误信息: 云函数创建失败',
      '失败信息: [FailedOperation] no room',
      '✖   RequestId: request-1',
      '✔ [overview] Cloud function deployed successfully',
      '✖   错误信息: of nobody',
      '✖   - [conversion] it broke',
      '✖     at FunctionDeploy.execute (cli.js:1:1)',
      '✖ 2 cloud function(s) deployment failed',
    ].join('\n')

    const { ofFunctions } = readReasons(output, ['overview', 'realtime', 'conversion'])

    expect(Object.fromEntries(ofFunctions)).toEqual({
      realtime: '云函数创建失败; [FailedOperation] no room',
      conversion: 'it broke',
    })
  })

  it.each<[string, string, number, string]>([
    [
      'an action of the API',
      '✖ [DescribeEnvs] internal error\n✖   错误码: InternalError',
      0,
      '[DescribeEnvs] internal error; InternalError',
    ],
    [
      'an action of the API, with line ends in it',
      '- Loading data...\n✖ [DescribeEnvs]\nRequestId：request-1\nthe service is down\n\nsee the manual',
      0,
      '[DescribeEnvs]; the service is down',
    ],
    [
      'an action of the API, without a mark',
      '[CreateFunction] no more room\n[overview] 部署方式',
      0,
      '[CreateFunction] no more room',
    ],
    [
      'a crash, with line ends in its message',
      'CloudBaseError: [ListFunctions]\nRequestId：1\nit is down\n    at f (x.js:1:2)\n\nNode.js v20.0.0',
      1,
      'tcb ended with exit code 1: CloudBaseError: [ListFunctions]; it is down',
    ],
    ['a sentence', '- Loading data...\n✖ Environment x not found', 0, 'Environment x not found'],
    [
      'a crash',
      "cli.js:1\n    throw e\n\nError: EACCES: permission denied, mkdir '/h/.config'\n    at f (x.js:1:2) {\n  errno: -13\n}\n\nNode.js v20.0.0",
      1,
      "tcb ended with exit code 1: Error: EACCES: permission denied, mkdir '/h/.config'",
    ],
    ['a last word', 'Killed by the system', 137, 'tcb ended with exit code 137: Killed by the system'],
    ['nothing', '', 3, 'tcb ended with exit code 3 and said nothing'],
  ])('tells why the run failed: %s', (_, output, exitCode, reason) => {
    const { ofRun } = readReasons(output, ['overview'])

    expect(whyNot({ output, exitCode, ended: 'exited' }, ofRun)).toBe(reason)
  })

  it.each(['No valid identity information, please login', '无有效身份信息，请使用 cloudbase login 登录'])(
    'tells that a login is wanted: %s',
    output => {
      expect(wantsLogin(output)).toBe(true)
    },
  )
})

describe('the cause of a failure, and what helps', () => {
  it.each<[string, string, RegExp]>([
    ['rate limiting', '[CreateFunction] too many requests; RequestLimitExceeded', /wait a minute/],
    ['a quota', '[CreateFunction] too many functions; LimitExceeded.Function', /delete what is not needed/],
    ['a missing right', '[CreateFunction] you are not authorized; UnauthorizedOperation', /CAM console/],
    ['a wrong key', 'AuthFailure.SecretIdNotFound: no such id', /log in with: npx tcb login/],
    ['a wrong clock', 'AuthFailure.SignatureExpire: expired', /clock of this computer/],
    ['a refused upload', 'COS 上传失败: Access Denied. (AccessDenied); AccessDenied', /object storage \(COS\) refused/],
    ['a failed upload', 'COS 上传失败: read ECONNRESET', /check the network/],
    [
      'no network',
      'request to https://tcb.tencentcloudapi.com/ failed, reason: getaddrinfo ENOTFOUND',
      /check the network/,
    ],
    ['a full disk', "ENOSPC: no space left on device, write '/tmp/x'", /free some space/],
    [
      'a home that is read-only',
      "Error: EROFS: read-only file system, mkdir '/h/.config'",
      /make that folder writable/,
    ],
    ['another environment', 'Environment other not found', /check ENV_ID \(shop-1a2b3c\)/],
    ['a failed creation', '云函数创建失败; no room', /npx tcb fn delete overview -e shop-1a2b3c/],
  ])('is known of %s', (_, text, advice) => {
    const cause = findCause(text)

    if (cause === undefined) throw new Error('no cause was found')
    expect(adviceFor(cause, { envId: ENV_ID, name: 'overview' })).toMatch(advice)
  })

  it('is not guessed', () => {
    expect(findCause('InternalError: something')).toBeUndefined()
  })
})

describe('the variables', () => {
  it('fill the placeholders; one that is not set gives an empty text', () => {
    const entry = { ...wanted, envVariables: { A: '{{env.SET}}', B: '{{env.UNSET}}' } }

    expect(fillIn(entry, { SET: 'x' }).envVariables).toEqual({ A: 'x', B: '' })
  })

  it.each(['a"b', 'a\\b', 'a\nb', '{"a":1}', '[1]', 'null'])(
    'are refused when the CLI would break on them: %j',
    value => {
      expect(whyUnfit(value)).toEqual(expect.any(String))
    },
  )

  it.each(['', '*', 'oFirst,oSecond', 'o-_9'])('are taken as they are: %j', value => {
    expect(whyUnfit(value)).toBeUndefined()
  })
})
