// valibot rather than zod/mini: the same schema adds 6 KB to a minified bundle, against 19 KB.
import * as v from 'valibot'
import { ACT_TYPES, CMS_CHANNEL_ID, DEFAULT_PAGE_LIMIT, STEP_SIZES } from '../constants'
import { INVALID_PARAM, shorten, StatisticsError } from '../errors'
import type { Format } from '../events'
import { isRecord } from '../isRecord'
import { trimId } from '../trimId'
import { readKeys } from './eventKeys'
import { vocabularyOf } from './meantKey'
import { likelySeconds, parseDate } from './time'

/** What a function serves: figures of one kind. The name that it is deployed under is its folder's. */
export type FunctionKind = keyof typeof SCHEMAS

/** What each function reads out of its event, defaults filled in; dates are Unix seconds. */
export type Queries = { [N in FunctionKind]: v.InferOutput<(typeof SCHEMAS)[N]> }

const FORMATS = ['table', 'rows', 'chart'] as const satisfies readonly Format[]

const date = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, number>(({ dataset, addIssue, NEVER }) => {
    const parsed = parseDate(dataset.value)
    if ('seconds' in parsed) return parsed.seconds
    addIssue({ message: parsed.problem })
    return NEVER
  }),
)
const id = v.pipe(v.string(), v.transform(trimId), v.nonEmpty())
const common = { beginDate: date, endDate: date, format: v.optional(v.picklist(FORMATS), 'table') }
const paging = {
  pageOffset: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0),
  pageLimit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1)), DEFAULT_PAGE_LIMIT),
  all: v.optional(v.boolean(), false),
}
const activity = { activityId: id, envId: id }
const channelId = v.optional(id, CMS_CHANNEL_ID)

/**
 * The event of each function is the documented request without what the function itself sets: `action`, and `byChannelId`
 * for the overviews. They are accepted all the same, for somebody who pastes the documentation's request.
 */
const SCHEMAS = {
  overview: v.object({
    ...common,
    ...paging,
    action: v.optional(v.literal('smsMarketingOverviewData')),
    condition: v.object({ ...activity, byChannelId: v.optional(v.literal('0')) }),
  }),
  overviewByChannel: v.object({
    ...common,
    ...paging,
    action: v.optional(v.literal('smsMarketingOverviewData')),
    condition: v.object({ ...activity, byChannelId: v.optional(v.literal('1')) }),
  }),
  conversion: v.object({
    ...common,
    ...paging,
    action: v.optional(v.literal('smsMarketingConversionData')),
    condition: v.object({ ...activity, channelId }),
  }),
  realtime: v.object({
    ...common,
    step: v.optional(v.picklist(STEP_SIZES)),
    action: v.optional(v.literal('smsMarketingRealTimeData')),
    condition: v.object({ ...activity, channelId, actType: v.picklist(ACT_TYPES) }),
  }),
}

/** What each field has to be, said when it is not. */
const EXPECTED: Readonly<Record<string, string>> = {
  action: 'nothing: each function sets its own action, call the function of that name',
  beginDate: 'Unix seconds (1614182400) or a date in Beijing time ("2021-02-25", "2021-02-25 08:30")',
  endDate: 'Unix seconds (1614268800) or a date in Beijing time ("2021-02-26", "2021-02-26 08:30")',
  pageOffset: 'a whole number, 0 or more',
  pageLimit: 'a whole number, 1 or more',
  all: 'true or false',
  step: STEP_SIZES.map(step => `"${step}"`).join(' or '),
  format: FORMATS.map(format => `"${format}"`).join(' or '),
  condition: 'an object, { activityId, … }',
  'condition.activityId': "the activity's id, a string that is not empty",
  'condition.envId': "the cloud environment's id, a string that is not empty",
  'condition.channelId': `the channel's id, a string that is not empty (the CMS sends as "${CMS_CHANNEL_ID}")`,
  'condition.actType': ACT_TYPES.map(actType => `"${actType}"`).join(' or '),
  'condition.byChannelId': 'nothing: overview fixes "0", overviewByChannel "1"',
}

/** What an event says: the request's fields, and the keys that nobody here knows, which were ignored. */
export interface ParsedEvent<K extends FunctionKind> {
  query: Queries[K]
  ignored: string[]
}

const KINDS = Object.keys(SCHEMAS) as FunctionKind[] // its keys are just these
const PATHS = Object.fromEntries(KINDS.map(kind => [kind, pathsOf(kind)]))
const VOCABULARY = vocabularyOf([...new Set(Object.values(PATHS).flat())])

/** A message tells so many faults at most; an event may have thousands. */
const MAX_FAULTS = 20
/** What an event brings is cut where it gets long. */
const LONGEST_VALUE = 60

/**
 * Reads the event of a function. A key that resembles no key of any function may be the platform's: it is ignored, and named
 * in `ignored`. Any other that is not this function's is refused, for it would be read as absent, and its default would answer
 * another question than was asked. The event of a timer is the text of its `Message`.
 *
 * @param envId the environment that the function runs in, taken when the event names none
 * @throws StatisticsError -501007 that names every fault: the field, what came and what is expected
 */
