import { messageOf } from '../../shared/messageOf'

it.each([
  ['an Error, by its message alone', new TypeError('broken'), 'broken'],
  ['a text', 'broken', 'broken'],
  ['nothing', undefined, 'undefined'],
])('says what was thrown: %s', (_, thrown, message) => {
  expect(messageOf(thrown)).toBe(message)
})
