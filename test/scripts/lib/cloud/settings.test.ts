import { environmentId } from '../../../../scripts/lib/cloud/settings'

describe('the cloud environment of a command', () => {
  it.each([
    ['what the option names', { ENV_ID: 'other-1' }, 'shop-1a2b3c', 'shop-1a2b3c'],
    ['else ENV_ID', { ENV_ID: 'shop-1a2b3c' }, undefined, 'shop-1a2b3c'],
    ['without the blanks around it', { ENV_ID: ' shop-1a2b3c \r\n' }, undefined, 'shop-1a2b3c'],
    ['empty when ENV_ID is not set', {}, undefined, ''],
    ['empty when ENV_ID is blank', { ENV_ID: ' ' }, undefined, ''],
  ])('is %s', (_, variables, option, expected) => {
    expect(environmentId(variables, option)).toBe(expected)
  })
})