export function parseEvent<K extends FunctionKind>(kind: K, event: unknown, envId: string | undefined): ParsedEvent<K>
export function parseEvent(
  kind: FunctionKind,
  event: unknown,
  envId: string | undefined,
): { query: Queries[FunctionKind]; ignored: string[] } {
  const given = checkShape(messageOfTimer(event))
  const { faults, corrected, writtenAs, ignored } = readKeys(given, { kind, paths: PATHS, vocabulary: VOCABULARY })
  const condition = isRecord(corrected['condition']) ? { envId, ...corrected['condition'] } : corrected['condition']
  const parsed = v.safeParse(SCHEMAS[kind], { ...corrected, condition })
  if (!parsed.success) faults.push(...parsed.issues.map(issue => explain(kind, issue, writtenAs)))
  faults.push(...contradictions(PATHS[kind] ?? [], corrected))
  if (!parsed.success || faults.length > 0) throw refusal(faults)
  return { query: parsed.output, ignored }
}

/** A timer can bring nothing but a text: the event, as JSON. */
function messageOfTimer(event: unknown): unknown {
  if (!isRecord(event) || !isTimer(event['Type']) || 'condition' in event) return event
  const message = event['Message']
  try {
    if (typeof message === 'string') return JSON.parse(message)
  } catch {
    // said below, with what is expected
  }
  throw refusal([
    `the Message of the timer is ${show(message)}: expected the event as JSON, {"beginDate": …, "endDate": …, "condition": {"activityId": …}}, as the timer's custom argument (附加信息)`,
  ])
}

/** WeChat's own timers and those of Tencent Cloud write it differently. */
function isTimer(type: unknown): boolean {
  return typeof type === 'string' && type.toLowerCase() === 'timer'
}

function checkShape(event: unknown): Record<string, unknown> {
  if (!isRecord(event))
    throw refusal([
      `the event is ${show(event)}: expected an object, { beginDate, endDate, condition: { activityId, … } }`,
    ])
  if ('name' in event && 'data' in event && !('condition' in event))
    throw refusal([
      'the event is { name, data }, the argument of wx.cloud.callFunction: expected what stands in its data',
    ])
  return event
}

/** `beginDate`, `condition.activityId`, …: every key that a function takes. */
function pathsOf(kind: FunctionKind): string[] {
  const { entries } = SCHEMAS[kind]
  return [...Object.keys(entries), ...Object.keys(entries.condition.entries).map(key => `condition.${key}`)]
}

function explain(kind: FunctionKind, issue: v.BaseIssue<unknown>, writtenAs: ReadonlyMap<string, string>): string {
  const field = v.getDotPath(issue) ?? ''
  const value = issue.path?.at(-1)?.value
  const problem = issue.kind === 'transformation' && issue.message ? ` (${issue.message})` : ''
  const came = value === undefined ? 'is missing' : `is ${show(value)}${problem}`
  const expected = field === 'condition' ? expectedCondition(kind) : EXPECTED[field]
  return `${writtenAs.get(field) ?? field} ${came}: expected ${expected ?? issue.expected ?? 'something else'}`
}

function expectedCondition(kind: FunctionKind): string {
  return kind === 'realtime' ? 'an object, { activityId, actType, … }' : 'an object, { activityId, … }'
}

/** What is wrong between fields, whatever else is wrong with the event: nobody should meet it only at the next try. */
function contradictions(takes: readonly string[], event: Record<string, unknown>): string[] {
  const { all, pageOffset, step, format, beginDate, endDate } = event
  const faults: string[] = []
  if (takes.includes('all') && all === true && typeof pageOffset === 'number' && pageOffset > 0)
    faults.push(`pageOffset is ${pageOffset} beside all: true, which reads from row 0 on: leave it out`)
  if (takes.includes('step') && step !== undefined && (format === undefined || format === 'table'))
    faults.push(
      `step is ${show(step)} without a format: a table is as WeChat gives it, expected format "rows" or "chart"`,
    )
  const [begin, end] = [likelySeconds(beginDate), likelySeconds(endDate)]
  if (begin !== undefined && end !== undefined && end <= begin)
    faults.push(
      `endDate is ${show(endDate)}, not after beginDate ${show(beginDate)}: expected a later moment, for one day the day after it`,
    )
  return faults
}

function refusal(faults: readonly string[]): StatisticsError {
  const [first = ''] = faults
  if (faults.length < 2) return new StatisticsError(INVALID_PARAM, first)
  const told = faults.slice(0, MAX_FAULTS).map((fault, index) => `${index + 1}) ${fault}`)
  const more = faults.length > told.length ? [`and ${faults.length - told.length} more`] : []
  return new StatisticsError(INVALID_PARAM, `${faults.length} errors: ${[...told, ...more].join('; ')}`)
}

/** A value as it stands in a message: JSON, cut where it gets long. */
function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value)
  return shorten(text, LONGEST_VALUE)
}
