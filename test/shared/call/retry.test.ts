import { CallBudget, deadlineOf, retry } from '../../../shared/call/retry'
import { sdkError } from '../../support/fakeOpenapi'

const START = 1_614_182_400_000
beforeEach(() => jest.useFakeTimers({ now: START }))
afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

const busy = () => sdkError(-1, 'busy')
/** A failure that is looked at later: a rejection that nobody handles meanwhile is one for Node. */
const caught = (promise: Promise<unknown>): Promise<unknown> => promise.catch((thrown: unknown) => thrown)

describe('retry', () => {
  it('retries a retryable error until the answer comes', async () => {
    const read = jest.fn().mockRejectedValueOnce(busy()).mockResolvedValue('table')

    const answer = retry(read, START + 2000)
    await jest.advanceTimersByTimeAsync(2000)

    await expect(answer).resolves.toBe('table')
    expect(read).toHaveBeenCalledTimes(2)
  })

  it.each([
    ['-1, half of the longest pause', -1, 0, [150, 500, 1000, 2000]],
    ['-1, nearly the longest pause', -1, 0.999999, [299, 999, 1999, 3999]],
    ['-604102', -604102, 0, [150, 500, 1000, 2000]],
    ['-501001, which rarely mends itself', -501001, 0, [250, 1000]],
    ['-501001, nearly the longest pause', -501001, 0.999999, [499, 1999]],
    ['-501003, which each retry adds to', -501003, 0, [250, 1000]],
    ['-501004, which each retry adds to', -501004, 0, [250, 1000]],
  ])('gives up after so many pauses, though there is time: %s', async (_, errCode, random, pauses) => {
    jest.spyOn(Math, 'random').mockReturnValue(random)
    const tries: number[] = []
    const read = () => {
      tries.push(Date.now())
      return Promise.reject(sdkError(errCode, 'no'))
    }

    const failure = caught(retry(read, START + 60_000))
    await jest.advanceTimersByTimeAsync(10_000)

    expect(await failure).toMatchObject({ errCode })
    expect(tries.slice(1).map((time, at) => time - (tries[at] ?? 0))).toStrictEqual(pauses)
  })

  it('rides out four seconds in which WeChat is busy', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.9)
    const read = () => (Date.now() < START + 4000 ? Promise.reject(busy()) : Promise.resolve('table'))

    const answer = retry(read, START + 20_000)
    await jest.advanceTimersByTimeAsync(10_000)

    await expect(answer).resolves.toBe('table')
  })

  it.each([
    ['10011', sdkError(10011, 'no data')],
    ['an isolated environment under a retryable code', sdkError(-501001, '[ENV_ISOLATED] env status is isolated')],
    ['a mistake in the SDK that it calls busy', Object.assign(new TypeError('x'), { errCode: -1, errMsg: 'x' })],
  ])('does not retry %s', async (_, thrown) => {
    const read = jest.fn().mockRejectedValue(thrown)

    const failure = caught(retry(read, START + 2000))
    await jest.advanceTimersByTimeAsync(2000)

    expect(await failure).toMatchObject({ retryable: false })
    expect(read).toHaveBeenCalledTimes(1)
  })

  it('does not wait for a retry that would begin after the deadline', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0)

    const failure = caught(retry(() => Promise.reject(busy()), START + 600))
    await jest.advanceTimersByTimeAsync(200)

    expect(await failure).toMatchObject({ errCode: -1 })
  })

  it('ends a try that hangs at the deadline, with -604102', async () => {
    const failure = caught(retry(() => new Promise(() => undefined), START + 1500))
    await jest.advanceTimersByTimeAsync(1500)

    expect(await failure).toMatchObject({
      errCode: -604102,
      message: expect.stringMatching(/did not answer/) as unknown,
    })
  })

  it('gives the failure of the first try when the second hangs', async () => {
    const read = jest
      .fn()
      .mockRejectedValueOnce(busy())
      .mockReturnValue(new Promise(() => undefined))

    const failure = caught(retry(read, START + 1500))
    await jest.advanceTimersByTimeAsync(1500)

    expect(await failure).toMatchObject({ errCode: -1 })
  })

  it('leaves no timer behind', async () => {
    await retry(() => Promise.resolve('table'), START + 1500)
    await caught(retry(() => Promise.reject(sdkError(10011, 'no data')), START + 1500))

    expect(jest.getTimerCount()).toBe(0)
  })
})

