/** The outcome of a try, in words: pure. */
import { explainInChinese } from '../../../shared/answer/codesChinese'
import { NO_DATA } from '../../../shared/errors'
import { isRecord } from '../../../shared/isRecord'
import type { TryAnswer } from '../protocol'

/** The first thing that is seen of an answer. */
export interface ReplySummary {
  mood: 'good' | 'empty' | 'bad'
  badge: string
  meaning: string
  advice: string
  /** As it came. */
  original: string
}

/** A reply in a few Chinese words: how it went, what it means, what to do. */
export function summaryOf({ result }: TryAnswer): ReplySummary {
  if (result.kind === 'failed')
    return {
      mood: 'bad',
      badge: '没有返回',
      meaning: '函数没有返回结果。',
      advice: '原因见原文和日志。',
      original: result.explanation,
    }
  const { value } = result
  const errCode = isRecord(value) && typeof value['errCode'] === 'number' ? value['errCode'] : undefined
  const original = isRecord(value) && typeof value['errMsg'] === 'string' ? value['errMsg'] : ''
  if (errCode === 0) return { mood: 'good', badge: '成功', meaning: 'errCode 0', advice: '', original: '' }
  if (errCode === undefined)
    return { mood: 'bad', badge: '失败', meaning: '返回中没有 errCode。', advice: '', original }
  const { meaning, advice } = explainInChinese(errCode, original)
  const isEmpty = errCode === NO_DATA
  return {
    mood: isEmpty ? 'empty' : 'bad',
    badge: `${isEmpty ? '无数据' : '失败'} ${errCode}`,
    meaning,
    advice,
    original,
  }
}

/** How long it took and what reached WeChat. */
export function factsOf({ ms, exchanges }: TryAnswer): string {
  return `用时 ${ms === null ? '–' : `${Math.round(ms)} ms`} · 到达微信的请求 ${exchanges.length} 次`
}
