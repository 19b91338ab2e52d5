import type { StatisticsTable } from '../../api'
import { toRows } from '../rows'
import { cannotDraw, formatRate, missingColumns, type Step, STEPS, stepsOf } from './counts'
import { type ChartOption, type FunnelSeries, share, titleAt } from './option'
import { rowName } from './overview'

const STEP_IDS = STEPS.map(({ colId }) => colId)

/**
 * 转化数据 as a funnel: sent, opened, jumped, each with its rate from the step before. A rate above 1 is shown as it is,
 * a step from 0 has none (`–`). A step whose column WeChat left out is missing, and the subtitle says so. Several rows
 * stand side by side.
 *
 * @throws StatisticsError -601001 when none of the three columns is there, or the table is broken
 */
export function conversionChart(table: StatisticsTable): ChartOption {
  const { columns, rows } = toRows(table)
  if (!columns.some(({ colId }) => STEP_IDS.some(step => step === colId)))
    throw cannotDraw(`column ${STEP_IDS.join(', ')}`, columns)
  const names = rows.map((row, index) => rowName(row, index, rows.length))
  return {
    title: [titleAt('50%', `转化漏斗 · ${names.join('、')}`, missingColumns(columns, STEP_IDS))],
    tooltip: { trigger: 'item' },
    series: rows.map((row, index): FunnelSeries => {
      const { left, width } = share(index, rows.length)
      return {
        type: 'funnel',
        name: names[index] ?? '',
        left,
        width,
        top: 64,
        bottom: 16,
        sort: 'none',
        minSize: '20%', // room for a label at the thin end
        data: stepsOf(columns, row).map(toPart),
      }
    }),
  }
}

function toPart(step: Step): FunnelSeries['data'][number] {
  const rate = step.colId === STEP_IDS[0] ? '' : `\n转化率 ${formatRate(step.rate)}`
  const label = `${step.name}\n${step.count ?? '–'}${rate}`
  return { name: step.name, value: step.count ?? '-', label: { position: 'inside', formatter: label } }
}
