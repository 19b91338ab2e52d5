/** One word for what an event says with two keys. */
const BOTH_DATES = 'beginDate and endDate'

/**
 * What people write in place of a key, in small letters and without `_`, `-`, `.` and blanks. WeChat's other APIs, SQL, other
 * clouds and plain English are where these come from.
 */
const SYNONYMS: Readonly<Record<string, string>> = {
  beginDate:
    'begin start from since startdate starttime begintime startat fromdate datefrom starttimestamp begintimestamp',
  endDate: 'end stop to until till finish enddatetime endtime endat todate dateto stopdate endtimestamp',
  [BOTH_DATES]: 'date dates day days window range daterange period timerange',
  pageOffset: 'offset skip page pageno pagenum pagenumber pageindex cursor startrow firstrow',
  pageLimit: 'limit pagesize size count top max perpage maxrows maxresults rowlimit',
  all: 'everything allpages allrows fetchall full',
  format: 'output outputformat outputtype responseformat resultformat resulttype',
  step: 'interval granularity bucket resolution stepsize',
  condition: 'conditions where filter filters query cond criteria',
  'condition.activityId': 'activity actid activityno campaign campaignid',
  'condition.envId': 'env environment environmentid envid cloudenv',
  'condition.channelId': 'channel channels channelname channelcode',
  'condition.actType': 'type act behavior behaviour actiontype acttypes',
  'condition.byChannelId': 'bychannel bychannels groupby groupbychannel',
}

/** A word that people may write for a key. */
interface Word {
  path: string
  word: string
  /** Whether it is the key itself, and no synonym. */
  isKey: boolean
}

/** The words for every key of every function. */
export type Vocabulary = readonly Word[]

/** @param paths every key of every function: `beginDate`, `condition.activityId`, … */
export function vocabularyOf(paths: readonly string[]): Vocabulary {
  return [...paths, BOTH_DATES].flatMap(path => {
    const name = path.slice(path.lastIndexOf('.') + 1)
    const synonyms = Object.hasOwn(SYNONYMS, path) ? (SYNONYMS[path] ?? '').split(' ') : []
    return [
      { path, word: toPlain(name), isKey: true },
      { path, word: toPlain(path), isKey: true },
      ...synonyms.map(word => ({ path, word, isKey: false })),
    ]
  })
}

/**
 * The key that was meant by one that is none: the same but for case and underscores, at another level, an everyday synonym
 * of it, or a typo or two away from any of these.
 *
 * @param key as it stands in the event, at any level
 * @returns its path, or `beginDate and endDate`; `undefined` when the key resembles none
 */
export function meantKey(key: string, vocabulary: Vocabulary): string | undefined {
  const plain = toPlain(key)
  let nearest: { path: string; typos: number } | undefined
  for (const word of vocabulary) {
    const typos = typosIn(word, plain)
    if (typos < (nearest?.typos ?? Infinity)) nearest = { path: word.path, typos }
  }
  return nearest?.path
}

function toPlain(key: string): string {
  return key.replace(/[\s._-]/g, '').toLowerCase()
}

/** The typos in what was written, if the word was meant; Infinity when they are too many for the two to be the same. */
function typosIn({ word, isKey }: Word, plain: string): number {
  const most = maxTypos(word)
  if (Math.abs(word.length - plain.length) > most) return Infinity
  const typos = editDistance(word, plain)
  // One letter makes any short word another one: of a short synonym only the order may be wrong.
  const isOtherWord = !isKey && word.length < 4 && [...word].sort().join('') !== [...plain].sort().join('')
  return typos > most || isOtherWord ? Infinity : typos
}

function maxTypos({ length }: string): number {
  if (length < 3) return 0
  return length < 8 ? 1 : 2
}

/** Letters that are missing, too many, wrong, or changed with their neighbour. */
function editDistance(a: string, b: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let typos = Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        typos = Math.min(typos, at(before, j - 2) + 1)
      next.push(typos)
    }
    ;[before, row] = [row, next]
  }
  return at(row, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
