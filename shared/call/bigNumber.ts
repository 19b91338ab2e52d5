/** What is left of a bignumber.js object once wx-server-sdk has copied its fields: sign, exponent, digits in groups. */
interface BigNumberFields {
  s: number
  e: number
  c: number[]
}

const DIGITS_IN_A_GROUP = 14
/** No number that a double can hold has more digits than that, and digits without end are no number. */
const MAX_GROUPS = 60

/**
 * The decimal text of a number that wx-server-sdk found too long for a JavaScript number (16 characters and more) and handed
 * over as the fields of a BigNumber, its methods lost; `undefined` when the value is none.
 */
export function bigNumberText(value: unknown): string | undefined {
  if (!isBigNumberFields(value)) return undefined
  const { s, e, c } = value
  const digits = c.map((group, index) => String(group).padStart(index === 0 ? 0 : DIGITS_IN_A_GROUP, '0')).join('')
  const sign = s < 0 ? '-' : ''
  if (e < 0) return `${sign}0.${'0'.repeat(-e - 1)}${withoutZeros(digits)}`
  const whole = digits.slice(0, e + 1).padEnd(e + 1, '0')
  const fraction = withoutZeros(digits.slice(e + 1))
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

function withoutZeros(digits: string): string {
  return digits.replace(/0+$/, '')
}

function isBigNumberFields(value: unknown): value is BigNumberFields {
  if (typeof value !== 'object' || value === null || !('s' in value && 'e' in value && 'c' in value)) return false
  const { s, e, c } = value
  // A JSON answer may hold such an object of its own: digits without end would be made of a large exponent.
  return (
    (s === 1 || s === -1) &&
    Number.isInteger(e) &&
    Math.abs(e as number) < 400 &&
    Array.isArray(c) &&
    c.length > 0 &&
    c.length <= MAX_GROUPS &&
    c.every(group => Number.isSafeInteger(group) && group >= 0)
  )
}
