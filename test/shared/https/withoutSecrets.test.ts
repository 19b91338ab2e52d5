import { withoutSecrets } from '../../../shared/https/withoutSecrets'

it.each([
  ['as they are, each time', 'a+b and a+b', '<secret> and <secret>'],
  ['as they stand in a URL', '?access_token=a%2Bb', '?access_token=<secret>'],
  ['none', 'nothing to hide', 'nothing to hide'],
])('takes secrets out of a text: %s', (_, text, shown) => {
  expect(withoutSecrets(text, ['', 'a+b'])).toBe(shown)
})
