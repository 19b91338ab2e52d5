import { InvalidArgumentError } from 'commander'
import { callersFolder, parseId, parseMoment } from '../../../scripts/lib/options'
import { ROOT } from '../../../scripts/lib/root'

describe('an id on the command line', () => {
  it.each([' abc', 'abc\r\n', '\u3000abc\u00a0', '\u200babc\ufeff'])('loses what a copy left around it: %j', text => {
    expect(parseId(text)).toBe('abc')
  })

  it.each(['', ' \n', '\u200b'])('is refused when nothing is left: %j', text => {
    expect(() => parseId(text)).toThrow(InvalidArgumentError)
  })
})

describe('the folder that a command was typed in', () => {
  it.each([
    ['the one that npm was called in', ROOT, { INIT_CWD: '/caller' }, '/caller'],
    ["the package's own, without npm", ROOT, {}, ROOT],
    ['the one that the process works in, whatever npm started before', '/caller', { INIT_CWD: '/other' }, '/caller'],
  ])('is %s', (_, workingFolder, environment, expected) => {
    expect(callersFolder(workingFolder, environment)).toBe(expected)
  })
})

describe('a date on the command line', () => {
  it('is refused with what was probably meant', () => {
    expect(() => parseMoment('20210225')).toThrow('did you mean "2021-02-25"?')
  })
})
