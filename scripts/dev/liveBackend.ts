import type { Openapi, StatisticsRequest, StatisticsTable } from '../../shared/api'
import { toFailure } from '../../shared/errors'
import { type FunctionKind, parseEvent } from '../../shared/call/event'
import { getStatistics } from '../../shared/call/getStatistics'
import { FUNCTION_KINDS } from '../lib/functionKinds'
import { sayAs } from '../lib/say'
import { retryWithProgress } from '../lib/wechat/retryWithProgress'
import { buildRequest } from '../stats/request'
import type { Backend } from './backend'

export interface LiveOptions {
  openapi: Openapi
  /** The environment to fill in; it may be empty. */
  envId: string
  /** Milliseconds. */
  now: () => number
}

/** WeChat itself, over HTTPS: figures only. Credentials stay inside `openapi`. */
export function liveBackend({ openapi, envId, now }: LiveOptions): Backend {
  return {
    state: () => ({
      mode: 'live',
      now: Math.floor(now() / 1000),
      envId,
      campaigns: [],
      functions: FUNCTION_KINDS.map(kind => ({ kind, name: kind })),
      faults: [],
      callers: [],
      fault: null,
    }),
    async read({ name, event }, signal) {
      try {
        const request = toRequest(name, event, envId)
        const readOnce = (): Promise<StatisticsTable> => {
          signal.throwIfAborted() // nobody waits: no further call of the day's quota
          return getStatistics(openapi, request)
        }
        return await retryWithProgress(readOnce, sayAs('dev'))
      } catch (thrown) {
        return toFailure(name, thrown)
      }
    },
    close: () => Promise.resolve(),
  }
}

/** The event of a function, as the request that the function would send. */
function toRequest(name: FunctionKind, event: unknown, envId: string): StatisticsRequest {
  const { beginDate, endDate, condition } = parseEvent(name, event, envId === '' ? undefined : envId).query
  const { activityId } = condition
  const request = buildRequest(name, {
    beginDate,
    endDate,
    envId: condition.envId,
    activityId,
    ...('channelId' in condition && { channel: condition.channelId }),
    ...('actType' in condition && { act: condition.actType }),
  })
  if ('problem' in request) throw new Error(request.problem)
  return request
}
