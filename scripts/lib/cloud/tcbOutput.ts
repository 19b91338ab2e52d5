/** What the CLI said went wrong. */
export interface TcbReasons {
  /** Of one function each, by its name. */
  ofFunctions: Map<string, string>
  /** Of the run as a whole; empty when it said nothing. */
  ofRun: string
}

/** In both languages: the CLI's messages are only half translated, and `tcb config set lang` overrides `LANG`. */
const WANTS_LOGIN = /No valid identity information|无有效身份信息/
const HEADING = /^✖\s+(?:- )?\[([\w-]+)\]\s*(.*)$/
const DETAIL = /^(?:✖ {3}|失败信息)/
const LABEL = /^(?:函数部署失败|错误信息: |失败信息: |错误码: )/
const NOISE = /^(?:RequestId|Request Id|at )/i
/** An action of the API at the begin of a line: `[CreateFunction] …`. */
const ACTION = /^\[[A-Z]\w*\]/
/** A line with another mark, or an empty one: nothing of a failure. */
const OTHER = /^(?:[✔ℹ⚠-]|\s*$)/u
/** What it says when all is said: how many failed. */
const COUNT = /^\d+ (?:cloud function\(s\) deployment failed|个)/
/** How Node reports what nobody caught. */
const UNCAUGHT = /^(?:Uncaught )?(?:[A-Z]\w*)?Error(?: \[\w+\])?: .+/

/** Whether the CLI found nobody logged in, or could not look: it then waits for a login in a browser. */
export function wantsLogin(output: string): boolean {
  return WANTS_LOGIN.test(output)
}

/**
 * Reads why a deploy failed from the output of `tcb fn deploy`. A function's failure is a line `✖ [name] …`; a line `✖ …` or
 * `[Action] …`, which names an action of the API, belongs to the run. Lines without a mark go on with the one above them: messages
 * have line ends in them.
 *
 * @param names the functions that were to be deployed
 */
export function readReasons(output: string, names: readonly string[]): TcbReasons {
  const said = new Map<string, string[]>()
  const ofRun: string[] = []
  let current: string[] | undefined
  for (const line of output.split('\n')) {
    const [, name = '', rest = ''] = HEADING.exec(line) ?? []
    if (names.includes(name)) {
      current = said.get(name) ?? []
      said.set(name, current)
      current.push(toDetail(rest))
    } else if (DETAIL.test(line)) {
      current ??= ofRun
      current.push(toDetail(line))
    } else if (line.startsWith('✖') || (ACTION.test(line) && !names.includes(wordIn(line)))) {
      current = ofRun
      current.push(toDetail(line))
    } else if (OTHER.test(line) || names.includes(wordIn(line))) current = undefined
    else current?.push(toDetail(line))
  }
  const ofFunctions = Array.from(said, ([name, details]) => [name, join(details)] as const)
  return { ofFunctions: new Map(ofFunctions), ofRun: join(ofRun) }
}

/** What stands in brackets at the begin of a line. */
function wordIn(line: string): string {
  return /^\[([\w-]+)\]/.exec(line)?.[1] ?? ''
}

/** The functions that the CLI reports as done. */
export function readDone(output: string): string[] {
  return Array.from(output.matchAll(/^✔\s+\[([\w-]+)\]/gm), ([, name = '']) => name)
}

/** How a run broke down: the last error that Node printed for it, up to its stack; else the last line that it printed at all. */
export function readCrash(output: string): string {
  const lines = output.split('\n').map(line => line.trim())
  const uncaught = lines.filter(line => UNCAUGHT.test(line)).at(-1)
  if (uncaught === undefined) return lines.filter(line => line !== '').at(-1) ?? ''
  const at = lines.lastIndexOf(uncaught)
  const end = lines.findIndex((line, index) => index > at && (line === '' || line.startsWith('at ')))
  return join(lines.slice(at, end === -1 ? undefined : end).map(toDetail))
}

function toDetail(line: string): string {
  const text = line.replace(/^✖/, '').trim()
  return NOISE.test(text) || COUNT.test(text) ? '' : text.replace(LABEL, '')
}

function join(details: readonly string[]): string {
  return [...new Set(details.filter(text => text !== ''))].join('; ')
}
