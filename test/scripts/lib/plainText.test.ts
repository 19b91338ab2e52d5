import { toPlainText } from '../../../scripts/lib/plainText'

describe('a text for the terminal', () => {
  it.each<[string, string, string]>([
    ['a colour', '\u001b[31mred\u001b[0m', 'red'],
    ['a movement of the cursor', 'a\u001b[2K\u001b[1Gb', 'ab'],
    ['the window title', 'a\u001b]0;owned\u0007b', 'ab'],
    ['a link', '\u001b]8;;http://x\u001b\\here\u001b]8;;\u001b\\', 'here'],
    ['a sequence without an end', 'a\u001b]0;owned', 'a'],
    ['the eight-bit form', 'a\u009b31mb', 'ab'],
    ['a reset', 'a\u001bcb', 'ab'],
    ['a return to the begin of the line', 'safe\rfake', 'safefake'],
    ['a bell and a backspace', 'a\u0007\u0008b', 'ab'],
    ['a turned direction of writing', 'a\u202eb', 'ab'],
  ])('loses %s', (_, text, plain) => {
    expect(toPlainText(text)).toBe(plain)
  })

  it.each(['a\tb\nc\r\nd', '短信营销 0.5 %', '[31m is no sequence', '😀'])('stays as it is: %j', text => {
    expect(toPlainText(text)).toBe(text)
  })
})
