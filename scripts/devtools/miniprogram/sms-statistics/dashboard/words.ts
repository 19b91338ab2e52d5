import type { FunctionKind } from '../client'
import { type ChineseText, explainInChinese } from '../../../../../shared/answer/codesChinese'
import { type FigureId, MEANINGS, NAMES } from '../../../../../shared/answer/names'
import type { EmptyFigure, ErrorFigure } from '../../../../../shared/figures/figures'
import type { Outcome } from '../client'
import { DEPLOYED_NAMES } from '../functionNames'

/** What stands in a card in place of figures, in Chinese. */
export interface CardMessage {
  title: string
  text: string
  /** What to do; empty for nothing. */
  advice: string
  /** What the function or the platform said, as it came; empty for nothing. */
  original: string
  /** Whether asking again may help. */
  retry: boolean
}

type Unanswered = Exclude<Outcome<never>, { kind: 'answered' | 'noData' }>

/** An outcome without figures. */
export function outcomeMessage(name: FunctionKind, outcome: Unanswered): CardMessage {
  const original = outcome.errMsg
  switch (outcome.kind) {
    case 'refused':
      return {
        title: '没有查看权限',
        text: '见页面上方的说明。',
        advice: '',
        original: outcome.openid === undefined ? original : '',
        retry: false,
      }
    case 'notDeployed':
      return {
        title: `云函数 ${DEPLOYED_NAMES[name]} 不可用`,
        text: '它没有部署到当前云环境，或者上传得不完整。',
        advice: '请开发者重新部署这个云函数，并核对小程序使用的云环境。',
        original,
        retry: true,
      }
    case 'offline':
      return { title: '没有网络', text: '手机没有连上网络。', advice: '请检查网络后重试。', original, retry: true }
    case 'failed':
      return errorMessage({ errCode: outcome.errCode, errMsg: outcome.errMsg })
  }
}

/** What only the call of a function can bring, and the functions themselves do not know. */
const PLATFORM: Readonly<Record<number, ChineseText>> = {
  [-504003]: { meaning: '云函数超时', advice: '请开发者把四个云函数的超时时间设为 20 秒。' },
}

/** An error with its code, and what fixes it. */
export function errorMessage({ errCode, errMsg }: Pick<ErrorFigure, 'errCode' | 'errMsg'>): CardMessage {
  if (errCode === undefined)
    return { title: '出错了', text: '没有得到数据。', advice: '', original: errMsg, retry: true }
  const { meaning, advice } = PLATFORM[errCode] ?? explainInChinese(errCode, errMsg)
  return { title: `${meaning}（${errCode}）`, text: '没有得到数据。', advice, original: errMsg, retry: true }
}

/** No rows, and what that means. */
export function emptyMessage({ meaning }: EmptyFigure): CardMessage {
  return { title: '暂无数据', text: meaning, advice: '', original: '', retry: false }
}

/** What a figure means, under its name. */
export interface Meaning {
  name: string
  text: string
}

/** What figures mean, in their order. */
export function meaningsOf(figures: readonly FigureId[]): Meaning[] {
  return figures.map(figure => ({ name: NAMES[figure], text: MEANINGS[figure] }))
}
