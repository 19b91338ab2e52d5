import { toCount } from '../../../shared/answer/charts/counts'

test.each([
  ['5000', 5000],
  [' ', null],
  ['0x10', null],
  ['9007199254740992.0', 2 ** 53],
  [7, 7],
  [undefined, null],
])('a chart draws %j as %j, as rows read it', (value, expected) => {
  expect(toCount(value)).toBe(expected)
})
