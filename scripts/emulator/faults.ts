import type { ServerResponse } from 'node:http'

/** What the emulator would have answered: WeChat's JSON as text. */
type Good = string

/** One way to misbehave, by the layer that does it. The gateway and the platform stand before the cloud call only. */
export type Behaviour =
  /** WeChat itself: another body, another content type. */
  | { layer: 'wechat'; answer: (good: Good, call: number) => { body: string | Buffer; contentType?: string } }
  /** The gateway refuses the call with a code. */
  | { layer: 'gateway'; errorCode: number }
  /** The platform refuses the call with JSON, `{ code, message }`. */
  | { layer: 'platform'; code: string; message?: string }
  /** Whatever stands on the way: the HTTP answer, or the connection. */
  | { layer: 'http'; respond: (response: ServerResponse, good: Buffer) => void }

/** An answer of WeChat's with its parsed JSON changed. */
function changed(change: (answer: Record<string, unknown>, call: number) => unknown): Behaviour {
  return {
    layer: 'wechat',
    answer: (good, call) => ({ body: JSON.stringify(change(JSON.parse(good) as Record<string, unknown>, call)) }),
  }
}

/** WeChat's refusal. */
function refused(errcode: number | string, errmsg: string): Behaviour {
  return { layer: 'wechat', answer: () => ({ body: JSON.stringify({ errcode, errmsg }) }) }
}

function body(body: string | Buffer, contentType?: string): Behaviour {
  return { layer: 'wechat', answer: () => ({ body, ...(contentType && { contentType }) }) }
}

function http(status: number, contentType: string, text: string): Behaviour {
  return {
    layer: 'http',
    respond: response => response.writeHead(status, { 'content-type': contentType }).end(text),
  }
}

/** Every value of the last column, as something else. */
function lastColumn(value: unknown): Behaviour {
  return changed(answer => ({
    ...answer,
    data_value: rowsOf(answer).map(row => ({ data_value: [...row.slice(0, -1), value] })),
  }))
}

function rowsOf(answer: Record<string, unknown>): unknown[][] {
  return Array.isArray(answer['data_value'])
    ? answer['data_value'].map((row: { data_value: unknown[] }) => row.data_value)
    : []
}

function columnsOf(answer: Record<string, unknown>): object[] {
  return Array.isArray(answer['data_column']) ? (answer['data_column'] as object[]) : []
}

/** The answer with a column more, which is empty in every row. */
function withColumn(answer: Record<string, unknown>, col_id: string): object {
  const data_column = [...columnsOf(answer), { col_id, col_name: col_id, col_data_type: '0' }]
  return { ...answer, data_column, data_value: rowsOf(answer).map(row => ({ data_value: [...row, ''] })) }
}

function withNumberType(column: object): object {
  return { ...column, ...('col_data_type' in column && { col_data_type: Number(column.col_data_type) }) }
}

function without(answer: Record<string, unknown>, ...keys: string[]): object {
  return Object.fromEntries(Object.entries(answer).filter(([key]) => !keys.includes(key)))
}

