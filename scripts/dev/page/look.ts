/** 看数据 without its drawing: the form's question, the reading, and what the cards show of it. */
import type { DayPreset } from '../../../shared/figures/days'
import { presetDays } from '../../../shared/figures/days'
import { holdsNow, stepWindow } from '../../../shared/figures/windows'
import { messageOf } from '../../../shared/messageOf'
import type { OfferedCampaign, ReadAnswer, ReadQuestion, State } from '../protocol'
import { CARD_IDS, type CardContent, type CardId, channelsIn, contentOf, readsOf, troubleOf } from './cards'
import {
  type Activity,
  type Address,
  firstQuestion,
  isSame,
  type Question,
  questionOf,
  spanOf,
  spanOfDays,
  toAddress,
  windowOf,
} from './question'
import { createReading, type Outcomes } from './reading'
import { type Plan, planOf, type ReadId, RUNNING_READS } from './reads'

/** An activity that is offered for a choice. */
export type KnownActivity = OfferedCampaign

/** A card with the question that its figures answer. */
export interface ShownCard {
  plan: Plan
  content: CardContent
}

export interface LookState {
  /** The form; `undefined` until an activity is known. */
  draft: Question | undefined
  /** What is wrong with the form, in Chinese. */
  problem: string | undefined
  /** What was asked last. */
  asked: Plan | undefined
  /** The question of the newest figures: what the heading says. */
  answered: Plan | undefined
  cards: Partial<Record<CardId, ShownCard>>
  isWaiting: boolean
  /** When the newest figure came, Unix seconds. */
  updatedAt: number | undefined
  trouble: string | undefined
  /** The channels that the activity is known to have. */
  channels: readonly string[]
  activities: readonly KnownActivity[]
  /** Whether figures of a date range that still runs are read again by themselves. */
  isLive: boolean
}

/** What the page around it does. */
export interface LookHost {
  read(question: ReadQuestion, signal: AbortSignal): Promise<ReadAnswer>
  /** The clock of the figures as it was told last, Unix seconds. */
  now(): number
  /** Asks the server for its clock. @throws Error for people when it is gone */
  refreshNow(): Promise<void>
  /** Writes the address: a new entry of the history, or the current one changed. */
  writeAddress(address: string, how: 'push' | 'replace'): void
  /** The activities that gave figures before, the latest first. */
  recentActivities(): KnownActivity[]
  keepActivity(activity: KnownActivity): void
  changed(): void
}

export interface Look {
  state(): LookState
  /** The page was opened, or the address changed by back, forward or hand. */
  open(address: Address, offered: Pick<State, 'campaigns'>): void
  /** The form changed, and nothing is asked yet. */
  edit(change: Partial<Question>): void
  /** The form changed, and the question is asked; clicks that follow each other closely are one question. */
  choose(change: Partial<Question>): void
  choosePreset(preset: DayPreset): void
  /** The date range before (-1) or after (1). */
  step(by: -1 | 1): void
  chooseActivity(activity: Activity): void
  /** Asks what the form says; all of it again when nothing changed. */
  submit(): void
  /** Makes the calls again that failed. */
  retry(): void
  /** Figures may be others now, a fault for instance: all is read again. */
  reload(): void
  /** What a date range that still runs has more by now is read. */
  refresh(): void
  cancel(): void
  setLive(isLive: boolean): void
}

/** Clicks that follow each other within this time are one question. */
const BURST_MS = 200
/** How often a date range that still runs is read again: two calls of the day's quota each time. */
export const LIVE_MS = 5 * 60_000

