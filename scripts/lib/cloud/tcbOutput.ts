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
const NOISE = /^(?:RequestId|at )/
/** What it says when all is said: how many failed. */
const COUNT = /^\d+ (?:cloud function\(s\) deployment failed|个)/
/** How Node reports what nobody caught. */
const UNCAUGHT = /^(?:Uncaught )?(?:[A-Z]\w*)?Error(?: \[\w+\])?: .+/

/** Whether the CLI found nobody logged in, or could not look: it then waits for a login in a browser. */
export function wantsLogin(output: string): boolean {
  return WANTS_LOGIN.test(output)
}

/**
 * Reads why a deploy failed from the output of `tcb fn deploy`. A function's failure is a line `✖ [name] …` with its details in
 * the lines below; a line `✖ [Action] …` names an action of the API and belongs to the run.
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
    } else if (DETAIL.test(line)) (current ?? ofRun).push(toDetail(line))
    else {
      current = undefined
      if (line.startsWith('✖')) ofRun.push(toDetail(line))
    }
  }
  const ofFunctions = Array.from(said, ([name, details]) => [name, join(details)] as const)
  return { ofFunctions: new Map(ofFunctions), ofRun: join(ofRun) }
}

/** The functions that the CLI reports as done. */
export function readDone(output: string): string[] {
  return Array.from(output.matchAll(/^✔\s+\[([\w-]+)\]/gm), ([, name = '']) => name)
}

/** How a run broke down: the last error that Node printed for it, else the last line that it printed at all. */
export function readCrash(output: string): string {
  const lines = output.split('\n').map(line => line.trim())
  return lines.filter(line => UNCAUGHT.test(line)).at(-1) ?? lines.filter(line => line !== '').at(-1) ?? ''
}

function toDetail(line: string): string {
  const text = line.replace(/^✖/, '').trim()
  return NOISE.test(text) || COUNT.test(text) ? '' : text.replace(LABEL, '')
}

function join(details: readonly string[]): string {
  return [...new Set(details.filter(text => text !== ''))].join('; ')
}
