/** Whatever comes from outside, however long and however shaped, is read in no time: a pattern that backtracks would hang. */
import * as fc from 'fast-check'
import { explainInChinese } from '../../shared/answer/codesChinese'
import { parseSendList } from '../../shared/answer/rows'
import { readNumber } from '../../shared/answer/values'
import { bigNumberText } from '../../shared/call/bigNumber'
import { parseEvent } from '../../shared/call/event'
import { describeFailure } from '../../shared/call/log'
import { parseDate } from '../../shared/call/time'
import { isEnvironmentRefused, toFailure } from '../../shared/errors'
import { callWechat } from '../../shared/https/wechatHttps'
import { sdkError } from '../support/fakeOpenapi'

const LENGTH = 1_000_000
/** A busy machine is slow, and a pattern that backtracks over a megabyte takes minutes. */
const IN_NO_TIME_MS = 2000

/** What is repeated to a megabyte: single characters of every kind, and pieces of what the patterns look for. */
const SHAPES = [
  ...[' ', '\n', 'x', '-', '.', '1', '0', ':', ';', '"', '\\', '[', ',', '_', '中', '\u{1f600}'],
  ...['a.', 'a-', '1.', '1e', '0x', ' :', '; at ', 'at a.', ' api;', 'http://', '127.0.0.1', 'a.com', 'env '],
]

/** A megabyte of a shape, and what stands before and after it and may spoil a match at its end. */
function megabyteOf([start, shape, end]: readonly [string, string, string]): string {
  return start + shape.repeat(Math.ceil(LENGTH / shape.length)) + end
}

const anyShape = fc.oneof(fc.constantFrom(...SHAPES), fc.string({ minLength: 1, maxLength: 4, unit: 'binary' }))
const around = fc.constantFrom('', 'x', '1', '\n', ']', '"', '!')
const megabytes = fc.tuple(around, anyShape, around)

/** Each shape bare and between two letters, and chance besides. */
const examples = SHAPES.flatMap((shape): [[string, string, string]][] => [[['', shape, '']], [['x', shape, 'x']]])
const numRuns = examples.length + 20

const event = { beginDate: '2021-02-25', endDate: '2021-02-26', condition: { activityId: 'a', envId: 'e' } }

const readers: [string, (text: string) => unknown][] = [
  ['a failure of the SDK', text => toFailure('overview', sdkError(-501001, text))],
  ['a failure of WeChat that keeps its addresses', text => toFailure('overview', sdkError(40164, text))],
  ['a refusal of the environment', text => isEnvironmentRefused(text)],
  ['a failure in Chinese', text => explainInChinese(-501001, text)],
  [
    'a mistake in the log',
    text => {
      const mistake = Object.assign(new TypeError('x'), { stack: text })
      return describeFailure(mistake, { errCode: -601001, errMsg: text }, true)
    },
  ],
  ['a number', text => readNumber(text)],
  ['sms_send_list', text => parseSendList(`[${text}]`)],
  ['a date', text => parseDate(text)],
  [
    'an id of an event',
    text => rescued(() => parseEvent('overview', { ...event, condition: { activityId: text } }, 'e')),
  ],
  ['a key of an event', text => rescued(() => parseEvent('overview', { ...event, [text.slice(0, 100_000)]: 1 }, 'e'))],
]

function rescued(read: () => unknown): unknown {
  try {
    return read()
  } catch (thrown) {
    return thrown
  }
}

describe('a megabyte of anything', () => {
  it.each(readers)('is read in no time as %s', (_, read) => {
    fc.assert(
      fc.property(megabytes, pieces => {
        const text = megabyteOf(pieces)
        const started = performance.now()

        read(text)

        expect(performance.now() - started).toBeLessThan(IN_NO_TIME_MS)
      }),
      { numRuns, examples },
    )
  })

  it('is read in no time as the body of an answer over HTTPS', async () => {
    await fc.assert(
      fc.asyncProperty(megabytes, fc.boolean(), async (pieces, isJson) => {
        const text = megabyteOf(pieces)
        const body = isJson ? JSON.stringify({ errcode: -1, errmsg: text, more: 2 ** 60 }) : text
        const fetch = () => Promise.resolve({ status: 200, text: () => Promise.resolve(body) })
        const started = performance.now()

        await callWechat({ api: 'x', url: new URL('https://x'), body: {}, secrets: ['s'], fetch }).catch(
          () => undefined,
        )

        expect(performance.now() - started).toBeLessThan(IN_NO_TIME_MS)
      }),
      { numRuns: 30 },
    )
  })

  it('is no big number, though its digits are', () => {
    expect(bigNumberText({ s: 1, e: 5, c: Array.from({ length: 100_000 }, () => 0) })).toBeUndefined()
  })
})
