import { meantKey, vocabularyOf } from '../../../shared/call/meantKey'

const vocabulary = vocabularyOf([
  'beginDate',
  'endDate',
  'pageOffset',
  'pageLimit',
  'all',
  'format',
  'condition.activityId',
  'condition.actType',
])

describe('meantKey', () => {
  it.each([
    ['another case, with underscores', 'Begin_Date', 'beginDate'],
    ['a path as one word', 'conditionActivityId', 'condition.activityId'],
    ['a synonym', 'campaign', 'condition.activityId'],
    ['one word for two keys', 'daterange', 'beginDate and endDate'],
    ['one slip in a word of three letters that is a key', 'alk', 'all'],
    ['a wrong letter in a synonym of four letters', 'skap', 'pageOffset'],
    ['a short synonym whose letters are in a wrong order', 'mxa', 'pageLimit'],
    ['one slip in a word of seven letters', 'endDte', 'endDate'],
    ['two slips in a word of eight letters', 'campaagm', 'condition.activityId'],
    ['the nearer of two', 'actTyp', 'condition.actType'],
  ])('knows %s: %s', (_, key, meant) => {
    expect(meantKey(key, vocabulary)).toBe(meant)
  })

  it.each([
    ['a word of two letters that are turned', 'ot'],
    ['a word of two letters and one more', 'tox'],
    ['a short synonym with a wrong letter', 'mix'],
    ['two slips in a word of seven letters', 'enddtx'],
    ['three slips in a word of eight letters', 'cmpaagm'],
    ['another word', 'userInfo'],
    ['no letter at all', '_'],
  ])('takes %s for no key: %s', (_, key) => {
    expect(meantKey(key, vocabulary)).toBeUndefined()
  })
})
