/** What the CLI said of the functions that it was to deploy. */
export interface DeployOutput {
  /** The functions that it calls deployed. */
  deployed: Set<string>
  /** What it said of those that it could not deploy, a line each. */
  failures: Map<string, string>
}

/** In both languages: the CLI's messages are only half translated, and `tcb config set lang` overrides `LANG`. */
const DEPLOYED = /\[([\w-]+)\] (?:Cloud function (?:deployed|updated) successfully|云函数(?:部署|更新)成功)/g
const WANTS_LOGIN = /No valid identity information|无有效身份信息/
const HEADING = /^✖\s+(?:- )?\[([\w-]+)\]\s*(.*)$/
const DETAIL = /^(?:✖ {3}|失败信息)/
const LABEL = /^(?:函数部署失败|错误信息: |失败信息: |错误码: )/
const NOISE = /^(?:RequestId|at )/

/** Whether the CLI found nobody logged in, or a key that is no longer valid: it then waits for a login in a browser. */
export function wantsLogin(output: string): boolean {
  return WANTS_LOGIN.test(output)
}

/** Reads the output of `tcb fn deploy`. A failure is a line `✖ [name] …` with its details in the lines below. */
export function readDeployOutput(output: string): DeployOutput {
  const deployed = new Set(Array.from(output.matchAll(DEPLOYED), ([, name = '']) => name))
  const said = new Map<string, string[]>()
  let current: string[] | undefined
  for (const line of output.split('\n')) {
    const [, name, rest = ''] = HEADING.exec(line) ?? []
    if (name !== undefined) {
      current = said.get(name) ?? []
      said.set(name, current)
      current.push(toDetail(rest))
    } else if (DETAIL.test(line)) current?.push(toDetail(line))
    else current = undefined
  }
  const failures = Array.from(
    said,
    ([name, details]) => [name, details.filter(text => text !== '').join('; ')] as const,
  )
  return { deployed, failures: new Map(failures) }
}

function toDetail(line: string): string {
  const text = line.replace(/^✖/, '').trim()
  return NOISE.test(text) ? '' : text.replace(LABEL, '')
}

/** The lines with which the CLI says that the run as a whole went wrong. */
export function readErrors(output: string): string[] {
  return Array.from(output.matchAll(/^✖ (?!\s|- \[|\[)(.+)$/gm), ([, text = '']) => text.trim())
}
