import type { StatisticsTable } from '../../../shared/api'
import type { ChartOption } from '../../../shared/answer/chart'
import { ask } from './api'
import { draw, erase } from './chart'
import { download, h, run } from './dom'
import { surfaceColor } from './theme'

/** What a card shows. Tables are what its CSV holds, one file each. */
export type CardContent =
  | { state: 'waiting' }
  | { state: 'empty'; meaning: string }
  | { state: 'error'; errCode: number | undefined; errMsg: string; advice: string | undefined }
  | { state: 'drawn'; option: ChartOption; above: readonly Node[]; tables: Readonly<Record<string, StatisticsTable>> }

export interface Card {
  element: HTMLElement
  show(content: CardContent): void
}

/** A figure of the page with its title, and its two ways to take it along. */
export function makeCard(id: string, title: string, subtitle: string): Card {
  const canvas = h('div', { class: `chart ${id}`, role: 'img', 'aria-label': title })
  const body = h('div', { class: 'card-body' })
  const png = h('button', { type: 'button', class: 'quiet', click: () => savePng(id) }, 'PNG')
  const csv = h('button', { type: 'button', class: 'quiet', click: run(() => saveCsv(tables)) }, 'CSV')
  let tables: Readonly<Record<string, StatisticsTable>> = {}
  const heading = h('div', {}, h('h2', {}, title), h('p', { class: 'muted' }, subtitle))
  const element = h(
    'section',
    { class: 'card', id, 'aria-label': title },
    h('div', { class: 'card-head' }, heading, h('div', { class: 'actions' }, png, csv)),
    body,
  )
  png.setAttribute('aria-label', `${title}：保存为 PNG`)
  csv.setAttribute('aria-label', `${title}：保存为 CSV`)

  function show(content: CardContent): void {
    element.dataset['state'] = content.state
    element.setAttribute('aria-busy', String(content.state === 'waiting'))
    png.disabled = csv.disabled = content.state !== 'drawn'
    if (content.state !== 'drawn') {
      // While figures are on their way the old ones stay, faded: nothing jumps.
      if (content.state === 'waiting' && body.contains(canvas)) return
      erase(id)
      body.replaceChildren(messageOf(content))
      return
    }
    tables = content.tables
    body.replaceChildren(...content.above, canvas)
    draw(id, canvas, content.option)
  }

  show({ state: 'waiting' })
  return { element, show }
}

function messageOf(content: Exclude<CardContent, { state: 'drawn' }>): HTMLElement {
  switch (content.state) {
    case 'waiting':
      return h('p', { class: 'message muted' }, '读取中…')
    case 'empty':
      return h('div', { class: 'message' }, h('strong', {}, '暂无数据'), h('p', { class: 'muted' }, content.meaning))
    case 'error': {
      const code = content.errCode === undefined ? '出错了' : `errCode ${content.errCode}`
      const advice = content.advice === undefined ? [] : [h('p', { class: 'advice' }, `建议：${content.advice}`)]
      return h(
        'div',
        { class: 'message error', role: 'alert' },
        h('strong', {}, code),
        h('p', {}, content.errMsg),
        ...advice,
      )
    }
  }
}

function savePng(id: string): void {
  const chart = window.charts[id]
  if (chart !== undefined)
    download(`${id}.png`, chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: surfaceColor() }))
}

async function saveCsv(tables: Readonly<Record<string, StatisticsTable>>): Promise<void> {
  for (const [name, { dataColumn, dataValue }] of Object.entries(tables)) {
    const { csv } = await ask('csv', { dataColumn, dataValue })
    const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }))
    download(`${name}.csv`, url)
    URL.revokeObjectURL(url)
  }
}
