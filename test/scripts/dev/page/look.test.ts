import { createLook, isCardCurrent, type Look, type LookHost } from '../../../../scripts/dev/page/look'
import { CARD_IDS } from '../../../../scripts/dev/page/cards'
import { parseAddress } from '../../../../scripts/dev/page/question'
import type { ReadAnswer, ReadQuestion } from '../../../../scripts/dev/protocol'
import { conversionTable } from '../../../support/documented'

/** Noon of 1 March 2021 in Beijing. */
const NOW = 1614571200

interface Call {
  question: ReadQuestion
  answer: (answer: ReadAnswer) => void
}

/** 看数据 over a server whose answers come when the test says so. */
function opened(hash: string): { look: Look; calls: Call[]; addresses: string[]; setNow: (now: number) => void } {
  const calls: Call[] = []
  const addresses: string[] = []
  let now = NOW
  const host: LookHost = {
    read: question => new Promise(resolve => calls.push({ question, answer: resolve })),
    now: () => now,
    refreshNow: () => Promise.resolve(),
    writeAddress: (address, how) => addresses.push(`${how} ${address}`),
    recentActivities: () => [],
    keepActivity: () => undefined,
    changed: () => undefined,
  }
  const look = createLook(host)
  look.open(parseAddress(hash), { campaigns: [] })
  return {
    look,
    calls,
    addresses,
    setNow(to) {
      now = to
    },
  }
}

async function settled(): Promise<void> {
  await jest.advanceTimersByTimeAsync(1000)
}

async function answerAll(calls: Call[]): Promise<void> {
  for (const { question, answer } of calls.splice(0))
    answer(question.name === 'realtime' ? { errCode: 10011, errMsg: 'no data' } : conversionTable)
  await settled()
}

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

describe('看数据', () => {
  it('asks nothing without an activity, and then for the one that is given', async () => {
    const { look, calls } = opened('')
    await settled()
    const before = calls.length

    look.chooseActivity({ activityId: 'a', envId: '' })
    await settled()

    expect([before, calls.length]).toStrictEqual([0, 5])
    expect(look.state().draft).toMatchObject({ activityId: 'a', begin: '2021-02-28', end: '2021-02-28' })
  })

  it('makes one question of a burst of clicks, and one entry of the history', async () => {
    const { look, calls, addresses } = opened('#look?activity=a')
    await settled()
    await answerAll(calls)

    for (const preset of ['today', 'last7Days', 'yesterday', 'last30Days'] as const) look.choosePreset(preset)
    await settled()

    expect(calls).toHaveLength(5)
    expect(addresses.filter(each => each.startsWith('push'))).toHaveLength(1)
  })

  it('takes a preset at the time of the question, not of the page', async () => {
    const { look, setNow } = opened('#look?activity=a')
    await settled()
    setNow(NOW + 86_400)

    look.choosePreset('yesterday')
    await settled()

    expect(look.state().draft).toMatchObject({ begin: '2021-03-01', end: '2021-03-01' })
  })

  it('holds no card for current whose question was cancelled, though others have answered', async () => {
    const { look, calls } = opened('#look?activity=a&begin=2021-02-25')
    await settled()
    await answerAll(calls)
    look.step(-1)
    await settled()
    calls.find(({ question }) => question.name === 'overview')?.answer({ errCode: 10011, errMsg: '' })
    await settled()

    look.cancel()

    expect(CARD_IDS.filter(id => isCardCurrent(look.state(), id))).toStrictEqual(['overview'])
    expect(look.state().isWaiting).toBe(false)
  })

  it('reads both curves again, and nothing else, at a refresh', async () => {
    const { look, calls } = opened('#look?activity=a&begin=2021-03-01')
    await settled()
    await answerAll(calls)

    look.refresh()
    await settled()

    expect(calls.map(({ question }) => question.name)).toStrictEqual(['realtime', 'realtime'])
  })

  it('holds no card for current while it is read again', async () => {
    const { look, calls } = opened('#look?activity=a&begin=2021-02-25')
    await settled()
    await answerAll(calls)
    const before = CARD_IDS.filter(id => isCardCurrent(look.state(), id))

    look.submit()
    await settled()

    expect(before).toStrictEqual([...CARD_IDS])
    expect(CARD_IDS.filter(id => isCardCurrent(look.state(), id))).toStrictEqual([])
  })

  it('asks the last of two questions alone where both wait for the clock', async () => {
    const { look, calls, addresses } = opened('#look?activity=a&begin=2021-02-25')
    await settled()
    await answerAll(calls)

    look.edit({ channelId: 'wecom' })
    look.submit()
    look.edit({ channelId: 'qq' })
    look.submit()
    await settled()

    expect(calls).toHaveLength(3)
    expect(addresses.filter(each => each.startsWith('push'))).toHaveLength(1)
  })

  it('keeps what is wrong with a date to the form, and asks nothing', async () => {
    const { look, calls } = opened('#look?activity=a&begin=2021-02-25')
    await settled()
    await answerAll(calls)

    look.edit({ begin: '2021-02-27' })
    look.submit()
    await settled()

    expect(calls).toHaveLength(0)
    expect(look.state().problem).toBe('结束日期 2021-02-25 早于开始日期 2021-02-27。')
  })
})
