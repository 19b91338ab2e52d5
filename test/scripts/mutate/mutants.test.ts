import { findMutants, mutate } from '../../../scripts/mutate/mutants'

/** Every change of the code, written out. */
function changesOf(code: string): string[] {
  return findMutants(code).map(mutant => mutate(code, mutant))
}

test.each<[string, string, string[]]>([
  ['a comparison', 'x = a < b', ['x = a <= b']],
  ['an equality', 'x = a === b', ['x = a !== b']],
  ['a logical operator', 'x = a && b', ['x = a || b']],
  ['a default', 'x = a ?? b', ['x = a && b']],
  ['a sum', 'x = a + b', ['x = a - b']],
  ['a number', 'x = 1_000', ['x = 1001']],
  ['a truth value', 'x = true', ['x = false']],
  ['a negation', 'x = !a', ['x = a']],
  ['a condition', 'if (a) b = c', ['if (!(a)) b = c']],
  ['a choice', 'x = a ? b : c', ['x = !(a) ? b : c']],
  ['a call whose result nobody takes', 'f(a)', [';']],
  ['a call that is awaited', 'await f(a)', [';']],
])('%s is changed', (_, code, changes) => {
  expect(changesOf(code)).toEqual(changes)
})

test.each([
  ['texts', "x = 'a' + b + `c`"],
  ['types', 'type A = 1 | true\nconst a = b as 2'],
  ['interfaces', 'interface A { b: 1 }'],
  ['imports', "import { a } from 'b'"],
  ['a call whose result is taken', 'x = f(a)'],
])('%s are left alone', (_, code) => {
  expect(changesOf(code)).toEqual([])
})

test('each says where it is and what it was', () => {
  expect(findMutants('x = y\nz = a > b')).toEqual([{ line: 2, start: 12, end: 13, from: '>', to: '>=' }])
})
