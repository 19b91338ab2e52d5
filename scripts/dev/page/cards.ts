/** From the answers of a question to what its cards show: pure. */
import type { StatisticsTable } from '../../../shared/api'
import {
  channelsChart,
  type ChartOption,
  conversionChart,
  formatRate,
  overviewChart,
  realtimeRateChart,
  formatCount,
  SMALL_N,
} from '../../../shared/answer/chart'
import { MEANINGS, NAMES } from '../../../shared/answer/names'
import { toSteps } from '../../../shared/answer/steps'
import { formatBeijing } from '../../../shared/call/time'
import { DAY_SECONDS } from '../../../shared/constants'
import { StatisticsError } from '../../../shared/errors'
import { type Change, countChange, rateChange } from '../../../shared/figures/change'
import { channelFigures, channelIdsOf, type Figures, figuresOf, sendTasks } from '../../../shared/figures/counts'
import { type CurvePoint, sumOf } from '../../../shared/figures/curve'
import { checkDay, DAY_CHECK_TEXTS, type DayCheck } from '../../../shared/figures/dayCheck'
import { describeJumpTrouble, jumpTrouble } from '../../../shared/figures/jumpTrouble'
import { earlierWindow, holdsNow, readyAt } from '../../../shared/figures/windows'
import type { BigFigure } from './bigFigure'
import { curveFigures, curveFile, curveInWords, curveOf, curveTable, curveWords } from './curve'
import { channelTable, type DataTable, type FileTable, stepTable, withChannelNames, withTasks } from './dataTable'
import { failureOf, type FailureText, readableTable, tableOf } from './outcome'
import type { Outcomes } from './reading'
import type { Plan, ReadId, TableId } from './reads'
import { sinceLaunch } from './sinceLaunch'

/** The four cards, in their order on the page. */
export const CARD_IDS = ['overview', 'channels', 'conversion', 'realtime'] as const
export type CardId = (typeof CARD_IDS)[number]

export const CARD_TITLES: Readonly<Record<CardId, string>> = {
  overview: '概览',
  channels: '按渠道',
  conversion: '转化',
  realtime: '实时',
}

/** What a card shows. */
export type CardContent =
  /** `later`: it cannot be there yet, so it was not asked. `empty`: WeChat has nothing. */
  { state: 'later' | 'empty'; text: string } | { state: 'error'; failure: FailureText } | ({ state: 'drawn' } & Drawn)

export interface Drawn {
  option: ChartOption
  figures: readonly BigFigure[]
  /** Sentences below the chart. */
  words: readonly string[]
  table: DataTable
  file: FileTable
  /** The numbers, for whoever does not see the chart. */
  inWords: string
}

/** The calls that a card waits for. */
export function readsOf(card: CardId, { reads, earlier }: Plan): ReadId[] {
  const tables: readonly TableId[] = card === 'realtime' ? ['opens', 'jumps'] : [card]
  const ids = tables.flatMap((id): ReadId[] => [id, `earlier.${id}`]).filter(id => id in reads)
  // Whether date ranges may be compared at all is told by the conversion beside the curve.
  const check: readonly ReadId[] = card === 'realtime' || earlier?.kind !== 'window' ? [] : ['conversion', 'opens']
  return ids.length === 0 ? [] : [...new Set([...ids, ...check.filter(id => id in reads)])]
}

/** What a card shows of the outcomes, which hold all that `readsOf` names. */
export function contentOf(card: CardId, plan: Plan, outcomes: Outcomes): CardContent {
  if (readsOf(card, plan).length === 0) return { state: 'later', text: comesLater(plan) }
  try {
    const content = draw(card, plan, outcomes)
    return content === undefined ? { state: 'empty', text: emptyText(card, plan) } : { state: 'drawn', ...content }
  } catch (thrown) {
    return { state: 'error', failure: failureOf(thrown) }
  }
}