describe('a budget that workers share', () => {
  /** Eight workers, each of which reads one page after the other. */
  function work(budget: CallBudget, makeCall: () => Promise<unknown>, pagesEach = 3): Promise<unknown> {
    const worker = async (): Promise<void> => {
      for (let page = 0; page < pagesEach; page++) await budget.call(makeCall)
    }
    return caught(Promise.all(Array.from({ length: 8 }, worker)))
  }

  it('has five tries in all for an error that stays, one at a time', async () => {
    const makeCall = jest.fn().mockImplementation(() => Promise.reject(busy()))
    const budget = new CallBudget({ deadlineMs: START + 20_000 })

    const failure = work(budget, makeCall)
    await jest.advanceTimersByTimeAsync(20_000)

    expect(await failure).toMatchObject({ errCode: -1 })
    expect(makeCall).toHaveBeenCalledTimes(8 + 4) // each worker's first, and the retries
  })

  it('rides out a second in which every call fails', async () => {
    const makeCall = jest.fn(() => (Date.now() < START + 1000 ? Promise.reject(busy()) : Promise.resolve()))
    const budget = new CallBudget({ deadlineMs: START + 20_000 })

    const done = work(budget, makeCall)
    await jest.advanceTimersByTimeAsync(20_000)

    expect(await done).toHaveLength(8)
    expect(makeCall.mock.calls.length).toBeLessThanOrEqual(8 * 3 + 8 + 3)
    budget.end()
  })

  it('begins nothing new while a call waits for its retry', async () => {
    const budget = new CallBudget({ deadlineMs: START + 20_000 })
    const other = jest.fn().mockResolvedValue('page')
    const failing = budget.call(jest.fn().mockRejectedValueOnce(busy()).mockResolvedValue('table'))
    await jest.advanceTimersByTimeAsync(0)

    const answer = budget.call(other)
    await jest.advanceTimersByTimeAsync(100)
    const callsMeanwhile = other.mock.calls.length
    await jest.advanceTimersByTimeAsync(1000)

    expect(callsMeanwhile).toBe(0)
    await expect(Promise.all([failing, answer])).resolves.toStrictEqual(['table', 'page'])
    budget.end()
  })

  it('begins nothing after the first failure that is final', async () => {
    let calls = 0
    const makeCall = () => (++calls === 5 ? Promise.reject(sdkError(-604101, 'no permission')) : Promise.resolve())
    const budget = new CallBudget({ deadlineMs: START + 20_000 })

    const failure = await work(budget, makeCall)
    const { aborted } = budget.signal
    const callsAtFailure = calls
    await jest.advanceTimersByTimeAsync(20_000)

    expect(failure).toMatchObject({ errCode: -604101 })
    expect(aborted).toBe(true)
    expect(calls).toBe(callsAtFailure)
  })

  it('ends a pause at once when it ends, and retries nothing', async () => {
    const makeCall = jest.fn().mockImplementation(() => Promise.reject(busy()))
    const budget = new CallBudget({ deadlineMs: START + 20_000 })
    const failure = caught(budget.call(makeCall))
    await jest.advanceTimersByTimeAsync(0)

    budget.end()
    await failure
    await jest.advanceTimersByTimeAsync(20_000)

    expect(makeCall).toHaveBeenCalledTimes(1)
    expect(jest.getTimerCount()).toBe(0)
  })

  it('begins nothing once it has ended', async () => {
    const makeCall = jest.fn().mockResolvedValue('page')
    const budget = new CallBudget({ deadlineMs: START + 20_000 })

    budget.end()

    expect(await caught(budget.call(makeCall))).toMatchObject({ errCode: -604102 })
    expect(makeCall).not.toHaveBeenCalled()
  })

  it('makes no more calls than it holds', async () => {
    const makeCall = jest.fn().mockResolvedValue('page')
    const budget = new CallBudget({ deadlineMs: START + 20_000, maxCalls: 10 })

    const failure = await work(budget, makeCall)

    expect(failure).toMatchObject({ errCode: -604001, message: 'the table takes more than 10 calls of WeChat' })
    expect(makeCall).toHaveBeenCalledTimes(10)
  })
})

describe('deadlineOf', () => {
  it.each([
    ['of a configured time', { time_limit_in_ms: 20_000 }, '', 19_500],
    ['of a short one', { time_limit_in_ms: 1500 }, '', 1350],
    ["of the platform's own", undefined, '', 2700],
    ["of WeChat's HTTP API, which waits 5 s", { time_limit_in_ms: 20_000 }, 'wx_http', 4500],
    ['of another function that it called', { time_limit_in_ms: 20_000 }, 'wx_http,scf', 4500],
    ['of a shorter time there', { time_limit_in_ms: 3000 }, 'wx_http', 2700],
    ['of a mini program', { time_limit_in_ms: 20_000 }, 'wx_client', 19_500],
  ])('lies before the end %s', (_, context, source, expected) => {
    expect(deadlineOf(context, START, source)).toBe(START + expected)
  })
})

describe('the signal of a budget', () => {
  it('is aborted when the budget ends, whether it was asked for before or after', () => {
    const budget = new CallBudget({ deadlineMs: Date.now() + 60_000 })
    const { signal } = budget
    const before = signal.aborted

    budget.end()

    expect([before, signal.aborted, budget.signal.aborted]).toStrictEqual([false, true, true])
  })
})
