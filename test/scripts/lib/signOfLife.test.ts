import { SIGN_OF_LIFE_MS, withSignOfLife } from '../../../scripts/lib/signOfLife'

describe('work that may take long', () => {
  let said: string[]
  beforeEach(() => {
    jest.useFakeTimers()
    said = []
    jest.spyOn(process.stderr, 'write').mockImplementation(text => said.push(String(text)) > 0)
  })
  afterEach(() => {
    jest.useRealTimers()
    jest.restoreAllMocks()
  })

  it('gives a sign of life every 15 seconds, and none when it has ended', async () => {
    const work = new Promise<string>(resolve => setTimeout(resolve, 2 * SIGN_OF_LIFE_MS + 1, 'done'))

    const waiting = withSignOfLife('reading', work)
    await jest.advanceTimersByTimeAsync(10 * SIGN_OF_LIFE_MS)

    await expect(waiting).resolves.toBe('done')
    expect(said).toEqual(['still reading (15 s)\n', 'still reading (30 s)\n'])
  })

  it('gives none when it fails at once', async () => {
    await expect(withSignOfLife('reading', Promise.reject(new Error('broken')))).rejects.toThrow('broken')

    await jest.advanceTimersByTimeAsync(10 * SIGN_OF_LIFE_MS)
    expect(said).toEqual([])
  })
})
