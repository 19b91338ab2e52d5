import type { StatisticsTable } from '../../api'
import { ALL_CHANNELS_ID, CMS_CHANNEL_ID } from '../../constants'
import { channelName } from '../channels'
import { NAMES } from '../names'
import { COLORS } from '../palette'
import { type Row, toRows } from '../rows'
import { groupedBars, type NamedBar, namedBars } from './bars'
import {
  cannotDraw,
  formatCount,
  formatRate,
  hasColumn,
  missingColumns,
  SMALL_N,
  type Step,
  STEP_IDS,
  type StepId,
  stepsOf,
} from './counts'
import { type ChartOption, headingOf, type TitlePlace, wordsOption } from './option'

/** The column that tells channels apart. */
export const CHANNEL_COLUMN = 'channel_id'
/** More rows than these do not fit a telephone. */
export const MAX_ROWS = 8

const STEP_COLORS: Readonly<Record<StepId, string>> = {
  sms_send_uercnt: COLORS.sent,
  h5_open_uercnt: COLORS.opened,
  jump_wxapp_uercnt: COLORS.jumped,
}

/**
 * Sent, opened, jumped as bars of true length, in this order, each with its name, its count and its rate from the step
 * before. Bars rather than a funnel: a funnel's parts are cut to taper, so 0 has an area, a step that grows has none to
 * grow into, and at 320 px a label stands on a part that is narrower than it.
 *
 * A first step of 0 is left out, and a note says so: only the SMS channel sends. Several rows, whose meaning WeChat does
 * not publish, stand beside each other and are never summed.
 *
 * @param about what the figures are of, for the title; a row's channel when it is absent
 * @throws StatisticsError -601001 when none of the three columns is there, or the table is broken
 */
export function stepBarsChart(
  table: StatisticsTable,
  about: { title: string; of?: string },
  titlePlace: TitlePlace,
): ChartOption {
  const { columns, rows } = toRows(table)
  if (!STEP_IDS.some(colId => hasColumn(columns, colId))) throw cannotDraw(`column ${STEP_IDS.join(', ')}`, columns)
  const steps = rows.map(row => stepsOf(columns, row))
  const missing = missingColumns(columns, STEP_IDS)
  if (steps.every(nothingIn)) return wordsOption('没有人', '这段时间内没有下发、打开或跳转。')
  const names = rows.map((row, index) => rowName(row, index, rows.length))
  const [only] = steps
  if (only === undefined || steps.length > 1) {
    const title = [about.title, about.of].filter(Boolean).join(' · ')
    const { title: heading, below } = headingOf(title, [severalRows(rows.length), ...missing], titlePlace)
    return { title: heading, ...rowsBeside(names, steps, below) }
  }
  const drawn = only.filter(step => step !== only[0] || step.colId !== 'sms_send_uercnt' || step.count !== 0)
  const notes = [...missing, ...(drawn.length < only.length ? [noSends(rows[0])] : []), ...rateNotes(drawn)]
  const title = [about.title, about.of ?? names[0]].filter(Boolean).join(' · ')
  const { title: heading, below } = headingOf(title, notes, titlePlace)
  return { title: heading, ...namedBars(about.title, drawn.map(toBar), below) }
}

function nothingIn(steps: readonly Step[]): boolean {
  return steps.every(({ count }) => count === 0)
}

function toBar(step: Step): NamedBar {
  return {
    // What is not known has no bar for its count to stand beside.
    line: [step.name, ...(step.count === null ? ['微信未给出可读的数'] : rateWords(step))].join(' · '),
    value: step.count,
    figures: formatCount(step.count),
    color: STEP_COLORS[step.colId],
  }
}

const RATE_NAMES: Readonly<Record<StepId, string | undefined>> = {
  sms_send_uercnt: undefined,
  h5_open_uercnt: NAMES.h5_sms_rate,
  jump_wxapp_uercnt: NAMES.jump_h5_rate,
}

function rateWords({ colId, rate, base }: Step): string[] {
  const name = RATE_NAMES[colId]
  if (name === undefined || rate === null || base === null) return []
  const few = base < SMALL_N ? `（基数仅 ${base}）` : ''
  return [`${name} ${formatRate(rate)}${few}`]
}

function rateNotes(steps: readonly Step[]): string[] {
  const above = steps.flatMap(({ colId, rate }) => (rate !== null && rate > 1 ? [RATE_NAMES[colId]] : []))
  if (above.length === 0) return []
  return [`${above.join('、')}超过 100%：打开按会话去重，跳转按 OpenID 去重，转发的链接也会带来人。`]
}

function noSends(row: Row | undefined): string {
  const channel = row?.[CHANNEL_COLUMN]
  return channel === undefined || channel === null || channel === ALL_CHANNELS_ID || channel === CMS_CHANNEL_ID
    ? '没有上报的短信下发，所以没有打开率。'
    : '该渠道不下发短信，所以没有打开率。'
}

function severalRows(count: number): string {
  const more = count > MAX_ROWS ? `，这里画出前 ${MAX_ROWS} 行` : ''
  return `微信返回了 ${count} 行${more}。各行的含义未公布，人数不能相加。`
}

function rowsBeside(
  names: readonly string[],
  steps: readonly (readonly Step[])[],
  top: number,
): ReturnType<typeof groupedBars> {
  const shown = steps.slice(0, MAX_ROWS)
  const kinds = (shown[0] ?? []).map(({ colId, name }, at) => {
    const counts = shown.map(row => row[at]?.count ?? null)
    return { name, color: STEP_COLORS[colId], values: counts, figures: counts.map(formatCount) }
  })
  return groupedBars(names.slice(0, MAX_ROWS), kinds, top)
}

/** What a row is called among others: its channel, and its number where there are several. */
function rowName(row: Row, index: number, count: number): string {
  const channel = row[CHANNEL_COLUMN]
  const name = channel === undefined || channel === null || channel === '' ? [] : [channelName(String(channel))]
  return [...name, ...(count > 1 ? [`第 ${index + 1} 行`] : [])].join(' ')
}
