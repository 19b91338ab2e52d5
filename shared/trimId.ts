/** Blanks and line breaks, and what is as invisible, come along when an id is copied. */
const BLANK = /[\s\u200b-\u200d\u2060]/

/** An id without what a copy from a page or a terminal leaves around it. Letter by letter: a pattern takes long on many blanks. */
export function trimId(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && BLANK.test(text.charAt(start))) start++
  while (end > start && BLANK.test(text.charAt(end - 1))) end--
  return text.slice(start, end)
}
