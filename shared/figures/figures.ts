import type { Failure, StatisticsTable } from '../api'
import {
  channelsChart,
  type ChartOption,
  conversionChart,
  formatCount,
  formatRate,
  overviewChart,
  realtimeRateChart,
  type Step,
  type StepId,
  stepsOf,
} from '../answer/chart'
import { type StepOptions, withBeijingTime } from '../answer/steps'
import { parseSendList, type Row, toRows } from '../answer/rows'
import { CODES, NO_DATA, StatisticsError, SYSTEM_ERROR } from '../errors'
import { messageOf } from '../messageOf'
import type { DateWindow } from './days'

/** What a function answers without a `format`, or why it answered nothing else. 10011 means no data. */
export type Answer = StatisticsTable | Failure

/** What is shown of one or more answers: a chart, or in words why there is none. */
export type Figure = DrawnFigure | EmptyFigure | ErrorFigure

export interface DrawnFigure {
  state: 'drawn'
  /** Without a title: whoever shows a figure has a heading for it. */
  option: ChartOption
  /** What the chart was drawn from, by file name without its ending: one CSV each. */
  tables: Readonly<Record<string, StatisticsTable>>
}

export interface EmptyFigure {
  state: 'empty'
  /** What it means that there is nothing, in Chinese. */
  meaning: string
}

export interface ErrorFigure {
  state: 'error'
  errCode: number | undefined
  /** As it came, without the advice. */
  errMsg: string
  advice: string | undefined
}

const READY_NEXT_DAY = '概览和转化数据在次日约 06:00（北京时间）生成。也请核对时间范围、活动和渠道。'
const NOBODY_CAME = '这段时间内没有人打开或跳转。也请核对时间范围、活动和渠道。'

/** 概览: bars of the counts. */
export function overviewFigure(answer: Answer): Figure {
  return figureOf([answer], READY_NEXT_DAY, ([table]) => ({
    option: overviewChart(table, 'omitted'),
    tables: { overview: table },
  }))
}

/** 渠道: opens and jumps by channel. */
export function channelsFigure(answer: Answer): Figure {
  return figureOf([answer], READY_NEXT_DAY, ([table]) => ({
    option: channelsChart(table, 'omitted'),
    tables: { overviewByChannel: table },
  }))
}

/** 转化: sent, opened, jumped. */
export function conversionFigure(answer: Answer): Figure {
  return figureOf([answer], READY_NEXT_DAY, ([table]) => ({
    option: conversionChart(table, 'omitted'),
    tables: { conversion: table },
  }))
}

/**
 * 实时: opens and jumps over time; one of the two may have no data and is then a line of zeros.
 *
 * @param options the clock (Unix seconds), and how long a step is where that is chosen
 */
export function realtimeFigure(h5: Answer, wxapp: Answer, window: DateWindow, options: StepOptions): Figure {
  return figureOf([h5, wxapp], NOBODY_CAME, ([opens, jumps]) => ({
    option: realtimeRateChart(opens, jumps, window, { ...options, titlePlace: 'omitted' }),
    // As the command line writes them: the time in words beside the Unix seconds.
    tables: { 'realtime-h5': withBeijingTime(opens), 'realtime-wxapp': withBeijingTime(jumps) },
  }))
}

/** Whatever was thrown on the way to an answer. */
export function errorFigure(thrown: unknown): ErrorFigure {
  const errCode = thrown instanceof StatisticsError ? thrown.errCode : undefined
  const errMsg = messageOf(thrown)
  return { state: 'error', errCode, errMsg, advice: adviceFor(errCode) }
}

/** One of the three numbers that stand above everything else. */
export interface BigNumber {
  colId: StepId
  name: string
  /** With separators (`12,345`); `–` where WeChat gave no readable number. */
  text: string
  /** The number of tasks, or the rate from the step before; empty where it is not known. */
  note: string
}

/**
 * Sent, opened, jumped of an overview's first row; a column that WeChat left out is no number.
 *
 * @throws StatisticsError -601001 when the table is broken
 */
export function bigNumbers(table: StatisticsTable): BigNumber[] {
  const { columns, rows } = toRows(table)
  return rows.slice(0, 1).flatMap(row =>
    stepsOf(columns, row).map(step => ({
      colId: step.colId,
      name: step.name,
      text: formatCount(step.count),
      note: noteOf(step, row),
    })),
  )
}

type Tables<A extends readonly Answer[]> = { [K in keyof A]: StatisticsTable }

function figureOf<const A extends readonly Answer[]>(
  answers: A,
  emptyMeans: string,
  draw: (tables: Tables<A>) => Omit<DrawnFigure, 'state'>,
): Figure {
  try {
    const tables: StatisticsTable[] = []
    for (const answer of answers) {
      if (isTable(answer)) tables.push(answer)
      else if (answer.errCode === NO_DATA) tables.push(EMPTY)
      else return failureFigure(answer)
    }
    if (tables.every(({ dataValue }) => dataValue.length === 0)) return { state: 'empty', meaning: emptyMeans }
    return { state: 'drawn', ...draw(tables as Tables<A>) } // one for each answer, in their order
  } catch (thrown) {
    return errorFigure(thrown)
  }
}

const EMPTY: StatisticsTable = { dataColumn: [], dataValue: [], totalNum: 0, errMsg: '', errCode: 0 }

/** @throws StatisticsError -601001 when an answer says that all is well and holds no table */
function isTable(answer: Answer): answer is StatisticsTable {
  if (answer.errCode !== 0) return false
  if ('dataColumn' in answer && Array.isArray(answer.dataColumn) && Array.isArray(answer.dataValue)) return true
  throw new StatisticsError(SYSTEM_ERROR, 'the answer has errCode 0, but neither dataColumn nor dataValue')
}

/** The advice stands at the end of a function's errMsg; here it gets a line of its own. */
function failureFigure({ errCode, errMsg }: Failure): ErrorFigure {
  const advice = adviceFor(errCode)
  return { state: 'error', errCode, errMsg: advice ? errMsg.replace(`; ${advice}`, '') : errMsg, advice }
}

function adviceFor(errCode: number | undefined): string | undefined {
  return Object.entries(CODES).find(([code]) => code === String(errCode))?.[1].advice
}

function noteOf({ colId, rate }: Step, row: Row): string {
  switch (colId) {
    case 'sms_send_uercnt': {
      const tasks = parseSendList(String(row['sms_send_list'] ?? ''))
      return tasks === null ? '' : `${tasks.length} 个下发任务`
    }
    case 'h5_open_uercnt':
      return `打开率 ${formatRate(rate)}`
    case 'jump_wxapp_uercnt':
      return `跳转率 ${formatRate(rate)}`
  }
}
