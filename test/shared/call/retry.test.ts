import { deadlineOf, repeat } from '../../../shared/call/retry'
import { sdkError } from '../../support/fakeOpenapi'

const START = 1_614_182_400_000
beforeEach(() => jest.useFakeTimers({ now: START }))
afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})

test('a passing error is repeated until the answer comes', async () => {
  const read = jest.fn().mockRejectedValueOnce(sdkError(-1, 'busy')).mockResolvedValue('table')
  const answer = repeat(read, START + 2000)
  await jest.advanceTimersByTimeAsync(2000)
  await expect(answer).resolves.toBe('table')
  expect(read).toHaveBeenCalledTimes(2)
})

test.each([
  ['half of', 0.5, [50, 100, 200, 400, 800, 1000, 1000]],
  ['nearly all of', 0.999, [100, 200, 400, 799, 1598, 1998, 1998]],
])('pauses are drawn from a range that doubles up to 2 s: %s it', async (_share, random, pauses) => {
  jest.spyOn(Math, 'random').mockReturnValue(random)
  const tries: number[] = []
  const read = () => {
    tries.push(Date.now() - START)
    return Promise.reject(sdkError(-1, 'busy'))
  }

  const failure = repeat(read, START + 60_000).catch((thrown: unknown) => thrown)
  await jest.advanceTimersByTimeAsync(60_000)

  await failure
  expect(tries.slice(1, 8).map((time, at) => time - (tries[at] ?? 0))).toStrictEqual(pauses)
})

test('a final error is not repeated', async () => {
  const read = jest.fn().mockRejectedValue(sdkError(10011, 'no data'))
  await expect(repeat(read, START + 2000)).rejects.toMatchObject({ errCode: 10011 })
  expect(read).toHaveBeenCalledTimes(1)
})

test.each([
  ['a try that hangs ends at the deadline with -604102', () => new Promise(() => undefined), -604102],
  ['an error that stays ends at the deadline as itself', () => Promise.reject(sdkError(-1, 'busy')), -1],
])('%s', async (_name, read, errCode) => {
  const failure = repeat(read, START + 1500).catch((thrown: unknown) => thrown)
  await jest.advanceTimersByTimeAsync(1500)
  expect(await failure).toMatchObject({ errCode })
})

test('the deadline lies before the limit of the context, or of the platform', () => {
  expect(deadlineOf({ time_limit_in_ms: 20_000 }, START)).toBe(START + 19_500)
  expect(deadlineOf({ time_limit_in_ms: 1500 }, START)).toBe(START + 1350)
  expect(deadlineOf(undefined, START)).toBe(START + 2700)
})
