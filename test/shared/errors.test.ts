import {
  CODES,
  isRetryable,
  StatisticsError,
  toFailure,
  toStatisticsError,
  withoutAddresses,
} from '../../shared/errors'
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

  it.each(['http://tcb-internal/admin?seqId=1', 'http://[fd00::1]:80/admin?token=secret', 'https://tcb-internal/(x)y'])(
    'keeps the bracket that closes behind %s',
    url => {
      expect(toFailure('overview', sdkError(12345, `500 [${url}]`)).errMsg).toBe(
        'overview:fail 12345 WeChat refused the call (500 [<url>])',
      )
    },
  )

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

describe('toStatisticsError', () => {
  it.each([
    [-501000, 'Environment not found'],
    [-501001, '[ENV_ISOLATED] on demand'],
    [-501001, '[INVALID_ENV] Env Invalid'],
    [-501001, '[INVALID_ENV_STATUS] the env is not in service'],
    [-501001, '[PERMISSION_DENIED] no'],
    [-501001, '[SIGN_PARAM_INVALID] signature'],
    [-501001, 'env status is isolated'],
    [-501007, '[100003] env not exists'],
    [-504002, 'Environment not found'],
  ])('calls %d final when its text says that the environment is refused: %s', (errCode, errMsg) => {
    const error = toStatisticsError(sdkError(errCode, `openapi.cloudbase.getStatistics:fail ${errMsg}`))

    expect(error).toMatchObject({
      errCode,
      retryable: false,
      advice: expect.stringMatching(/console: does it exist, is it paid for/) as unknown,
    })
  })

  it.each(['resource system error', 'DATABASE_PERMISSION_DENIED', 'environment variable'])(
    'leaves the other texts of -501001 retryable: %s',
    errMsg => {
      expect(toStatisticsError(sdkError(-501001, errMsg))).toMatchObject({ retryable: true })
    },
  )

  it.each([TypeError, RangeError, SyntaxError, ReferenceError])(
    'calls a %p that the SDK stamped -1 a mistake, which no retry mends',
    kind => {
      const thrown = Object.assign(new kind('secret'), { errCode: -1, errMsg: 'x:fail secret' })

      const error = toStatisticsError(thrown)

      expect(error).toMatchObject({
        errCode: -601001,
        retryable: false,
        message: `unexpected ${kind.name}`,
        cause: thrown,
      })
    },
  )

  it('leaves a TypeError that comes with a code of its own to that code', () => {
    expect(toStatisticsError(Object.assign(new TypeError('x'), { errCode: -501001, errMsg: 'x' })).errCode).toBe(
      -501001,
    )
  })

  it.each([
    ['10011', 10011],
    ['-1', -1],
  ])('reads a code that came as the text %j', (errCode, expected) => {
    const error = toStatisticsError(Object.assign(new Error('x'), { errCode, errMsg: 'x' }))

    expect(error.errCode).toBe(expected)
  })

  it('takes the advice that an error brings in place of that of its code', () => {
    expect(toFailure('overview', new StatisticsError(-601004, 'no', { advice: 'log in' })).errMsg).toBe(
      'overview:fail no; log in',
    )
  })

  it('keeps the IP address that has to be whitelisted, and says where', () => {
    const { errMsg } = toFailure(
      'overview',
      sdkError(40164, 'x:fail invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist'),
    )

    expect(errMsg).toContain('invalid ip 1.2.3.4 ipv6')
    expect(errMsg).toContain('IP白名单')
  })

  it.each(['x', ' ', '\n', '.', '-', '1', '1.', 'a.', 'http://', 'at a.', '; at ', 'env ', '\\', '\u4e2d'])(
    'reads a megabyte of %j in no time',
    shape => {
      const started = performance.now()

      const { errMsg } = toFailure('overview', sdkError(-501001, shape.repeat(1_000_000 / shape.length)))

      expect(performance.now() - started).toBeLessThan(200)
      expect(errMsg.length).toBeLessThan(500)
    },
  )
})

describe('withoutAddresses', () => {
  it('keeps 200 characters of a long text, and shows that it is cut', () => {
    expect(withoutAddresses('x'.repeat(200))).toBe('x'.repeat(200))
    expect(withoutAddresses('x'.repeat(201))).toBe(`${'x'.repeat(200)}…`)
  })
})

describe('isRetryable', () => {
  it('is true for these codes, and for no other that is known', () => {
    const retryable = Object.keys(CODES).map(Number).filter(isRetryable)

    expect(new Set(retryable)).toStrictEqual(
      new Set([-1, -501001, -501002, -501003, -501004, -601003, -601008, -604102, -604103]),
    )
  })

  it('is false for a code that is not known', () => {
    expect(isRetryable(12345)).toBe(false)
  })
})