function draw(card: CardId, plan: Plan, outcomes: Outcomes): Drawn | undefined {
  switch (card) {
    case 'overview':
      return drawOverview(plan, outcomes)
    case 'channels':
      return drawChannels(plan, outcomes)
    case 'conversion':
      return drawConversion(plan, outcomes)
    case 'realtime':
      return drawRealtime(plan, outcomes)
  }
}

function drawOverview(plan: Plan, outcomes: Outcomes): Drawn | undefined {
  const table = tableOf(outcomes.overview)
  const now = figuresOf(table)
  if (now === undefined) return undefined
  const before = earlierFigures('overview', plan, outcomes)
  return {
    option: overviewChart(table, 'omitted'),
    figures: bigFigures(now, before),
    words: [...rowWords(table), ...untilWords(plan), ...taskWords(table, now), ...earlierWords(plan, outcomes)],
    table: withTasks(stepTable('概览，全部渠道', now, before), sendTasks(table) ?? []),
    file: withChannelNames(table),
    inWords: inWords(now),
  }
}

function drawChannels(plan: Plan, outcomes: Outcomes): Drawn | undefined {
  const table = tableOf(outcomes.channels)
  const channels = channelFigures(table)
  if (channels.length === 0) return undefined
  const earlier = outcomes['earlier.channels']
  const before = earlier === undefined || isCumulative(plan, outcomes) ? undefined : channelFigures(tableOf(earlier))
  return {
    option: channelsChart(table, 'omitted'),
    figures: [],
    words: ['从几个渠道来的人在每个渠道各算一次，各渠道不能相加。', ...untilWords(plan)],
    table: channelTable(channels, before),
    file: withChannelNames(table),
    inWords: channels.map(each => `${each.name}：${inWords(each)}`).join(''),
  }
}

function drawConversion(plan: Plan, outcomes: Outcomes): Drawn | undefined {
  const table = tableOf(outcomes.conversion)
  const now = figuresOf(table)
  if (now === undefined) return undefined
  const before = earlierFigures('conversion', plan, outcomes)
  return {
    option: conversionChart(table, 'omitted'),
    figures: [],
    words: [...rowWords(table), ...changeWords(now, before), ...untilWords(plan)],
    table: stepTable('转化，所选渠道', now, before),
    file: withChannelNames(table),
    inWords: inWords(now),
  }
}

function drawRealtime(plan: Plan, outcomes: Outcomes): Drawn | undefined {
  const { window, now, earlier, question } = plan
  const [opens, jumps] = [tableOf(outcomes.opens), tableOf(outcomes.jumps)]
  if (opens.dataValue.length + jumps.dataValue.length === 0) return undefined
  const curve = curveOf(opens, jumps, window, now)
  const words = [...curveWords(curve, window, now), ...dayWords(plan, outcomes)]
  const drawn: Drawn = {
    option: realtimeRateChart(opens, jumps, window, { now, titlePlace: 'omitted' }),
    figures: curveFigures(curve, undefined),
    words,
    table: curveTable(curve),
    file: curveFile(curve),
    inWords: curveInWords(curve, words),
  }
  if (earlier === undefined) return drawn
  const before = { opens: tableOf(outcomes['earlier.opens']), jumps: tableOf(outcomes['earlier.jumps']) }
  if (earlier.kind === 'activity') {
    const theirs = { name: earlier.activityId, window: earlier.window, ...before }
    const launched = sinceLaunch({ name: question.activityId, window, opens, jumps }, theirs, now)
    if (launched === undefined)
      return { ...drawn, words: ['两个活动中有一个还没有人打开，无法按启动时间对比。', ...words] }
    return { ...drawn, option: launched.option, figures: launched.figures, words: [...launched.words, ...words] }
  }
  const sameHours = earlierWindow(window, earlier.by, now)
  const curves = { h5: before.opens, wxapp: before.jumps, window: sameHours }
  return {
    ...drawn,
    option: realtimeRateChart(opens, jumps, window, { now, titlePlace: 'omitted' }, curves),
    figures: curveFigures(curve, curveOf(before.opens, before.jumps, sameHours, now)),
    words: [...(holdsNow(window, now) ? ['与对比时段的同一段时间相比，不是整段。'] : []), ...words],
  }
}

