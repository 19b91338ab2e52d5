import * as v from 'valibot'
import { formatBeijing } from '../../shared/call/time'
import { isRecord } from '../../shared/isRecord'
import { type CloudEnvironment, CloudError } from '../lib/cloud/cloudEnvironment'

/** Which lines of a function's log are wanted. */
export interface LogQuery {
  name: string
  /** Unix seconds. */
  from: number
  to: number
  /** The last so many, 100 at most. */
  lines: number
}

/** The most that one SearchClsLog gives. */
export const MAX_LINES = 100

const Answer = v.object({
  LogResults: v.object({
    Results: v.nullish(
      v.array(v.object({ Timestamp: v.nullish(v.string(), ''), Content: v.nullish(v.string(), '') })),
      [],
    ),
  }),
})

/**
 * The last lines of a function's log, oldest first, from the log service of the environment (CLS).
 *
 * How the fields of a log entry are called is not published; public examples have `function_name` and `log`. So when the
 * search by that field finds nothing, the name itself is searched for: this package's own log line holds it.
 *
 * @throws CloudError when the cloud could not be asked, or keeps no log
 */
export async function searchLogs(cloud: CloudEnvironment, query: LogQuery): Promise<string[]> {
  const service = cloud.manager.currentEnvironment().getLogService()
  if (!(await cloud.request(() => service.checkLogServiceEnabled())))
    throw new CloudError(
      `the environment ${cloud.envId} keeps no log: switch it on in the CloudBase console (日志监控), then call the function again`,
      undefined,
    )
  const byField = await search(cloud, query, `function_name:"${query.name}"`)
  return byField.length > 0 ? byField : search(cloud, query, `"${query.name}"`)
}

async function search(cloud: CloudEnvironment, { from, to, lines }: LogQuery, queryString: string): Promise<string[]> {
  const service = cloud.manager.currentEnvironment().getLogService()
  const answer: unknown = await cloud.request(() =>
    service.searchClsLog({
      queryString,
      StartTime: toClsTime(from),
      EndTime: toClsTime(to),
      Limit: lines,
      Sort: 'desc',
    }),
  )
  const parsed = v.safeParse(Answer, answer)
  if (!parsed.success) throw new CloudError('the answer to SearchClsLog is not as the API describes it', undefined)
  return parsed.output.LogResults.Results.map(toLine).reverse()
}

/** `YYYY-MM-DD HH:mm:ss`, Beijing time. */
function toClsTime(seconds: number): string {
  const text = formatBeijing(seconds)
  return text.length === 'YYYY-MM-DD HH:mm'.length ? `${text}:00` : text
}

/** What the function wrote, where the entry says so; else the whole entry. */
function toLine({ Timestamp, Content }: { Timestamp: string; Content: string }): string {
  const log = fieldsOf(Content)?.['log']
  return `${Timestamp} ${(typeof log === 'string' ? log : Content).trimEnd()}`.trim()
}

function fieldsOf(content: string): Record<string, unknown> | undefined {
  try {
    const fields: unknown = JSON.parse(content)
    return isRecord(fields) ? fields : undefined
  } catch {
    return undefined // an entry need not be JSON
  }
}
