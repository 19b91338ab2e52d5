import { PROGRESS_MESSAGE_MS, withProgressMessage } from '../../../scripts/lib/progressMessage'

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
    const work = new Promise<string>(resolve => setTimeout(resolve, 2 * PROGRESS_MESSAGE_MS + 1, 'done'))

    const waiting = withProgressMessage('reading', work)
    await jest.advanceTimersByTimeAsync(10 * PROGRESS_MESSAGE_MS)

    await expect(waiting).resolves.toBe('done')
    expect(said).toEqual(['still reading (15 s)\n', 'still reading (30 s)\n'])
  })

  it('gives none when it fails at once', async () => {
    await expect(withProgressMessage('reading', Promise.reject(new Error('broken')))).rejects.toThrow('broken')

    await jest.advanceTimersByTimeAsync(10 * PROGRESS_MESSAGE_MS)
    expect(said).toEqual([])
  })
})
