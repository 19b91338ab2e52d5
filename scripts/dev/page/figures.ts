import type { StatisticsTable } from '../../../shared/api'
import {
  channelsChart,
  conversionChart,
  formatRate,
  overviewChart,
  realtimeRateChart,
  type Step,
  stepsOf,
} from '../../../shared/answer/chart'
import { CODES, NO_DATA, StatisticsError } from '../../../shared/errors'
import { parseSendList, type Row, toRows } from '../../../shared/answer/rows'
import type { ReadAnswer } from '../protocol'
import type { CardContent } from './card'
import { h } from './dom'

type Window = Readonly<{ beginDate: number; endDate: number }>

const READY_NEXT_DAY = '概览和转化数据在次日约 06:00（北京时间）生成。也请核对时间范围、活动和渠道。'
const NOBODY_CAME = '这段时间内没有人打开或跳转。也请核对时间范围、活动和渠道。'

/** The overview: three numbers with their rates, over bars of the same. */
export function overviewContent(answer: ReadAnswer): CardContent {
  return contentOf([answer], READY_NEXT_DAY, ([table]) => ({
    option: overviewChart(table),
    above: [numbersOf(table)],
    tables: { overview: table },
  }))
}

export function channelsContent(answer: ReadAnswer): CardContent {
  return contentOf([answer], READY_NEXT_DAY, ([table]) => ({
    option: channelsChart(table),
    above: [],
    tables: { overviewByChannel: table },
  }))
}

export function conversionContent(answer: ReadAnswer): CardContent {
  return contentOf([answer], READY_NEXT_DAY, ([table]) => ({
    option: conversionChart(table),
    above: [],
    tables: { conversion: table },
  }))
}

/** Opens and jumps; one of them may have no data and is then a line of zeros. */
export function realtimeContent(h5: ReadAnswer, wxapp: ReadAnswer, window: Window): CardContent {
  return contentOf([h5, wxapp], NOBODY_CAME, ([opens, jumps]) => ({
    option: realtimeRateChart(opens, jumps, window),
    above: [],
    tables: { 'realtime-h5': opens, 'realtime-wxapp': jumps },
  }))
}

/** Whatever went wrong outside of an answer. */
export function errorContent(thrown: unknown): CardContent {
  const errCode = thrown instanceof StatisticsError ? thrown.errCode : undefined
  return {
    state: 'error',
    errCode,
    errMsg: thrown instanceof Error ? thrown.message : String(thrown),
    advice: adviceFor(errCode),
  }
}

type Tables<A extends readonly ReadAnswer[]> = { [K in keyof A]: StatisticsTable }
type Drawn = Omit<Extract<CardContent, { state: 'drawn' }>, 'state'>

function contentOf<const A extends readonly ReadAnswer[]>(
  answers: A,
  emptyMeans: string,
  toDrawn: (tables: Tables<A>) => Drawn,
): CardContent {
  const tables: StatisticsTable[] = []
  for (const answer of answers) {
    if (isTable(answer)) tables.push(answer)
    else if (answer.errCode === NO_DATA) tables.push(EMPTY)
    else return failureContent(answer)
  }
  if (tables.every(({ dataValue }) => dataValue.length === 0)) return { state: 'empty', meaning: emptyMeans }
  try {
    return { state: 'drawn', ...toDrawn(tables as Tables<A>) } // one for each answer, in their order
  } catch (thrown) {
    return errorContent(thrown)
  }
}

const EMPTY: StatisticsTable = { dataColumn: [], dataValue: [], totalNum: 0, errMsg: '', errCode: 0 }

function isTable(answer: ReadAnswer): answer is StatisticsTable {
  return answer.errCode === 0
}

/** The advice stands at the end of a function's errMsg; here it gets a line of its own. */
function failureContent({ errCode, errMsg }: Exclude<ReadAnswer, StatisticsTable>): CardContent {
  const advice = adviceFor(errCode)
  return { state: 'error', errCode, errMsg: advice ? errMsg.replace(`; ${advice}`, '') : errMsg, advice }
}

function adviceFor(errCode: number | undefined): string | undefined {
  return Object.entries(CODES).find(([code]) => code === String(errCode))?.[1].advice
}

function numbersOf(table: StatisticsTable): HTMLElement {
  const { columns, rows } = toRows(table)
  const numbers = rows.slice(0, 1).flatMap(row => stepsOf(columns, row).map(step => numberOf(step, noteOf(step, row))))
  return h('div', { class: 'numbers' }, ...numbers)
}

/** What stands below a number. */
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

function numberOf({ name, count }: Step, note: string): HTMLElement {
  return h(
    'div',
    { class: 'number' },
    h('span', { class: 'muted' }, name),
    h('strong', {}, count === null ? '–' : count.toLocaleString('zh-CN')),
    h('span', { class: 'rate' }, note),
  )
}
