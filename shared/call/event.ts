import { distance } from 'fastest-levenshtein'
// valibot rather than zod/mini: the same schema adds 6 KB to a minified bundle, against 19 KB.
import * as v from 'valibot'
import { ACT_TYPES, CMS_CHANNEL_ID, DEFAULT_PAGE_LIMIT, STEP_SIZES } from '../constants'
import { INVALID_PARAM, StatisticsError } from '../errors'
import { parseDate } from './time'
import { isRecord } from '../isRecord'

/** What a function serves: figures of one kind. The name that it is deployed under is its folder's. */
export type FunctionKind = keyof typeof SCHEMAS

/** What each function reads out of its event, defaults filled in; dates are Unix seconds. */
export type Queries = { [N in FunctionKind]: v.InferOutput<(typeof SCHEMAS)[N]> }

/** How the answer comes: `table` as WeChat gives it, `rows` as objects with typed values, `chart` as ECharts draws it. */
const FORMATS = ['table', 'rows', 'chart'] as const
export type Format = (typeof FORMATS)[number]

const date = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, number>(({ dataset, addIssue, NEVER }) => {
    const parsed = parseDate(dataset.value)
    if ('seconds' in parsed) return parsed.seconds
    addIssue({ message: parsed.problem })
    return NEVER
  }),
)
const id = v.pipe(v.string(), v.regex(/\S/))
const common = { beginDate: date, endDate: date, format: v.optional(v.picklist(FORMATS), 'table') }
const paging = {
  pageOffset: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0),
  pageLimit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1)), DEFAULT_PAGE_LIMIT),
  all: v.optional(v.boolean(), false),
}
const activity = { activityId: id, envId: id }
const channelId = v.optional(id, CMS_CHANNEL_ID)

/**
 * The event of each function is the documented request, less what the function itself fixes: `action`, and `byChannelId`
 * for the overviews. These may stand in it all the same, as they do when somebody pastes the documentation's request.
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
  action: 'nothing: each function fixes its own action, call the function of that name',
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

/**
 * Reads the event of a function. Keys that the platform adds (`userInfo`, `tcbContext`, …) are ignored.
 *
 * @param envId the environment that the function runs in, taken when the event names none
 * @throws StatisticsError -501007 that names the field, what came and what is expected
 */
export function parseEvent<N extends FunctionKind>(name: N, event: unknown, envId: string | undefined): Queries[N]
export function parseEvent(name: FunctionKind, event: unknown, envId: string | undefined): Queries[FunctionKind] {
  const given = checkShape(event)
  checkKeys(name, given)
  const condition = isRecord(given['condition']) ? { envId, ...given['condition'] } : given['condition']
  const parsed = v.safeParse(SCHEMAS[name], { ...given, condition }, { abortEarly: true })
  if (!parsed.success) throw refusal(explain(parsed.issues[0]))
  const { beginDate, endDate } = parsed.output
  if ('all' in parsed.output && parsed.output.all && parsed.output.pageOffset !== 0)
    throw refusal(`pageOffset is ${parsed.output.pageOffset} beside all: true, which reads from row 0 on: leave it out`)
  if ('step' in parsed.output && parsed.output.step !== undefined && parsed.output.format === 'table')
    throw refusal(
      `step is "${parsed.output.step}" without a format: a table is as WeChat gives it, expected format "rows" or "chart"`,
    )
  if (endDate <= beginDate)
    throw refusal(
      `endDate is ${show(given['endDate'])}, not after beginDate ${show(given['beginDate'])}: expected a later moment`,
    )
  return parsed.output
}

function checkShape(event: unknown): Record<string, unknown> {
  if (!isRecord(event))
    throw refusal(
      `the event is ${show(event)}: expected an object, { beginDate, endDate, condition: { activityId, … } }`,
    )
  if ('name' in event && 'data' in event && !('condition' in event))
    throw refusal(
      'the event is { name, data }, the argument of wx.cloud.callFunction: expected what stands in its data',
    )
  return event
}

/** A misspelt key would be read as an absent one, and its default would answer another question than was asked. */
function checkKeys(name: FunctionKind, event: Record<string, unknown>): void {
  const { entries } = SCHEMAS[name]
  const known = Object.keys(entries)
  for (const key of unknownKeys(event, known)) {
    const meant = nearest(key, known)
    if (meant !== undefined) throw refusal(`${key} is not a key of the event: did you mean ${meant}?`)
    if (Object.hasOwn(paging, key)) throw refusal(`${name} takes no ${key}: it has no pages, leave it out`)
  }
  if (!isRecord(event['condition'])) return
  const knownInCondition = Object.keys(entries.condition.entries)
  for (const key of unknownKeys(event['condition'], knownInCondition)) {
    const ofAnotherFunction = Object.hasOwn(EXPECTED, `condition.${key}`)
    const meant = ofAnotherFunction ? undefined : nearest(key, knownInCondition)
    throw refusal(
      meant === undefined
        ? `${name} takes no condition.${key}: expected only ${knownInCondition.join(', ')}`
        : `condition.${key} is not a key of the condition: did you mean ${meant}?`,
    )
  }
}

function unknownKeys(given: Record<string, unknown>, known: readonly string[]): string[] {
  return Object.keys(given).filter(key => !known.includes(key) && given[key] !== undefined)
}

/** The known key that was probably meant: the same but for case and underscores, or a slip or two away. */
function nearest(key: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.replaceAll('_', '').toLowerCase()
  return known.find(candidate => {
    const slips = Math.min(2, Math.floor(candidate.length / 4))
    return distance(plain(key), plain(candidate)) <= slips
  })
}

function explain(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue) ?? ''
  const value = issue.path?.at(-1)?.value
  const problem = issue.kind === 'transformation' && issue.message ? ` (${issue.message})` : ''
  const came = value === undefined ? 'is missing' : `is ${show(value)}${problem}`
  return `${field} ${came}: expected ${EXPECTED[field] ?? issue.expected ?? 'something else'}`
}

function refusal(message: string): StatisticsError {
  return new StatisticsError(INVALID_PARAM, message)
}

/** A value as it stands in a message: JSON, cut where it gets long. */
function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
