import type { ActType } from './api'

/** The one API of this package, as permissions, messages and the SDK's requests name it. */
export const API = 'cloudbase.getStatistics'

/** The function's variable that lists who may read: OPENIDs, or `*` for every user of the mini program. */
export const ALLOWED_OPENIDS_VARIABLE = 'STATS_ALLOWED_OPENIDS'

/** The documentation's own page size. */
export const DEFAULT_PAGE_LIMIT = 1000

/** The channel that the CloudBase CMS sends its SMS through. */
export const CMS_CHANNEL_ID = '_cms_sms_'

/** The `channel_id` of the row that sums up all channels: no channel itself, so it has no place in a pie. */
export const ALL_CHANNELS_ID = 'all'

/** 打开 H5 and 跳转小程序. */
export const ACT_TYPES: readonly ActType[] = ['h5', 'wxapp']

/** Realtime rows stand on multiples of this; empty steps are absent. */
export const REALTIME_BUCKET_SECONDS = 300

/** A function's result reaches a mini program only up to 1 MB as JSON (-604001). */
export const RESULT_LIMIT_BYTES: number = 1024 * 1024

/** Pages that one event reads: beyond them a table hardly fits into a result, and a larger pageLimit is the better way. */
export const MAX_PAGES = 100

/** Calls of WeChat that one event makes: its pages, the one that shows that there are no more, and four retries. */
export const MAX_CALLS: number = MAX_PAGES + 5

/** WeChat's HTTP API for functions waits so long for an answer, whatever timeout the function has. */
export const HTTP_API_LIMIT_MS = 5000

/** Beijing time has been UTC+8 without daylight saving since 1991, before there was anything to count. */
export const BEIJING_OFFSET_SECONDS: number = 8 * 3600

export const DAY_SECONDS = 86_400

/** Unix seconds have at most 11 digits until the year 5138; milliseconds have had 12 since 1973 and 13 since 2001. */
export const MAX_UNIX_SECONDS = 99_999_999_999

/** What realtime can be summed over: WeChat's own five minutes, Beijing hours, Beijing days. */
export const STEP_SIZES = ['5m', '1h', '1d'] as const
export type StepSize = (typeof STEP_SIZES)[number]

/** 2020-01-01 00:00 in Beijing: `cloudbase.getStatistics` is younger, so there are no statistics of an earlier time. */
export const EARLIEST_SECONDS = 1_577_808_000
