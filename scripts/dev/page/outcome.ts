/** The outcome of a call, as a table or as a failure in words: pure. */
import type { Failure, StatisticsTable } from '../../../shared/api'
import { type ChineseText, explainInChinese } from '../../../shared/answer/codesChinese'
import { NO_DATA, StatisticsError } from '../../../shared/errors'
import { messageOf } from '../../../shared/messageOf'
import type { Outcome } from './reading'

/** A failure in words: what it means and what to do in Chinese, and what came, as it came. */
export interface FailureText extends ChineseText {
  /** `undefined` where no answer came. */
  errCode: number | undefined
  original: string
}

const EMPTY: StatisticsTable = { dataColumn: [], dataValue: [], totalNum: 0, errMsg: '', errCode: 0 }

/**
 * The table of an outcome; no data is an empty one.
 *
 * @throws StatisticsError for WeChat's refusal, or what was thrown on the way to an answer
 */
export function tableOf(outcome: Outcome | undefined): StatisticsTable {
  if (outcome === undefined) return EMPTY
  if ('thrown' in outcome) throw outcome.thrown
  const { answer } = outcome
  if (isTable(answer)) return answer
  if (answer.errCode === NO_DATA) return EMPTY
  throw new StatisticsError(answer.errCode, answer.errMsg)
}

/** The table of an outcome; `undefined` where the call failed, which is no data and never a 0. */
export function readableTable(outcome: Outcome | undefined): StatisticsTable | undefined {
  try {
    return outcome && tableOf(outcome)
  } catch {
    return undefined
  }
}

function isTable(answer: StatisticsTable | Failure): answer is StatisticsTable {
  return answer.errCode === 0
}

/** Whatever was thrown, in words. */
export function failureOf(thrown: unknown): FailureText {
  const message = messageOf(thrown)
  if (thrown instanceof StatisticsError)
    return { errCode: thrown.errCode, original: message, ...explainInChinese(thrown.errCode, message) }
  return { errCode: undefined, original: '', meaning: message, advice: '' }
}

/** Whether two failures say the same to whoever reads them. */
export function isAlike(a: FailureText, b: FailureText): boolean {
  return a.errCode === b.errCode && a.meaning === b.meaning
}
