import * as v from 'valibot'
import { parseDate } from '../../shared/call/time'
import { readJsonFile } from '../lib/textFile'
import type { Campaign } from './campaign'

const time = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, number>(({ dataset, addIssue, NEVER }) => {
    const parsed = parseDate(dataset.value)
    if ('seconds' in parsed) return parsed.seconds
    addIssue({
      message: `expected Unix seconds or a date in Beijing time ("2021-02-25 08:30")${parsed.problem && `: ${parsed.problem}`}`,
    })
    return NEVER
  }),
)
const text = v.pipe(v.string('expected a string'), v.nonEmpty('expected a string that is not empty'))
const count = v.pipe(
  v.number('expected a number'),
  v.safeInteger('expected a whole number'),
  v.minValue(0, 'expected 0 or more'),
)
const visit = v.strictObject({ id: text, channelId: text, time })

/**
 * A campaign file: what happened, in the words of campaign.ts.
 *
 *   [{ "appid": "wx…", "envId": "my-env", "activityId": "my-activity",
 *      "sends": [{ "task": "task1", "channelId": "_cms_sms_", "count": 5000, "time": "2021-02-25 09:00" }],
 *      "opens": [{ "id": "session-1", "channelId": "_cms_sms_", "time": 1614214800 }],
 *      "jumps": [{ "id": "openid-1", "channelId": "_cms_sms_", "time": "2021-02-25 09:05" }] }]
 */
const CampaignFile = v.array(
  v.strictObject({
    appid: text,
    envId: text,
    activityId: text,
    sends: v.array(v.strictObject({ task: text, channelId: text, count, time })),
    opens: v.array(visit),
    jumps: v.array(visit),
  }),
  'expected an array of campaigns',
)

/**
 * Reads campaigns from a JSON file.
 *
 * @throws Error that names the file and what is wrong: that it is missing, where it is no JSON, or the path of the value
 */
export function readCampaignFile(file: string): Campaign[] {
  const parsed = v.safeParse(CampaignFile, readJsonFile(file), { abortEarly: true })
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const path = issue.path?.map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('') ?? ''
  throw new Error(`${file}: ${path === '' ? 'the file' : path}: ${issue.message}`)
}
