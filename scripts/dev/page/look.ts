import { CMS_CHANNEL_ID } from '../../../shared/constants'
import { channelName } from '../../../shared/answer/channels'
import { formatBeijing } from '../../../shared/call/time'
import type { FunctionKind } from '../../../shared/call/event'
import { chooseWindow } from '../../stats/window'
import type { OfferedCampaign, ReadAnswer, State } from '../protocol'
import { ask } from './api'
import { type Card, type CardContent, makeCard } from './card'
import { field, h, run, select } from './dom'
import { channelsContent, conversionContent, errorContent, overviewContent, realtimeContent } from './figures'

const OTHER = ''
const WINDOWS = [
  ['yesterday', '昨天'],
  ['last7d', '最近 7 天'],
  ['custom', '自定义'],
] as const

/** 看数据: pick an activity, a window and a channel, see four figures. */
export function lookPanel(state: State): HTMLElement {
  const activity = select([
    ...state.campaigns.map(({ title }, at) => [String(at), title] as const),
    [OTHER, '其他活动…'],
  ])
  const activityId = h('input', { placeholder: 'activityId', spellcheck: false, autocomplete: 'off' })
  const envId = h('input', { placeholder: 'envId', value: state.envId, spellcheck: false, autocomplete: 'off' })
  const window = select(WINDOWS)
  const begin = h('input', { placeholder: '2021-02-25 08:30', autocomplete: 'off' })
  const end = h('input', { placeholder: '2021-02-26', autocomplete: 'off' })
  const channel = select([[CMS_CHANNEL_ID, channelName(CMS_CHANNEL_ID)]])
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true })
  const cards = {
    overview: makeCard('overview', '概览', '全部渠道'),
    channels: makeCard('channels', '渠道占比', '打开 H5 与跳转小程序'),
    conversion: makeCard('conversion', '转化漏斗', '所选渠道，逐步转化率'),
    realtime: makeCard('realtime', '实时曲线', '所选渠道，打开、跳转与跳转率'),
  }
  const others = [field('活动 ID', activityId), field('环境 ID', envId)]
  const dates = [field('开始（北京时间）', begin), field('结束（不含）', end)]
  let asked = 0

  function campaign(): OfferedCampaign | undefined {
    return activity.value === OTHER ? undefined : state.campaigns[Number(activity.value)]
  }

  function toggleFields(): void {
    for (const each of others) each.hidden = campaign() !== undefined
    for (const each of dates) each.hidden = window.value !== 'custom'
  }

  function useCampaign(): void {
    const dated = campaign()?.window
    window.value = dated === undefined ? 'yesterday' : 'custom'
    if (dated !== undefined) {
      begin.value = dated.begin
      end.value = dated.end
    }
    channel.value = CMS_CHANNEL_ID
    toggleFields()
  }

  function windowOptions(): Parameters<typeof chooseWindow>[0] {
    if (window.value === 'yesterday') return { yesterday: true }
    return window.value === 'last7d' ? { last: '7d' } : { begin: begin.value.trim(), end: end.value.trim() }
  }

  async function load(): Promise<void> {
    const turn = ++asked
    const chosen = chooseWindow(windowOptions(), state.now)
    const ids = campaign() ?? { activityId: activityId.value.trim(), envId: envId.value.trim() }
    const wrong = 'problem' in chosen ? explain(chosen.problem) : ids.activityId === '' ? '请填写活动 ID。' : undefined
    problem.hidden = wrong === undefined
    problem.textContent = wrong ?? ''
    if ('problem' in chosen || wrong !== undefined) return
    const common = { activityId: ids.activityId, ...(ids.envId === '' ? {} : { envId: ids.envId }) }
    const inChannel = { ...common, channelId: channel.value }
    const read = (name: FunctionKind, condition: object): Promise<ReadAnswer> =>
      ask('read', { name, event: { ...chosen, condition } })

    async function fill(card: Card, content: () => Promise<CardContent>): Promise<void> {
      card.show({ state: 'waiting' })
      const shown = await content().catch(errorContent)
      if (turn === asked) card.show(shown) // an answer that was overtaken is dropped
    }
    note.textContent = `${formatBeijing(chosen.beginDate)} 至 ${formatBeijing(chosen.endDate)}（北京时间）`
    await Promise.all([
      fill(cards.overview, async () => overviewContent(await read('overview', common))),
      fill(cards.channels, async () => {
        const answer = await read('overviewByChannel', common)
        if (turn === asked) offerChannels(channel, answer)
        return channelsContent(answer)
      }),
      fill(cards.conversion, async () => conversionContent(await read('conversion', inChannel))),
      fill(cards.realtime, async () => {
        const [h5, wxapp] = await Promise.all([
          read('realtime', { ...inChannel, actType: 'h5' }),
          read('realtime', { ...inChannel, actType: 'wxapp' }),
        ])
        return realtimeContent(h5, wxapp, chosen, state.now)
      }),
    ])
  }

  const note = h('p', { class: 'muted note' })
  const form = h(
    'form',
    { class: 'controls' },
    field('活动', activity),
    ...others,
    field('时间', window),
    ...dates,
    field('渠道', channel),
    h('button', { type: 'submit' }, '查询'),
  )
  form.addEventListener('submit', event => {
    event.preventDefault()
    run(load)()
  })
  activity.addEventListener('change', () => {
    useCampaign()
    if (campaign() !== undefined) run(load)()
  })
  window.addEventListener('change', () => {
    toggleFields()
    if (window.value !== 'custom') run(load)()
  })
  channel.addEventListener('change', run(load))
  useCampaign()
  if (campaign() === undefined)
    for (const card of Object.values(cards)) card.show({ state: 'empty', meaning: '请填写活动 ID,然后查询。' })
  else run(load)()
  return h(
    'div',
    {},
    form,
    problem,
    note,
    h('div', { class: 'cards' }, ...Object.values(cards).map(card => card.element)),
  )
}

/** The channels that the activity has; the chosen one stays, even when nothing came through it. */
function offerChannels(channel: HTMLSelectElement, answer: ReadAnswer): void {
  if (!('dataColumn' in answer)) return
  const at = answer.dataColumn.findIndex(({ colId }) => colId === 'channel_id')
  const found = answer.dataValue.flatMap(({ dataValue }) => dataValue[at] ?? [])
  const { value } = channel
  const ids = [...new Set([CMS_CHANNEL_ID, ...found, value])]
  channel.replaceChildren(...select(ids.map(id => [id, channelName(id)])).children)
  channel.value = value
}

/** The command line's words, for the page. */
function explain(problem: string): string {
  return `时间范围有误：请写作 2021-02-25 或 2021-02-25 08:30（北京时间），结束须晚于开始。（${problem.replaceAll('--', '')}）`
}
