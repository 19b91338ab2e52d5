import type { StatisticsTable } from './api'
import type { ChartResult } from './answer/charts/option'
import type { RowsTable } from './answer/rows'
import type { FunctionFailure } from './errors'
import type { Answers, Format } from './events'

/** What 10011 (no data) carries beside its code, by the format that was asked for. */
export interface EmptyAnswers {
  table: Pick<StatisticsTable, 'dataColumn' | 'dataValue' | 'totalNum'>
  rows: Pick<RowsTable, 'columns' | 'rows' | 'totalNum'>
  chart: Pick<ChartResult, 'option' | 'totalNum'>
}

/** What a failure carries where a chart was asked for: why there is none, in Chinese, to be drawn in its place. */
export type FailureChart = Pick<ChartResult, 'option'>

/** What a function answers in a format: `errCode` 0 tells an answer from a failure, and 10011 comes with an empty one. */
export type Reply<F extends Format = Format> =
  | Answers[F]
  | FunctionFailure
  | (FunctionFailure & (F extends 'chart' ? FailureChart : unknown))
  | (FunctionFailure & EmptyAnswers[F])

/** The format that an event of this type asks for. */
type FormatOf<E> = 'format' extends keyof E
  ? Extract<E['format'], Format> | (undefined extends E['format'] ? 'table' : never)
  : 'table'

/** The `result` of `wx.cloud.callFunction` for an event of this type: its `format` decides. */
export type ReplyTo<E> = Reply<FormatOf<E>>
