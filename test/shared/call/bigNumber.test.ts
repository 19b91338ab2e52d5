import { bigNumberText } from '../../../shared/call/bigNumber'

describe('bigNumberText', () => {
  it.each([
    ['9007199254740993', { s: 1, e: 15, c: [90, 7199254740993] }],
    ['-9007199254740993', { s: -1, e: 15, c: [90, 7199254740993] }],
    ['12345678901234567890123456789', { s: 1, e: 28, c: [1, 23456789012345, 67890123456789] }],
    ['100000000000000000000', { s: 1, e: 20, c: [1000000] }],
    ['1234567890123456789.5', { s: 1, e: 18, c: [12345, 67890123456789, 50000000000000] }],
    ['123456789012345.678', { s: 1, e: 14, c: [1, 23456789012345, 67800000000000] }],
    ['0.12345678901234567', { s: 1, e: -1, c: [12345678901234, 56700000000000] }],
    ['0.0000000000123456789', { s: 1, e: -11, c: [1234, 56789000000000] }],
    ['0.1', { s: 1, e: -1, c: [10000000000000] }],
    ['1.2345678901234567', { s: 1, e: 0, c: [1, 23456789012345, 67000000000000] }],
    [`1${'0'.repeat(399)}`, { s: 1, e: 399, c: [10000000] }],
  ])('gives %s from the fields that bignumber.js has for it', (text, fields) => {
    expect(bigNumberText(fields)).toBe(text)
  })

  it.each([
    ['text', '9007199254740993'],
    ['a number', 5],
    ['null', null],
    ['another object', { s: 1, e: 15 }],
    ['fields without digits', { s: 1, e: 15, c: [] }],
    ['digits that are none', { s: 1, e: 15, c: ['90'] }],
    ['a sign that is none', { s: 2, e: 15, c: [90] }],
    ['an exponent without end', { s: 1, e: 1e9, c: [90] }],
    ['an exponent that no double has', { s: 1, e: 400, c: [10000000] }],
    ['digits without end', { s: 1, e: 15, c: Array.from({ length: 61 }, () => 90) }],
  ])('leaves %s alone', (_, value) => {
    expect(bigNumberText(value)).toBeUndefined()
  })
})
