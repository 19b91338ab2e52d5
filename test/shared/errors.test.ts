import { CODES, isPassing, StatisticsError, toFailure } from '../../shared/errors'
import { sdkError } from '../support/fakeOpenapi'

describe('toFailure', () => {
  it("passes the SDK's code on and adds the advice", () => {
    const thrown = sdkError(-604101, 'system error: error code: -604101')

    expect(toFailure('overview', thrown)).toStrictEqual({
      errCode: -604101,
      errMsg: expect.stringMatching(
        /^overview:fail -604101 .*; upload the function once from WeChat DevTools/,
      ) as unknown,
    })
  })

  it.each(Object.keys(CODES).map(Number))('gives the advice of code %d', errCode => {
    const { errMsg } = toFailure('overview', sdkError(errCode, 'x'))

    expect(errMsg).toContain(CODES[String(errCode) as keyof typeof CODES].advice)
  })

  it("keeps what WeChat said, without the SDK's prefix", () => {
    const { errMsg } = toFailure(
      'overview',
      sdkError(12345, 'openapi.cloudbase.getStatistics:fail some words rid: 6f-1'),
    )

    expect(errMsg).toBe('overview:fail 12345 WeChat refused the call (some words rid: 6f-1)')
  })

  it.each([
    ['before 2.6', 'errCode: -1 | errMsg: busy\n          ; at openapi.cloudbase.getStatistics api;'],
    ['with line breaks', 'errCode: -1 |\n   errMsg: busy'],
  ])('says the same on one line whatever the version of the SDK: %s', (_, errMsg) => {
    expect(toFailure('overview', sdkError(12345, errMsg)).errMsg).toBe(
      'overview:fail 12345 WeChat refused the call (errCode: -1 | errMsg: busy)',
    )
  })

  it.each([
    ['a URL', 'request http://tcb-internal/admin?seqId=1 failed', 'tcb-internal'],
    ['an address', 'connect ECONNREFUSED 169.254.0.55:80', '169.254'],
    ['a host', 'getaddrinfo ENOTFOUND tcb-open.tencentyun.com', 'tencentyun'],
  ])('does not pass %s of the platform on', (_, errMsg, secret) => {
    expect(toFailure('overview', sdkError(-501001, errMsg)).errMsg).not.toContain(secret)
  })

  it('cuts a body that the SDK put into its message', () => {
    expect(toFailure('overview', sdkError(-601001, 'x'.repeat(1_000_000))).errMsg.length).toBeLessThan(500)
  })

  it.each([
    ['an Error of our own making', new TypeError("Cannot read properties of undefined (reading 'secret')")],
    ['a string', 'secret'],
    ['nothing', undefined],
    ['an object without a code', { secret: 1 }],
    ['a code that is no number', { errCode: 'secret' }],
    ['a code of 0', { errCode: 0, errMsg: 'secret' }],
  ])('answers %s with -601001 and no detail', (_, thrown) => {
    const failure = toFailure('overview', thrown)

    expect(failure.errCode).toBe(-601001)
    expect(failure.errMsg).toMatch(/^overview:fail unexpected /)
    expect(failure.errMsg).not.toContain('secret')
  })

  it("says what this package refuses in the package's own words", () => {
    const failure = toFailure('overview', new StatisticsError(-501007, 'endDate is missing'))

    expect(failure).toStrictEqual({
      errCode: -501007,
      errMsg: 'overview:fail endDate is missing; correct the event and call again',
    })
  })
})

describe('isPassing', () => {
  it.each([-1, -501001, -501002, -501003, -501004, -601003, -601008, -604102, -604103])('is true for %d', errCode => {
    expect(isPassing(errCode)).toBe(true)
  })

  it.each([10011, -604100, -604101, -604104, -501005, -501007, 40001, 12345])('is false for %d', errCode => {
    expect(isPassing(errCode)).toBe(false)
  })
})