/** The broken jump, in words; `undefined` where nothing points to it, or where it is not known. */
export function troubleOf({ window, now }: Plan, outcomes: Outcomes): string | undefined {
  const [opens, jumps] = [readableTable(outcomes.opens), readableTable(outcomes.jumps)]
  if (opens === undefined || jumps === undefined || !holdsNow(window, now)) return undefined
  const recent = { beginDate: Math.max(window.beginDate, now - DAY_SECONDS), endDate: window.endDate }
  const points = (table: StatisticsTable): CurvePoint[] => toSteps(table, recent, { now, step: '5m' }).steps
  return unlessBroken(() => {
    const trouble = jumpTrouble(points(opens), points(jumps), now)
    return trouble && describeJumpTrouble(trouble)
  })
}

/** What is told of several tables; nothing where one of them is broken, which its own card says. */
function unlessBroken<T>(tell: () => T): T | undefined {
  try {
    return tell()
  } catch (error) {
    if (error instanceof StatisticsError) return undefined
    throw error
  }
}

/** The channels of an answer, the busiest first. */
export function channelsIn(outcomes: Outcomes): string[] {
  const table = readableTable(outcomes.channels)
  return table === undefined ? [] : channelIdsOf(table)
}

function bigFigures(now: Figures, before: Figures | undefined): BigFigure[] {
  const rate = (name: string, value: number | null, n: number | null): Pick<BigFigure, 'note' | 'small'> => ({
    note: value === null ? `${name} –` : `${name} ${formatRate(value)}（n = ${formatCount(n)}）`,
    small: n === null || n < SMALL_N,
  })
  return [
    {
      name: NAMES.sms_send_uercnt,
      meaning: MEANINGS.sms_send_uercnt,
      text: formatCount(now.sent),
      change: before && countChange(now.sent, before.sent),
    },
    {
      name: NAMES.h5_open_uercnt,
      meaning: `${MEANINGS.h5_open_uercnt}${NAMES.h5_sms_rate}：${MEANINGS.h5_sms_rate}`,
      text: formatCount(now.opened),
      ...rate(NAMES.h5_sms_rate, now.openRate, now.sent),
      change: before && countChange(now.opened, before.opened),
    },
    {
      name: NAMES.jump_wxapp_uercnt,
      meaning: `${MEANINGS.jump_wxapp_uercnt}${NAMES.jump_h5_rate}：${MEANINGS.jump_h5_rate}`,
      text: formatCount(now.jumped),
      ...rate(NAMES.jump_h5_rate, now.jumpRate, now.opened),
      change: before && countChange(now.jumped, before.jumped),
    },
  ]
}

/** The figures beside these; `undefined` where nothing is compared, or where it would say what is not so. */
function earlierFigures(id: 'overview' | 'conversion', plan: Plan, outcomes: Outcomes): Figures | undefined {
  const earlier = outcomes[`earlier.${id}`]
  return earlier === undefined || isCumulative(plan, outcomes) ? undefined : figuresOf(tableOf(earlier))
}

function changeWords(now: Figures, before: Figures | undefined): string[] {
  if (before === undefined) return []
  const changes: [name: string, change: Change | undefined][] = [
    [NAMES.sms_send_uercnt, countChange(now.sent, before.sent)],
    [NAMES.h5_open_uercnt, countChange(now.opened, before.opened)],
    [NAMES.jump_wxapp_uercnt, countChange(now.jumped, before.jumped)],
    [NAMES.h5_sms_rate, rateChange(now.openRate, before.openRate, before.sent)],
    [NAMES.jump_h5_rate, rateChange(now.jumpRate, before.jumpRate, before.opened)],
  ]
  const said = changes.flatMap(([name, change]) =>
    change === undefined ? [] : [`${name} ${change.text}（n = ${formatCount(change.n)}）`],
  )
  return said.length === 0 ? [] : [`${said.join('，')}。`]
}

