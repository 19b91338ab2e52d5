import type { Openapi, StatisticsRequest } from '../../shared/api'

/** An answer that is played: a value is resolved, an Error is thrown, as the SDK throws its own. */
export type Played = object | Error

/** The SDK's error: an Error with own `errCode` and `errMsg`. */
export function sdkError(errCode: number, errMsg: string): Error {
  return Object.assign(new Error(errMsg), { errCode, errMsg })
}

/** Stands in for `cloud.openapi`: plays the answers in their order, the last one for ever, and records the requests. */
export function fakeOpenapi(...answers: [Played, ...Played[]]): Openapi & { requests: StatisticsRequest[] } {
  const requests: StatisticsRequest[] = []
  return {
    requests,
    cloudbase: {
      getStatistics(request) {
        const answer = answers[Math.min(requests.length, answers.length - 1)]
        requests.push(request)
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
      },
    },
  }
}
