import { findDifferences } from '../../scripts/lib/cloud/compare'
import { readDeployOutput, wantsLogin } from '../../scripts/lib/cloud/output'
import { readList, type RemoteFunction } from '../../scripts/lib/cloud/remote'
import { fillIn, type FunctionEntry, whyUnfit } from '../../scripts/lib/cloud/settings'

const wanted: FunctionEntry = {
  name: 'overview',
  runtime: 'Nodejs18.15',
  timeout: 20,
  memorySize: 256,
  envVariables: { STATS_ALLOWED_OPENIDS: 'oFirst' },
}
const found: RemoteFunction = { ...wanted, status: 'Active' }

describe('what the cloud has, against cloudbaserc.json', () => {
  it('finds nothing when all is as it should be', () => {
    expect(findDifferences(wanted, found)).toEqual([])
  })

  it.each<[string, Partial<RemoteFunction>, RegExp]>([
    ['the status', { status: 'Creation failed' }, /^has the status "Creation failed", not Active: /],
    ['the runtime', { runtime: 'Nodejs16.13' }, /^has runtime Nodejs16\.13, cloudbaserc\.json says Nodejs18\.15: /],
    ['the timeout', { timeout: 3 }, /^has timeout 3, cloudbaserc\.json says 20: deploy again$/],
    ['the memory', { memorySize: 128 }, /^has memorySize 128, cloudbaserc\.json says 256: deploy again$/],
    [
      'a variable, without its values',
      { envVariables: {} },
      /^has another value in the variable STATS_ALLOWED_OPENIDS /,
    ],
  ])('names %s', (_, changes, line) => {
    expect(findDifferences(wanted, { ...found, ...changes })).toEqual([expect.stringMatching(line)])
  })

  it('says that a function is not there', () => {
    expect(findDifferences(wanted, undefined)).toEqual(['is not there: deploy it'])
  })

  it('takes an empty variable and none for the same', () => {
    const empty = { ...wanted, envVariables: { STATS_ALLOWED_OPENIDS: '' } }

    expect(findDifferences(empty, { ...found, envVariables: {} })).toEqual([])
  })
})

describe('the output of the CLI', () => {
  it.each([
    ['English', '✔ [overview] Cloud function deployed successfully\n✔ Successfully deployed 1 function(s)\n'],
    ['English, one function', '✔ [overview] Cloud function deployed successfully!\n'],
    ['Chinese', '✔ [overview] 云函数部署成功\n✔ 成功部署 1 个函数\n'],
  ])('tells what is deployed: %s', (_, output) => {
    expect([...readDeployOutput(output).deployed]).toEqual(['overview'])
  })

  it('tells why each of the others is not, with the lines below it and no further', () => {
    const output = [
      '✖ [realtime] 函数部署失败',
      '✖   错误信息: 云函数创建失败',
      '失败信息: [FailedOperation] no room',
      '✔ [overview] Cloud function deployed successfully',
      '✖   错误信息: of nobody',
      '✖   - [conversion] it broke',
      '✖     at FunctionDeploy.execute (cli.js:1:1)',
    ].join('\n')

    expect(Object.fromEntries(readDeployOutput(output).failures)).toEqual({
      realtime: '云函数创建失败; [FailedOperation] no room',
      conversion: 'it broke',
    })
  })

  it.each(['No valid identity information, please login', '无有效身份信息，请使用 cloudbase login 登录'])(
    'tells that a login is wanted: %s',
    output => {
      expect(wantsLogin(output)).toBe(true)
    },
  )

  it('lists the functions with their status, in both languages', () => {
    const row = (name: string, status: string) => `│ lam-1 │ ${name} │ Nodejs18.15 │ │ │ ${status} │`
    const table = ['┌──┐', row('Function name', 'Status'), row('a', 'Deployment completed'), row('b', '部署完成')]

    expect(readList([...table, row('c', 'Updating'), row('d', '')].join('\n'))).toEqual([
      ['a', 'Active'],
      ['b', 'Active'],
      ['c', 'Updating'],
      ['d', 'unknown'],
    ])
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