/** Ways to misbehave: what each does, for people, and how. */
const BEHAVIOURS = {
  busy: { about: 'WeChat is busy (-1)', ...refused(-1, 'system error') },
  noData: { about: 'WeChat has no data (10011)', ...refused(10011, 'no data') },
  tokenExpired: { about: "WeChat's answer to an expired token (42001)", ...refused(42001, 'access_token expired') },
  tokenInvalid: {
    about: "WeChat's answer to a token of another kind (40014)",
    ...refused(40014, 'invalid access_token'),
  },
  ipNotListed: {
    about: 'WeChat does not know the IP address (40164)',
    ...refused(40164, 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist'),
  },
  minuteLimit: {
    about: 'WeChat: too many calls within a minute (45011)',
    ...refused(45011, 'api minute-quota reach limit'),
  },
  codeAsText: {
    about: 'WeChat has no data, and says so with an errcode that is a string',
    ...refused('10011', 'no data'),
  },
  noPermission: { about: 'the gateway: no permission (-604101)', layer: 'gateway', errorCode: -604101 },
  apiNotFound: { about: 'the gateway: API not found (-604100)', layer: 'gateway', errorCode: -604100 },
  illegalSource: { about: 'the gateway: illegal source (-604104)', layer: 'gateway', errorCode: -604104 },
  requestLimit: { about: 'the platform: EXCEED_REQUEST_LIMIT', layer: 'platform', code: 'EXCEED_REQUEST_LIMIT' },
  concurrentLimit: {
    about: 'the platform: EXCEED_CONCURRENT_REQUEST_LIMIT',
    layer: 'platform',
    code: 'EXCEED_CONCURRENT_REQUEST_LIMIT',
  },
  serverTimeout: { about: 'the platform: SERVER_TIMEOUT', layer: 'platform', code: 'SERVER_TIMEOUT' },
  invalidParam: { about: 'the platform: INVALID_PARAM', layer: 'platform', code: 'INVALID_PARAM' },
  invalidEnv: { about: 'the platform: INVALIID_ENV (spelt so)', layer: 'platform', code: 'INVALIID_ENV' },
  envIsolated: { about: 'the platform: ENV_ISOLATED, an unpaid environment', layer: 'platform', code: 'ENV_ISOLATED' },
  envUnpaid: {
    about: 'the platform: "env status is isolated", under an unknown code',
    layer: 'platform',
    code: 'SOMETHING_NEW',
    message: 'env status is isolated',
  },
  envInvalid: { about: 'the platform: INVALID_ENV (spelt as documented)', layer: 'platform', code: 'INVALID_ENV' },
  envStatusInvalid: { about: 'the platform: INVALID_ENV_STATUS', layer: 'platform', code: 'INVALID_ENV_STATUS' },
  envNotExists: {
    about: 'the platform: "env not exists", under INVALID_PARAM',
    layer: 'platform',
    code: 'INVALID_PARAM',
    message: '[100003] env not exists',
  },
  envNotFound: {
    about: 'the platform: "Environment not found", under an unknown code',
    layer: 'platform',
    code: 'SOMETHING_NEW',
    message: 'Environment not found',
  },
  permissionDenied: { about: 'the platform: PERMISSION_DENIED', layer: 'platform', code: 'PERMISSION_DENIED' },
  signInvalid: { about: 'the platform: SIGN_PARAM_INVALID', layer: 'platform', code: 'SIGN_PARAM_INVALID' },
  unknownCode: { about: 'the platform: an unknown code', layer: 'platform', code: 'SOMETHING_NEW' },
  http500: { about: 'HTTP 500', ...http(500, 'text/plain', 'internal error') },
  http502: {
    about: 'HTTP 502 with a page of HTML',
    ...http(502, 'text/html', '<html><h1>502 Bad Gateway</h1></html>'),
  },
  http429: { about: 'HTTP 429', ...http(429, 'text/plain', 'slow down') },
  refused: {
    about: 'the connection is cut before a byte is read',
    layer: 'http',
    respond: response => response.socket?.resetAndDestroy(),
  },
  resetAfterHeaders: {
    about: 'the connection is reset after the headers',
    layer: 'http',
    respond: (response, good) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': good.length })
      response.write(good.subarray(0, 10), () => response.socket?.resetAndDestroy())
    },
  },
  hang: { about: 'no answer, ever', layer: 'http', respond: () => undefined },
  drip: {
    about: 'a byte of the answer every 100 ms',
    layer: 'http',
    respond: (response, good) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': good.length })
      let sent = 0
      const timer = setInterval(() => {
        response.write(good.subarray(sent, ++sent))
        if (sent === good.length) response.end()
      }, 100)
      response.on('close', () => clearInterval(timer))
    },
  },
  emptyReply: { about: 'HTTP 200 without a body', ...http(200, 'application/octet-stream', '') },
  truncated: {
    about: 'an answer that is cut off in the middle',
    layer: 'http',
    respond: (response, good) =>
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(good.subarray(0, good.length >> 1)),
  },
  garbage: {
    about: 'bytes that are not a message',
    ...http(200, 'application/octet-stream', '\u0007\u00ff\u00fe garbage'),
  },
  badJson: { about: 'JSON that is cut off', layer: 'wechat', answer: good => ({ body: good.slice(0, -5) }) },
  longGarbage: {
    about: 'a megabyte of text without spaces that is not JSON (the SDK puts it into its message)',
    layer: 'wechat',
    answer: () => ({ body: 'a-'.repeat(500_000) }),
  },
  jsonAsText: {
    about: 'the right answer, as text/plain',
    layer: 'wechat',
    answer: good => ({ body: good, contentType: 'text/plain' }),
  },
  jsonNull: { about: 'JSON that is not an object: null', ...body('null') },
  jsonArray: { about: 'JSON that is not an object: an array', ...body('[]') },
  text: { about: 'text that is not JSON (the SDK calls it a success)', ...body('hello', 'text/plain') },
  image: {
    about: 'an image (the SDK calls it a success)',
    ...body(Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'image/png'),
  },
  emptyBody: { about: 'an empty body (the SDK calls it a success)', ...body('', '') },
  noErrcode: { about: 'a success without errcode', ...changed(answer => without(answer, 'errcode', 'errmsg')) },
  noColumns: { about: 'a success without data_column', ...changed(answer => without(answer, 'data_column')) },
  shortRows: {
    about: 'rows shorter than the header',
    ...changed(answer => ({ ...answer, data_value: rowsOf(answer).map(row => ({ data_value: row.slice(1) })) })),
  },
  longRows: {
    about: 'rows longer than the header',
    ...changed(answer => ({ ...answer, data_value: rowsOf(answer).map(row => ({ data_value: [...row, 'more'] })) })),
  },
  numbers: {
    about: 'numbers as numbers, not as strings',
    ...changed(answer => ({ ...answer, data_value: rowsOf(answer).map(row => ({ data_value: row.map(asNumber) })) })),
  },
  emptyNumber: { about: 'an empty string where a number belongs', ...lastColumn('') },
  nan: { about: '"NaN" where a number belongs', ...lastColumn('NaN') },
  infinite: { about: '"1e999" where a number belongs', ...lastColumn('1e999') },
  bigNumber: { about: 'a number beyond 2^53, as a string', ...lastColumn('9007199254740993') },
  bareBigNumber: {
    about: 'a number beyond 2^53, bare',
    layer: 'wechat',
    answer: good => {
      const marked = JSON.parse(good) as Record<string, unknown>
      const rows = rowsOf(marked).map(row => ({ data_value: [...row.slice(0, -1), '#big#'] }))
      return { body: JSON.stringify({ ...marked, data_value: rows }).replaceAll('"#big#"', '9007199254740993') }
    },
  },
  huge: {
    about: 'an answer of 8 MB',
    ...changed(answer => {
      const [row] = rowsOf(answer)
      const times = Math.ceil(8_000_000 / JSON.stringify({ data_value: row }).length)
      return { ...answer, data_value: Array.from({ length: times }, () => ({ data_value: row })), total_num: times }
    }),
  },
  totalGrows: {
    about: 'total_num is larger by one in every further answer',
    ...changed((answer, call) => ({ ...answer, total_num: Number(answer['total_num']) + call })),
  },
  totalShrinks: {
    about: 'total_num is smaller by one in every further answer',
    ...changed((answer, call) => ({ ...answer, total_num: Number(answer['total_num']) - call })),
  },
  pageTotal: {
    about: 'total_num counts the rows of its page',
    ...changed(answer => ({ ...answer, total_num: rowsOf(answer).length })),
  },
  columnsChange: {
    about: 'other columns in every answer after the first',
    ...changed((answer, call) => (call === 0 ? answer : withColumn(answer, `extra_${call}`))),
  },
  typesAsNumbers: {
    about: 'col_data_type as a number',
    ...changed(answer => ({ ...answer, data_column: columnsOf(answer).map(withNumberType) })),
  },
  shortPage: {
    about: 'pages that lack their last row',
    ...changed(answer => ({
      ...answer,
      data_value: rowsOf(answer)
        .slice(0, -1)
        .map(data_value => ({ data_value })),
    })),
  },
} as const satisfies Record<string, { about: string } & Behaviour>

function asNumber(value: unknown): unknown {
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value
}

export type FaultName = keyof typeof BEHAVIOURS
/** A fault for the next `times` calls; without `times`, for all. */
export interface Fault {
  name: FaultName
  times?: number
}

export const FAULT_NAMES = Object.keys(BEHAVIOURS) as FaultName[]

/** For people: every fault, and what it does. */
export function describeFaults(): { name: FaultName; about: string }[] {
  return FAULT_NAMES.map(name => ({ name, about: BEHAVIOURS[name].about }))
}

/**
 * Reads `busy` or `busy:2` (the first two calls).
 *
 * @throws Error that names the faults there are
 */
export function parseFault(text: string): Fault {
  const [, word, times] = /^(\w+)(?::(\d+))?$/.exec(text) ?? []
  const name = FAULT_NAMES.find(candidate => candidate === word)
  if (name === undefined)
    throw new Error(`no fault ${JSON.stringify(text)}: expected one of ${FAULT_NAMES.join(', ')}, or e.g. busy:2`)
  return times === undefined ? { name } : { name, times: Number(times) }
}

/** How the emulator answers with this fault. */
export function behaviourOf(name: FaultName): Behaviour {
  return BEHAVIOURS[name]
}
