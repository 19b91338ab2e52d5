import { InvalidArgumentError } from 'commander'
import { parseId, parseMoment } from '../../../scripts/lib/options'

describe('an id on the command line', () => {
  it.each([' abc', 'abc\r\n', '\u3000abc\u00a0', '\u200babc\ufeff'])('loses what a copy left around it: %j', text => {
    expect(parseId(text)).toBe('abc')
  })

  it.each(['', ' \n', '\u200b'])('is refused when nothing is left: %j', text => {
    expect(() => parseId(text)).toThrow(InvalidArgumentError)
  })
})

describe('a date on the command line', () => {
  it('is refused with what was probably meant', () => {
    expect(() => parseMoment('20210225')).toThrow('did you mean "2021-02-25"?')
  })
})
