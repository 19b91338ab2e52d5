import type { StatisticsTable } from '../../../../../shared/api'
import { channelName } from '../../../../../shared/answer/channels'
import type { FigureId } from '../../../../../shared/answer/names'
import { CMS_CHANNEL_ID } from '../../../../../shared/constants'
import { channelIdsOf } from '../../../../../shared/figures/counts'
import { type BigNumber, bigNumbers, errorFigure } from '../../../../../shared/figures/figures'
import { beijingDay, DAY_PRESETS, type DayPreset, type Days, presetDays } from '../../../../../shared/figures/days'
import { formatBeijing } from '../../../../../shared/call/time'
import type { ChartComponent } from '../chart/index'
import { perInstance } from '../perInstance'
import { handOverCsv } from './csvFile'
import { type WindowedQuestion, checkQuestion, firstQuestion, type Question, rememberActivity } from './question'
import { CARD_IDS, type CardId, readCard, type Reading } from './reading'
import { type CardMessage, emptyMessage, errorMessage, type Meaning, meaningsOf } from './words'

/** A card as the view shows it. What it shows stays while new figures are on their way, so that nothing jumps. */
interface Card {
  id: CardId
  title: string
  waiting: boolean
  shows: 'nothing' | 'figures' | 'message'
  message: CardMessage | null
  /** The tables that can be taken along. */
  exports: { table: string; title: string }[]
  /** Of the chart, in px. */
  height: number
}

interface Channel {
  id: string
  name: string
}

const TITLES: Readonly<Record<CardId, string>> = {
  overview: '概览',
  channels: '各渠道',
  conversion: '转化',
  realtime: '实时',
}

/** The figures that a card shows, to be explained. */
const FIGURES: Readonly<Record<CardId, readonly FigureId[]>> = {
  overview: ['sms_send_uercnt', 'h5_open_uercnt', 'jump_wxapp_uercnt', 'h5_sms_rate', 'jump_h5_rate'],
  channels: ['h5_open_uercnt_percent', 'jump_wxapp_uercnt_percent'],
  conversion: ['sms_send_uercnt', 'h5_open_uercnt', 'jump_wxapp_uercnt', 'h5_sms_rate', 'jump_h5_rate'],
  realtime: ['realtime_h5', 'realtime_wxapp', 'jump_h5_rate'],
}

/** How high the chart of a card is, in px: the channels are up to nine rows. */
const HEIGHTS: Readonly<Record<CardId, number>> = { overview: 0, channels: 360, conversion: 220, realtime: 320 }

/** The cards that a channel changes. */
const CARDS_OF_A_CHANNEL: readonly CardId[] = ['conversion', 'realtime']

const EXPORT_TITLES: Readonly<Record<string, string>> = {
  'realtime-h5': '打开 CSV',
  'realtime-wxapp': '跳转 CSV',
}

const SMS: Channel = { id: CMS_CHANNEL_ID, name: channelName(CMS_CHANNEL_ID) }

/** What the page holds besides its data. */
const pageOf = perInstance(() => ({
  /** The question that the cards answer. */
  asked: undefined as WindowedQuestion | undefined,
  /** Which reading of a card is the last: what an earlier one brings is dropped. */
  turns: { overview: 0, channels: 0, conversion: 0, realtime: 0 } satisfies Record<CardId, number>,
  /** What is shown, with its file name: kept in memory, because a CSV has to be written within the tap. */
  files: new Map<string, { table: StatisticsTable; fileName: string }>(),
  refused: new Set<CardId>(),
  onThemeChange: undefined as WechatMiniprogram.OnThemeChangeCallback | undefined,
  left: false,
}))

