import { REALTIME_BUCKET_SECONDS } from '../../shared/constants'

/** A task of the CMS that sent SMS. */
export interface Send {
  task: string
  channelId: string
  count: number
  /** Unix seconds. */
  time: number
}

/** A browser session that opened the H5 page, or an OpenID that jumped into the mini program. */
export interface Visit {
  /** The session, or the OpenID: counted once, however often it comes. */
  id: string
  channelId: string
  /** Unix seconds. */
  time: number
}

/** What happened in an activity. Every table is computed from this. */
export interface Campaign {
  appid: string
  envId: string
  activityId: string
  sends: readonly Send[]
  opens: readonly Visit[]
  jumps: readonly Visit[]
}

/** Unix seconds, `end` not included. */
export interface Window {
  begin: number
  end: number
}

/** The step of five minutes that a time falls into. */
export function bucketOf(time: number): number {
  return Math.floor(time / REALTIME_BUCKET_SECONDS) * REALTIME_BUCKET_SECONDS
}
