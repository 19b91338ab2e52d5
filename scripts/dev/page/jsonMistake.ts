/** Where a text is no JSON: pure. */
import { jsonLanguage } from '@codemirror/lang-json'

/** A mistake at its place: `from` and `to` in characters, `line` and `column` from 1. */
export interface JsonMistake {
  from: number
  to: number
  /** For people, in Chinese, with the place. */
  message: string
}

/** The first mistake of a text, or the value that it is. */
export function readJson(text: string): { value: unknown } | { mistake: JsonMistake } {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return { mistake: findMistake(text) }
  }
}

/** Every browser words its own error; the place is the parser's, which the editor has anyway. */
function findMistake(text: string): JsonMistake {
  let from = text.trimEnd().length
  jsonLanguage.parser.parse(text).iterate({
    enter: node => {
      if (node.type.isError) from = Math.min(from, node.from)
    },
  })
  const before = text.slice(0, from).split('\n')
  const rest = text.slice(from)
  const found = /^\s*(\S{1,12})/.exec(rest)?.[1]
  const place = `第 ${before.length} 行第 ${(before.at(-1) ?? '').length + 1} 列`
  const what = found === undefined ? '内容没有写完（缺引号、括号或逗号之后的内容）' : `「${found}」处不符合 JSON 格式`
  return { from, to: Math.max(from, from + (found?.length ?? 0)), message: `${place}：${what}。${hint(text, found)}` }
}

function hint(text: string, found: string | undefined): string {
  if (text.trim() === '') return '请填写 event，例如 {}。'
  if (found?.startsWith("'") === true) return '字符串要用双引号。'
  if (/^[}\]]/.test(found ?? '')) return '最后一项之后不能有逗号。'
  return '键和字符串都要用双引号。'
}
