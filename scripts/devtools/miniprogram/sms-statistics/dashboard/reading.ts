import type { StatisticsTable } from '../../../../../shared/api'
import type { FunctionKind } from '../client'
import { NO_DATA } from '../../../../../shared/errors'
import {
  type Answer,
  channelsFigure,
  conversionFigure,
  type Figure,
  overviewFigure,
  realtimeFigure,
} from '../../../../../shared/figures/figures'
import { callStatistics, type Outcome } from '../client'
import type { WindowedQuestion } from './question'
import { type CardMessage, outcomeMessage } from './words'

/** The cards of the dashboard, top to bottom. */
export const CARD_IDS = ['overview', 'channels', 'conversion', 'realtime'] as const
export type CardId = (typeof CARD_IDS)[number]

/** What a card gets to show: a figure, or why there is none. */
export type Reading = { kind: 'figure'; figure: Figure } | Unread

interface Unread {
  kind: 'message'
  message: CardMessage
  /** There where the function refused this user, with the OPENID that has to be let in, if it is known. */
  refused?: { openid: string | undefined }
}

/**
 * Calls the functions that a card needs: one, for realtime two. It never throws.
 *
 * @param now Unix seconds
 */
export async function readCard(id: CardId, { question, window }: WindowedQuestion, now: number): Promise<Reading> {
  const { activityId, channelId } = question
  const ofActivity = { ...window, condition: { activityId } }
  const ofChannel = { ...window, condition: { activityId, channelId } }
  switch (id) {
    case 'overview': {
      const outcome = await callStatistics('overview', ofActivity)
      return unread('overview', outcome) ?? shown(overviewFigure(answerOf(outcome)))
    }
    case 'channels': {
      const outcome = await callStatistics('overviewByChannel', ofActivity)
      return unread('overviewByChannel', outcome) ?? shown(channelsFigure(answerOf(outcome)))
    }
    case 'conversion': {
      const outcome = await callStatistics('conversion', ofChannel)
      return unread('conversion', outcome) ?? shown(conversionFigure(answerOf(outcome)))
    }
    case 'realtime': {
      const [h5, wxapp] = await Promise.all([
        callStatistics('realtime', { ...window, condition: { activityId, channelId, actType: 'h5' } }),
        callStatistics('realtime', { ...window, condition: { activityId, channelId, actType: 'wxapp' } }),
      ])
      const problem = unread('realtime', h5) ?? unread('realtime', wxapp)
      return problem ?? shown(realtimeFigure(answerOf(h5), answerOf(wxapp), window, { now }))
    }
  }
}

function shown(figure: Figure): Reading {
  return { kind: 'figure', figure }
}

/** Why an outcome cannot be shown as a figure; `undefined` when it can. */
function unread(name: FunctionKind, outcome: Outcome<StatisticsTable>): Unread | undefined {
  if (outcome.kind === 'answered' || outcome.kind === 'noData') return undefined
  const message = outcomeMessage(name, outcome)
  if (outcome.kind !== 'refused') return { kind: 'message', message }
  return { kind: 'message', message, refused: { openid: outcome.openid } }
}

/** What is not answered has no rows; why, `unread` has said. */
function answerOf(outcome: Outcome<StatisticsTable>): Answer {
  return outcome.kind === 'answered' ? outcome.answer : { errCode: NO_DATA, errMsg: outcome.errMsg }
}
