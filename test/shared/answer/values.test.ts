import * as fc from 'fast-check'
import { isCountColumn, isNumberColumn, readNumber, readValue } from '../../../shared/answer/values'

/** A column as it came, which its type does not hold WeChat to. */
const typed = (colDataType: unknown): { colDataType: string } => ({ colDataType }) as { colDataType: string }

describe('readNumber', () => {
  it.each<[unknown, number | string | null]>([
    ['5000', 5000],
    [' 5000 ', 5000],
    ['-0.5', -0.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1e21', 1e21],
    [5000, 5000],
    ['', null],
    [' ', null],
    ['0x10', null],
    ['1,000', null],
    ['1.2.3', null],
    ['NaN', null],
    ['Infinity', null],
    ['1e999', null],
    [null, null],
    [undefined, null],
    [true, null],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['9007199254740993.0', '9007199254740993.0'],
    ['9007199254740993.5', '9007199254740993.5'],
  ])('reads %j as %j', (value, expected) => {
    expect(readNumber(value)).toBe(expected)
  })

  it('loses no digit of a whole number', () => {
    fc.assert(
      fc.property(fc.bigInt(), number => {
        expect(String(readNumber(String(number)))).toBe(String(number))
      }),
    )
  })

  it.each(['1', '0', '.', ' ', '-', 'e', '1e', '1.', '12,'])(
    'reads a megabyte of %j, and what follows, in no time',
    shape => {
      const started = performance.now()

      readNumber(`${shape.repeat(1_000_000 / shape.length)}x`)

      expect(performance.now() - started).toBeLessThan(200)
    },
  )
})

describe('readValue', () => {
  it.each([
    ['1', 5],
    [1, 5],
    ['2', 5],
    [2, 5],
    ['0', '5'],
    [0, '5'],
    ['9', '5'],
  ])('types a value by the colDataType %j', (colDataType, expected) => {
    expect(readValue(typed(colDataType), '5')).toBe(expected)
  })
})

test('a count column is a number column; a double is no count', () => {
  expect(['0', '1', '2', 1, 2].map(type => [isNumberColumn(typed(type)), isCountColumn(typed(type))])).toStrictEqual([
    [false, false],
    [true, true],
    [true, false],
    [true, true],
    [true, false],
  ])
})