/** The state of the figures' panel, without a DOM: what is asked, what is read, what is shown. */
export function createLook(host: LookHost): Look {
  let state: LookState = {
    draft: undefined,
    problem: undefined,
    asked: undefined,
    answered: undefined,
    cards: {},
    isWaiting: false,
    updatedAt: undefined,
    trouble: undefined,
    channels: [],
    activities: [],
    isLive: true,
  }
  const reading = createReading((question, signal) => host.read(question, signal), { came, done })
  let timer: ReturnType<typeof setTimeout> | undefined
  let preset: DayPreset | undefined
  let turn = 0

  function set(change: Partial<LookState>): void {
    state = { ...state, ...change }
    host.changed()
  }

  function came(plan: Plan, outcomes: Outcomes): void {
    const cards = { ...state.cards }
    let isNew = false
    for (const id of CARD_IDS) {
      if (!readsOf(id, plan).every(read => read in outcomes)) continue
      cards[id] = { plan, content: contentOf(id, plan, outcomes) }
      isNew ||= readsOf(id, plan).length > 0
    }
    const found = channelsIn(outcomes)
    const isKnown = RUNNING_READS.every(id => id in outcomes)
    // While the same question is read again, what was said of it stands.
    const stays = isSame(plan.question, state.answered?.question) && !isKnown
    set({
      cards,
      ...(isNew && { answered: plan, updatedAt: host.now() }),
      ...(found.length > 0 && { channels: found }),
      trouble: stays ? state.trouble : troubleOf(plan, outcomes),
    })
  }

  function done(plan: Plan): void {
    set({ isWaiting: false })
    const { activityId, envId } = plan.question
    if (!Object.values(state.cards).some(({ content }) => content.state === 'drawn')) return
    if (find(state.activities, { activityId, envId }) !== undefined) return
    const activity = { title: activityId, activityId, envId }
    host.keepActivity(activity)
    set({ activities: [...state.activities, activity] })
  }

  function edit(change: Partial<Question>): void {
    if (state.draft !== undefined) set({ draft: { ...state.draft, ...change }, problem: undefined })
  }

  /** Clicks that follow each other closely are one question: the last of them. */
  function askSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void ask('push'), BURST_MS)
  }

  /** Asks what the form says, at the server's time: 昨天 is yesterday now, not when the page was opened. */
  async function ask(how: 'push' | 'replace' | 'keep', anew?: 'all' | readonly ReadId[]): Promise<void> {
    clearTimeout(timer)
    const mine = ++turn
    try {
      await host.refreshNow()
    } catch (error) {
      return set({ problem: messageOf(error) })
    }
    if (mine !== turn) return // another question came meanwhile
    if (preset !== undefined) edit(spanOfDays(presetDays(preset, host.now())))
    preset = undefined
    const { draft } = state
    if (draft === undefined) return
    const plan = planOf(draft, host.now())
    if ('problem' in plan) return set({ problem: `${plan.problem}。` })
    const isSameQuestion = isSame(draft, state.asked?.question)
    if (how !== 'keep') host.writeAddress(toAddress('look', draft), isSameQuestion ? 'replace' : how)
    read(plan, anew)
  }

  function read(plan: Plan, anew?: 'all' | readonly ReadId[]): void {
    const isOther = state.asked?.question.activityId !== plan.question.activityId
    set({ problem: undefined, asked: plan, isWaiting: true, ...(isOther && { channels: [] }) })
    reading.read(plan, anew)
  }

  /** Makes calls of the question that is on the page again; the form may say another by now. */
  async function readAgain(anew: 'all' | readonly ReadId[]): Promise<void> {
    const question = state.asked?.question
    if (question === undefined) return
    const mine = ++turn
    try {
      await host.refreshNow()
    } catch (error) {
      return set({ problem: messageOf(error) })
    }
    const plan = planOf(question, host.now())
    if (mine === turn && !('problem' in plan)) read(plan, anew)
  }

  return {
    state: () => state,
    open(address, { campaigns }) {
      const recent = host.recentActivities().filter(each => find(campaigns, each) === undefined)
      const activities = [...campaigns, ...recent]
      const [first] = activities
      const isOpen = address.question.activityId === undefined && first !== undefined
      const given = isOpen
        ? { activityId: first.activityId, envId: first.envId, ...address.question }
        : address.question
      const draft = questionOf({ ...address, question: given }, activities, host.now())
      preset = undefined
      set({ activities, draft, problem: undefined })
      if (draft !== undefined && !isSame(draft, state.asked?.question)) void ask('replace')
    },
    edit(change) {
      preset = undefined
      edit(change)
    },
    choose(change) {
      edit(change)
      askSoon()
    },
    choosePreset(chosen) {
      preset = chosen
      edit(spanOfDays(presetDays(chosen, host.now())))
      askSoon()
    },
    step(by) {
      const window = state.draft && windowOf(state.draft)
      if (window === undefined || 'problem' in window) return
      preset = undefined
      edit(spanOf(stepWindow(window, by)))
      askSoon()
    },
    chooseActivity(activity) {
      preset = undefined
      set({
        draft: firstQuestion({ ...find(state.activities, activity), ...activity }, host.now()),
        problem: undefined,
      })
      askSoon()
    },
    submit: () => void ask('push', isSame(state.draft, state.asked?.question) ? 'all' : undefined),
    retry: () => void ask('keep'),
    reload: () => void readAgain('all'),
    refresh: () => void readAgain(RUNNING_READS),
    cancel() {
      turn++
      clearTimeout(timer)
      reading.cancel()
      set({ isWaiting: false })
    },
    setLive: isLive => set({ isLive }),
  }
}

function find(activities: readonly KnownActivity[], { activityId, envId }: Activity): KnownActivity | undefined {
  return activities.find(each => each.activityId === activityId && each.envId === envId)
}

/** Whether a card waits for the figures of the question that was asked last. */
export function isCardWaiting({ cards, asked, isWaiting }: LookState, id: CardId): boolean {
  return isWaiting && cards[id]?.plan !== asked
}

/** Whether the figures of a card answer the form. */
export function isCardCurrent(state: LookState, id: CardId): boolean {
  return !isCardWaiting(state, id) && isSame(state.draft, state.cards[id]?.plan.question)
}

/** Whether the figures on the page still grow. @param now Unix seconds */
export function isRunning({ asked }: LookState, now: number): boolean {
  return asked !== undefined && holdsNow(asked.window, now)
}
