import { BEIJING_OFFSET_SECONDS, DAY_SECONDS } from '../../shared/constants'
import { DOCUMENTED_ACTIVITY } from '../lib/exampleEvents'
import type { Campaign, Send, Visit } from './campaign'
import { randomFrom } from './random'

const HOUR = 3_600

/** The campaign of WeChat's own example. */
export const DOCUMENTED = {
  ...DOCUMENTED_ACTIVITY,
  /** 2021-02-25 00:00 in Beijing. */
  begin: 1614182400,
  end: 1614268800,
} as const

/** A livelier one, of the seven days that end with the emulator's today. */
export const LIVELY = { envId: 'demo-env', activityId: 'spring-sale', days: 7 } as const

/** How many visits a channel brings in a day. */
interface Plan {
  channelId: string
  opens: number
  jumps: number
}

/**
 * The campaign behind WeChat's example: 10,000 SMS in two tasks, 5,000 opens and 3,000 jumps by SMS, 8,000 and 5,600 over
 * all channels. The other channels are made up to give these sums.
 */
export function documentedCampaign(seed: number): Campaign {
  const random = randomFrom(seed)
  const plans: Plan[] = [
    { channelId: '_cms_sms_', opens: 5000, jumps: 3000 },
    { channelId: 'wecom', opens: 1600, jumps: 1400 },
    { channelId: 'zhihu', opens: 900, jumps: 700 },
    { channelId: 'qq', opens: 400, jumps: 380 },
    { channelId: '-', opens: 100, jumps: 120 },
  ]
  const { envId, activityId, begin } = DOCUMENTED
  const sends: Send[] = [
    { task: 'task1', channelId: '_cms_sms_', count: 5000, time: begin + 9 * HOUR },
    { task: 'task2', channelId: '_cms_sms_', count: 5000, time: begin + 14 * HOUR },
  ]
  return {
    appid: 'xxxxxxxxxxxxxxxxxx',
    envId,
    activityId,
    sends,
    opens: plans.flatMap(plan => visitsOfDay('open', plan.channelId, plan.opens, begin, random)),
    jumps: plans.flatMap(plan => visitsOfDay('jump', plan.channelId, plan.jumps, begin, random)),
  }
}

/**
 * A campaign of seven days and five channels that ends with today: so "yesterday" always shows something. Its figures
 * depend on the seed alone; some people come back on later days, through the same channel, and the unknown channel has
 * more jumps than opens (shared links).
 *
 * @param now Unix seconds
 */
export function livelyCampaign(seed: number, now: number): Campaign {
  const random = randomFrom(seed + 1)
  const today = Math.floor((now + BEIJING_OFFSET_SECONDS) / DAY_SECONDS) * DAY_SECONDS - BEIJING_OFFSET_SECONDS
  const plans: Plan[] = [
    { channelId: '_cms_sms_', opens: 900, jumps: 520 },
    { channelId: 'wecom', opens: 320, jumps: 210 },
    { channelId: 'qqvideo', opens: 150, jumps: 40 },
    { channelId: 'offline-poster', opens: 60, jumps: 35 },
    { channelId: '-', opens: 12, jumps: 30 },
  ]
  const campaign = { sends: [] as Send[], opens: [] as Visit[], jumps: [] as Visit[] }
  for (let day = 0; day < LIVELY.days; day++) {
    const begin = today - (LIVELY.days - 1 - day) * DAY_SECONDS
    const ebb = 1 / (1 + day / 2)
    if (day % 3 === 0)
      campaign.sends.push({
        task: `day${day + 1}`,
        channelId: '_cms_sms_',
        count: Math.round(2400 * ebb),
        time: begin + 10 * HOUR,
      })
    for (const { channelId, opens, jumps } of plans) {
      const swing = ebb * (0.8 + 0.4 * random())
      const some = (most: number): number => Math.round(most * swing)
      campaign.opens.push(...visitsOfDay(`open${day}`, channelId, some(opens), begin, random))
      campaign.jumps.push(...visitsOfDay(`jump${day}`, channelId, some(jumps), begin, random))
    }
    campaign.opens.push(...returning(campaign.opens, begin, random))
    campaign.jumps.push(...returning(campaign.jumps, begin, random))
  }
  return { appid: 'wxdemodemodemodemo', envId: LIVELY.envId, activityId: LIVELY.activityId, ...campaign }
}

/** People come when they are awake: hardly at night, most around noon and in the evening. */
const BUSY_BY_HOUR = [1, 1, 0, 0, 0, 1, 2, 4, 6, 14, 12, 10, 13, 9, 11, 9, 7, 7, 8, 10, 12, 9, 5, 2]

function visitsOfDay(kind: string, channelId: string, count: number, begin: number, random: () => number): Visit[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${kind}-${channelId}-${index}`,
    channelId,
    time: begin + timeOfDay(random),
  }))
}

/** A few of those who were there before. */
function returning(visits: readonly Visit[], begin: number, random: () => number): Visit[] {
  return visits
    .filter(({ time }) => time < begin && random() < 0.05)
    .map(visit => ({ ...visit, time: begin + timeOfDay(random) }))
}

const BUSY_IN_ALL = BUSY_BY_HOUR.reduce((sum, busy) => sum + busy, 0)

function timeOfDay(random: () => number): number {
  let rest = random() * BUSY_IN_ALL
  const hour = BUSY_BY_HOUR.findIndex(busy => (rest -= busy) < 0)
  return Math.floor((hour + random()) * HOUR)
}