/** A table may have several rows where one was expected, one a day perhaps: people are not added. */
function rowWords({ dataValue }: StatisticsTable): string[] {
  if (dataValue.length < 2) return []
  return [`微信返回了 ${dataValue.length} 行（可能每天一行）：人数不能相加，各行见 CSV。`]
}

/** A date range that still runs has its finished days only. */
function untilWords({ window, now }: Plan): string[] {
  if (readyAt(window) <= now) return []
  return ['这段时间的数据还不完整：概览和转化只含已生成的日期，当天的在次日约 06:00 给出。']
}

function taskWords(table: StatisticsTable, { sent }: Figures): string[] {
  const tasks = sendTasks(table)
  if (tasks === undefined || tasks.length === 0) return []
  const sum = tasks.reduce((total, { count }) => total + count, 0)
  const most = 6
  const list = tasks.slice(0, most).map(({ task, count }) => `${task} ${formatCount(count)}`)
  const rest = tasks.length > most ? `，其余 ${tasks.length - most} 个见表格` : ''
  const differs = sent !== null && sum !== sent ? `（各任务之和 ${formatCount(sum)}，与提交下发数不一致）` : ''
  return [`下发任务 ${tasks.length} 个：${list.join('，')}${rest}${differs}。`]
}

function earlierWords(plan: Plan, outcomes: Outcomes): string[] {
  if (plan.earlier === undefined || !isCumulative(plan, outcomes)) return []
  return ['概览和转化看来是累计值，与另一段时间相比会得出错误的结论，所以不作对比。']
}

function emptyText(card: CardId, { window, now }: Plan): string {
  if (card === 'realtime') return '这段时间没有人打开或跳转。请核对时间、活动和渠道。'
  const at = readyAt(window)
  if (at > now) return `微信还没有给出：预计 ${formatBeijing(at)} 之后。`
  return '微信没有这段时间的数据。请核对时间、活动和渠道。'
}

function comesLater({ window, now }: Plan): string {
  if (window.beginDate > now) return '这段时间还没有开始。'
  const firstDay = { beginDate: window.beginDate, endDate: window.beginDate + 1 }
  return `当天的数据由微信在次日约 06:00 给出：${formatBeijing(readyAt(firstDay))} 之后再看。实时数据现在就有。`
}

/** What these answers tell of the environment: whether the people of a date range are its own. */
function dayCheckOf({ window, now }: Plan, outcomes: Outcomes): DayCheck | undefined {
  const length = window.endDate - window.beginDate
  if (readyAt(window) > now || length % DAY_SECONDS !== 0) return undefined
  const [conversion, opens] = [readableTable(outcomes.conversion), readableTable(outcomes.opens)]
  if (conversion === undefined || opens === undefined) return undefined
  return unlessBroken(() => {
    const distinct = figuresOf(conversion)?.opened ?? null
    if (distinct === null) return undefined
    const check = checkDay(distinct, sumOf(toSteps(opens, window, { now }).steps))
    return check === 'cumulative' || length === DAY_SECONDS ? check : undefined
  })
}

function isCumulative(plan: Plan, outcomes: Outcomes): boolean {
  return dayCheckOf(plan, outcomes) === 'cumulative'
}

function dayWords(plan: Plan, outcomes: Outcomes): string[] {
  const check = dayCheckOf(plan, outcomes)
  return check === undefined ? [] : [DAY_CHECK_TEXTS[check]]
}

/** Figures for whoever does not see them drawn. */
function inWords({ sent, opened, jumped, openRate, jumpRate }: Figures): string {
  return (
    `${NAMES.sms_send_uercnt} ${formatCount(sent)}，${NAMES.h5_open_uercnt} ${formatCount(opened)}，` +
    `${NAMES.jump_wxapp_uercnt} ${formatCount(jumped)}，${NAMES.h5_sms_rate} ${formatRate(openRate)}，` +
    `${NAMES.jump_h5_rate} ${formatRate(jumpRate)}。`
  )
}