Page({
  data: {
    theme: 'light',
    activityId: '',
    first: '',
    last: '',
    today: '',
    presets: DAY_PRESETS.filter(({ preset }) => preset !== 'thisMonth'),
    preset: '',
    channels: [SMS],
    channelIndex: 0,
    problem: '',
    refused: false,
    openid: '',
    copyNote: '',
    /** What the cards are of, in parts that are not broken over lines. */
    heading: [] as string[],
    numbers: [] as BigNumber[],
    /** The card, or the card and the figure in it, whose meaning is open. */
    meaningOf: '',
    meaningCard: '',
    meanings: [] as Meaning[],
    cards: CARD_IDS.map((id): Card => ({
      id,
      title: TITLES[id],
      waiting: false,
      shows: 'nothing',
      message: null,
      exports: [],
      height: HEIGHTS[id],
    })),
  },

  onLoad(query: Readonly<Record<string, string | undefined>>) {
    this.followTheme()
    const { activityId, days, channelId } = firstQuestion(query, nowSeconds())
    const channels = channelId === SMS.id ? [SMS] : [SMS, { id: channelId, name: channelName(channelId) }]
    this.setData({ activityId, channels, channelIndex: channels.length - 1 })
    this.chooseDays(days)
    if (activityId !== '') void this.ask()
  },

  onUnload() {
    const page = pageOf(this)
    page.left = true
    if (page.onThemeChange !== undefined) wx.offThemeChange(page.onThemeChange)
  },

  onPullDownRefresh() {
    void this.ask().then(() => wx.stopPullDownRefresh())
  },

  /** Light or dark as WeChat says, which it says only where the app has darkmode on: then the whole app follows. */
  followTheme() {
    const show = (theme: string | undefined): void => this.setData({ theme: theme === 'dark' ? 'dark' : 'light' })
    const onThemeChange: WechatMiniprogram.OnThemeChangeCallback = ({ theme }) => show(theme)
    show(wx.getAppBaseInfo().theme)
    wx.onThemeChange(onThemeChange)
    pageOf(this).onThemeChange = onThemeChange
  },

  onActivityInput({ detail }: WechatMiniprogram.Input) {
    this.setData({ activityId: detail.value })
  },

  onAsk() {
    void this.ask()
  },

  onPreset({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { preset: DayPreset }>) {
    this.chooseDays(presetDays(currentTarget.dataset.preset, nowSeconds()))
    void this.ask()
  },

  onFirst({ detail }: WechatMiniprogram.PickerChange) {
    this.chooseDays({ first: String(detail.value), last: this.data.last })
    void this.ask()
  },

  onLast({ detail }: WechatMiniprogram.PickerChange) {
    this.chooseDays({ first: this.data.first, last: String(detail.value) })
    void this.ask()
  },

  onChannel({ detail }: WechatMiniprogram.PickerChange) {
    this.setData({ channelIndex: Number(detail.value) })
    void this.ask(CARDS_OF_A_CHANNEL)
  },

  onRetry({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { card: CardId }>) {
    void this.load(currentTarget.dataset.card)
  },

  onMeaning({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { card: CardId; figure?: FigureId }>) {
    const { card, figure } = currentTarget.dataset
    const meaningOf = figure === undefined ? card : `${card}.${figure}`
    if (this.data.meaningOf === meaningOf) this.setData({ meaningOf: '', meaningCard: '', meanings: [] })
    else
      this.setData({
        meaningOf,
        meaningCard: card,
        meanings: meaningsOf(figure === undefined ? FIGURES[card] : [figure]),
      })
  },

  onCopy() {
    wx.setClipboardData({
      data: this.data.openid,
      success: () => this.setData({ copyNote: '已复制' }),
      fail: () => this.setData({ copyNote: '没有复制成功：请长按上面的 OPENID，选中后复制。' }),
    })
  },

  onExport({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { table: string }>) {
    const file = pageOf(this).files.get(currentTarget.dataset.table)
    if (file === undefined) return
    handOverCsv(file.table, file.fileName, problem => {
      void wx.showModal({ title: '导出', content: problem, showCancel: false })
    })
  },

  chooseDays({ first, last }: Days) {
    const now = nowSeconds()
    const same = DAY_PRESETS.find(({ preset }) => {
      const days = presetDays(preset, now)
      return days.first === first && days.last === last
    })
    this.setData({ first, last, today: beijingDay(now), preset: same?.preset ?? '' })
  },

  /** Asks what the form says. Where only the channel is another, only the cards that it changes are read again. */
  async ask(cards: readonly CardId[] = CARD_IDS) {
    const { activityId, first, last, channels, channelIndex } = this.data
    const channelId = channels[channelIndex]?.id ?? CMS_CHANNEL_ID
    const checked = checkQuestion({ activityId: activityId.trim(), days: { first, last }, channelId })
    this.setData({ problem: 'problem' in checked ? checked.problem : '' })
    if ('problem' in checked) return
    const page = pageOf(this)
    const before = page.asked?.question
    page.asked = checked
    rememberActivity(checked.question.activityId)
    this.setData({ heading: headingOf(checked.question) })
    const onlyChannel =
      before?.activityId === checked.question.activityId && sameDays(before.days, checked.question.days)
    await Promise.all((onlyChannel ? cards : CARD_IDS).map(id => this.load(id)))
  },

  /** Reads a card anew. Never rejects: what fails stands in the card. */
  async load(id: CardId) {
    const page = pageOf(this)
    const { asked } = page
    if (asked === undefined) return
    const turn = ++page.turns[id]
    this.setData({ [`cards[${CARD_IDS.indexOf(id)}].waiting`]: true })
    try {
      const reading = await readCard(id, asked, nowSeconds())
      if (turn === page.turns[id] && !page.left) this.show(id, reading, asked.question)
    } catch (thrown) {
      this.showMessage(id, errorMessage(errorFigure(thrown)))
    }
  },

  show(id: CardId, reading: Reading, question: Question) {
    this.showRefusal(id, reading)
    if (reading.kind === 'message') return this.showMessage(id, reading.message)
    const { figure } = reading
    switch (figure.state) {
      case 'empty':
        return this.showMessage(id, emptyMessage(figure))
      case 'error':
        return this.showMessage(id, errorMessage(figure))
      case 'drawn': {
        const { files } = pageOf(this)
        for (const [name, table] of Object.entries(figure.tables))
          files.set(name, { table, fileName: fileNameOf(name, question) })
        if (id === 'channels') this.offerChannels(figure.tables)
        const numbers = id === 'overview' ? { numbers: Object.values(figure.tables).flatMap(bigNumbers) } : {}
        const exports = Object.keys(figure.tables).map(table => ({ table, title: EXPORT_TITLES[table] ?? 'CSV' }))
        this.setCard(id, { waiting: false, shows: 'figures', message: null, exports }, numbers, () => {
          const chart = this.selectComponent(`#${id}-chart`) as unknown as ChartComponent | null // so index.json says
          chart?.draw(figure.option)
        })
      }
    }
  },

  showMessage(id: CardId, message: CardMessage) {
    this.setCard(id, { waiting: false, shows: 'message', message, exports: [] })
  },

  setCard(id: CardId, changes: Partial<Card>, others: object = {}, then?: () => void) {
    const at = CARD_IDS.indexOf(id)
    const paths = Object.entries(changes).map(([key, value]) => [`cards[${at}].${key}`, value])
    this.setData({ ...others, ...(Object.fromEntries(paths) as object) }, then)
  },

  /** The way out of a refusal stands once, above the cards, as long as one of them is refused. */
  showRefusal(id: CardId, reading: Reading) {
    const { refused } = pageOf(this)
    const refusal = reading.kind === 'message' ? reading.refused : undefined
    if (refusal === undefined) refused.delete(id)
    else refused.add(id)
    const openid = refusal?.openid ?? this.data.openid
    if (this.data.refused !== refused.size > 0 || this.data.openid !== openid)
      this.setData({ refused: refused.size > 0, openid, copyNote: '' })
  },

  /** The channels that the activity has; the chosen one stays, even when nothing came through it. */
  offerChannels(tables: Readonly<Record<string, StatisticsTable>>) {
    const { channels, channelIndex } = this.data
    const chosen = channels[channelIndex] ?? SMS
    const found = Object.values(tables).flatMap(channelIdsOf)
    const ids = [...new Set([SMS.id, ...found, chosen.id])]
    this.setData({ channels: ids.map(id => ({ id, name: channelName(id) })), channelIndex: ids.indexOf(chosen.id) })
  },
})

function headingOf({ activityId, days, channelId }: Question): string[] {
  const time = formatBeijing(nowSeconds()).slice('yyyy-mm-dd '.length, 'yyyy-mm-dd hh:mm'.length)
  const span = days.first === days.last ? days.first : `${days.first} 至 ${days.last}`
  return [`活动 ${activityId}`, span, `转化与实时：${channelName(channelId)}`, `${time} 查询`]
}

function fileNameOf(table: string, { activityId, days, channelId }: Question): string {
  return [table, activityId, days.first, days.last, channelName(channelId)].join('_')
}

function sameDays(a: Days, b: Days): boolean {
  return a.first === b.first && a.last === b.last
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
