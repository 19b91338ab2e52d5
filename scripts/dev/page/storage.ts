import type { KnownActivity } from './look'

/** What the browser keeps for this page. A browser that keeps nothing (a private window) is no fault. */
const PREFIX = 'sms-statistics.'
const MAX_ACTIVITIES = 8

/** The text that was kept under a name. */
export function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined
  } catch {
    return undefined
  }
}

/** Keeps a text under a name, where the browser lets it. */
export function keep(name: string, text: string): void {
  try {
    localStorage.setItem(PREFIX + name, text)
  } catch {
    return // nothing is kept, and nothing is lost but a convenience
  }
}

/** The activities that gave figures before, the latest first. */
export function recentActivities(): KnownActivity[] {
  let values: unknown
  try {
    values = JSON.parse(kept('activities') ?? '[]')
  } catch {
    return []
  }
  return Array.isArray(values) ? values.filter(isActivity).slice(0, MAX_ACTIVITIES) : []
}

/** Puts an activity first among the recent ones. */
export function keepActivity({ title, activityId, envId }: KnownActivity): void {
  const others = recentActivities().filter(each => each.activityId !== activityId || each.envId !== envId)
  keep('activities', JSON.stringify([{ title, activityId, envId }, ...others].slice(0, MAX_ACTIVITIES)))
}

function isActivity(value: unknown): value is KnownActivity {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['title', 'activityId', 'envId'].every(key => typeof (value as Record<string, unknown>)[key] === 'string')
  )
}
