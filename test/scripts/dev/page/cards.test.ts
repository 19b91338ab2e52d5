/** What the cards say, under each way to read what WeChat does not publish. */
import {
  CARD_IDS,
  type CardContent,
  type CardId,
  contentOf,
  type Drawn,
  troubleOf,
} from '../../../../scripts/dev/page/cards'
import { firstQuestion, type Question } from '../../../../scripts/dev/page/question'
import type { Outcomes } from '../../../../scripts/dev/page/reading'
import { type Plan, planOf, type ReadId } from '../../../../scripts/dev/page/reads'
import type { ReadAnswer, ReadQuestion } from '../../../../scripts/dev/protocol'
import { livelyCampaign, LIVELY } from '../../../../scripts/emulator/builtInCampaigns'
import { DEMO_ACCESS_TOKEN } from '../../../../scripts/emulator/httpsCall'
import type { Reading } from '../../../../scripts/emulator/readings'
import { type Emulator, startEmulator } from '../../../../scripts/emulator/server'
import { liveBackend } from '../../../../scripts/dev/liveBackend'
import type { StatisticsTable } from '../../../../shared/api'
import { httpsOpenapi } from '../../../../shared/https/httpsOpenapi'

/** Noon of 1 March 2021 in Beijing. */
const NOW = 1614571200
const campaigns = [livelyCampaign(1, NOW)]
const days = { begin: '2021-02-27', end: '2021-02-28' }
const day = { begin: '2021-02-28', end: '2021-02-28' }

const started: Emulator[] = []
afterEach(async () => {
  for (const emulator of started.splice(0)) await emulator.close()
})

/** The plan of a question, and what an emulator answers to it. */
async function answered(change: Partial<Question>, reading: Partial<Reading> = {}): Promise<[Plan, Outcomes]> {
  const emulator = await startEmulator({ campaigns, reading, now: () => NOW * 1000 })
  started.push(emulator)
  const openapi = httpsOpenapi({ credentials: { accessToken: DEMO_ACCESS_TOKEN }, baseUrl: emulator.url })
  const backend = liveBackend({ openapi, envId: LIVELY.envId, now: () => NOW * 1000 })
  const plan = planOf({ ...firstQuestion({ activityId: LIVELY.activityId, envId: LIVELY.envId }, NOW), ...change }, NOW)
  if ('problem' in plan) throw new Error(plan.problem)
  const outcomes: Outcomes = {}
  for (const [id, question] of Object.entries(plan.reads) as [ReadId, ReadQuestion][])
    outcomes[id] = { answer: await backend.read(question, new AbortController().signal) }
  return [plan, outcomes]
}

function drawn(card: CardId, [plan, outcomes]: [Plan, Outcomes]): Drawn {
  const content = contentOf(card, plan, outcomes)
  if (content.state !== 'drawn') throw new Error(JSON.stringify(content))
  return content
}

describe('the cards', () => {
  it('set figures beside earlier ones where a date range has its own people', async () => {
    const { figures } = drawn('overview', await answered({ ...day, compare: { with: 'before' } }))

    expect(figures.map(({ change }) => change?.n)).toStrictEqual([0, expect.any(Number), expect.any(Number)])
  })

  it('compare nothing that looks cumulative, and say so', async () => {
    const asked = await answered({ ...day, compare: { with: 'before' } }, { window: 'snapshot' })
    const { figures, words } = drawn('overview', asked)

    expect(figures.map(({ change }) => change)).toStrictEqual([undefined, undefined, undefined])
    expect(words.join()).toContain('看来是累计值')
    expect(drawn('realtime', asked).words.join()).toContain('看来是截至当日的累计值')
    expect(JSON.stringify(drawn('channels', asked).table)).not.toContain('"n":')
  })

  it('add no people up where a date range has a row a day', async () => {
    const asked = await answered(days, { window: 'days' })
    const { figures, words } = drawn('overview', asked)

    expect(figures.slice(1).map(({ text }) => text)).toStrictEqual(['–', '–'])
    expect(words.join()).toContain('微信返回了 2 行（可能每天一行）：人数不能相加')
  })

  it('say that a person may count in several steps where realtime counts so', async () => {
    const { words } = drawn('realtime', await answered(day, { realtime: 'step' }))

    expect(words.join()).toMatch(/实时按每 5 分钟去重|每人计一次/)
  })

  it('of a month that still runs say how far they go', async () => {
    const { words } = drawn('overview', await answered({ begin: '2021-02-01', end: '2021-03-01' }))

    expect(words.join()).toContain('数据还不完整')
  })

  it.each<[string, ReadAnswer, CardContent['state']]>([
    ['a broken table', brokenTable(), 'error'],
    ['no data', { errCode: 10011, errMsg: 'no data' }, 'empty'],
    ['a refusal', { errCode: -604101, errMsg: 'overview:fail' }, 'error'],
  ])('of %s are words', async (_, answer, state) => {
    const [plan] = await answered(day)
    const outcomes = Object.fromEntries(Object.keys(plan.reads).map(id => [id, { answer }])) as Outcomes

    expect(CARD_IDS.map(id => contentOf(id, plan, outcomes).state)).toStrictEqual(Array(4).fill(state))
  })

  it('that are whole stand beside one whose table is broken', async () => {
    const opens = { answer: brokenTable() }
    const [running, answers] = await answered({ begin: '2021-02-28', end: '2021-03-01' })
    const [finished, outcomes] = await answered({ ...day, compare: { with: 'before' } })

    const states = CARD_IDS.map(id => contentOf(id, finished, { ...outcomes, opens }).state)

    expect(states).toStrictEqual(['drawn', 'drawn', 'drawn', 'error'])
    expect(troubleOf(running, { ...answers, opens })).toBeUndefined()
  })

  it('say nothing of a broken jump where a call failed', async () => {
    const [plan, { jumps }] = await answered({ begin: '2021-03-01', end: '2021-03-01' })
    if (jumps === undefined || !('answer' in jumps) || !('dataColumn' in jumps.answer)) throw new Error('no jumps')
    const opens = { answer: { ...jumps.answer, dataValue: [{ dataValue: [String(NOW - 600), '150'] }] } }
    const outcomes: Outcomes = { opens, jumps: { answer: { errCode: 10011, errMsg: 'no data' } } }

    expect(troubleOf(plan, outcomes)).toContain('跳转可能坏了')
    expect(troubleOf(plan, { ...outcomes, jumps: { answer: { errCode: -1, errMsg: 'busy' } } })).toBeUndefined()
    expect(troubleOf(plan, { ...outcomes, jumps: { thrown: new Error('timeout') } })).toBeUndefined()
  })
})

/** A row without columns. */
function brokenTable(): StatisticsTable {
  return { dataColumn: [], dataValue: [{ dataValue: ['1'] }], totalNum: 1, errMsg: '', errCode: 0 }
}
