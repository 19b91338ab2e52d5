import { firstQuestion } from '../../../../scripts/dev/page/question'
import { createReading, type Outcomes } from '../../../../scripts/dev/page/reading'
import { type Plan, planOf } from '../../../../scripts/dev/page/reads'
import type { ReadAnswer, ReadQuestion } from '../../../../scripts/dev/protocol'
import { conversionTable } from '../../../support/documented'

const NOW = 1614571200

function planFor(activityId: string, channelId = '_cms_sms_'): Plan {
  const plan = planOf({ ...firstQuestion({ activityId, envId: '' }, NOW), channelId }, NOW)
  if ('problem' in plan) throw new Error(plan.problem)
  return plan
}

/** A server whose answers come when the test says so. */
function heldServer() {
  const asked: { question: ReadQuestion; signal: AbortSignal; answer: (answer: ReadAnswer) => void }[] = []
  const seen: { plan: Plan; outcomes: Outcomes }[] = []
  const done: Plan[] = []
  const reading = createReading(
    (question, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error))
        asked.push({ question, signal, answer: resolve })
      }),
    { came: (plan, outcomes) => seen.push({ plan, outcomes }), done: plan => done.push(plan) },
  )
  async function answerAll(answer: ReadAnswer = conversionTable): Promise<void> {
    for (const each of asked.splice(0)) each.answer(answer)
    await new Promise(setImmediate)
  }
  return { reading, asked, seen, done, answerAll }
}

describe('a reading', () => {
  it('aborts what is overtaken, and tells nothing of it', async () => {
    const { reading, asked, seen, answerAll } = heldServer()
    reading.read(planFor('first'))
    const overtaken = asked.splice(0)

    reading.read(planFor('second'))
    for (const { answer } of overtaken) answer(conversionTable)
    await answerAll()

    expect(overtaken.map(({ signal }) => signal.aborted)).toStrictEqual(Array(5).fill(true))
    expect(seen.at(-1)?.plan.question.activityId).toBe('second')
    expect(
      seen.filter(({ plan, outcomes }) => plan.question.activityId === 'first' && 'overview' in outcomes),
    ).toStrictEqual([])
  })

  it('reads what changed only, and all of it when told so', async () => {
    const { reading, asked, answerAll, done } = heldServer()
    reading.read(planFor('a'))
    await answerAll()

    reading.read(planFor('a', 'wecom'))
    const ofChannel = asked.map(({ question }) => question.name)
    await answerAll()
    reading.read(planFor('a', 'wecom'))
    const ofNothing = asked.length
    reading.read(planFor('a', 'wecom'), 'all')

    expect(ofChannel).toStrictEqual(['conversion', 'realtime', 'realtime'])
    expect([ofNothing, asked.length]).toStrictEqual([0, 5])
    expect(done).toHaveLength(2)
  })

  it('reads again what failed, not what WeChat has no data of', async () => {
    const { reading, asked, answerAll } = heldServer()
    reading.read(planFor('a'))
    for (const { question, answer } of asked.splice(0))
      answer({ errCode: question.name === 'realtime' ? 10011 : -1, errMsg: '' })
    await answerAll()

    reading.read(planFor('a'))

    expect(asked.map(({ question }) => question.name)).toStrictEqual(['overview', 'overviewByChannel', 'conversion'])
  })

  it('does not take an older answer for one that failed since', async () => {
    const { reading, asked, answerAll } = heldServer()
    reading.read(planFor('a'))
    await answerAll()
    reading.read(planFor('a'), 'all')
    await answerAll({ errCode: -1, errMsg: '' })

    reading.read(planFor('a'))

    expect(asked).toHaveLength(5)
  })

  it('is over when it is cancelled', async () => {
    const { reading, asked, done, answerAll } = heldServer()
    reading.read(planFor('a'))

    reading.cancel()
    await answerAll()

    expect(asked).toHaveLength(0)
    expect(done).toStrictEqual([])
  })
})
