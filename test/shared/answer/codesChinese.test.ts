import { explainInChinese } from '../../../shared/answer/codesChinese'
import { CODES } from '../../../shared/errors'

describe('explainInChinese', () => {
  it.each(Object.keys(CODES).map(Number))('says what %d means and what to do, in Chinese', errCode => {
    const { meaning, advice } = explainInChinese(errCode)

    expect(meaning).toMatch(/\p{Script=Han}{2}/u)
    expect(advice).toMatch(/\p{Script=Han}{2}/u)
  })

  it('says the code of one that nobody knows', () => {
    expect(explainInChinese(12345).meaning).toBe('微信返回错误码 12345')
  })

  it('does not say "later" of an environment that is isolated', () => {
    const { advice } = explainInChinese(-501001, 'overview:fail -501001 … ([ENV_ISOLATED] env status is isolated); …')

    expect(advice).toContain('欠费')
    expect(explainInChinese(-501001, 'overview:fail -501001 … (reset)').advice).toBe('请稍后重试')
  })
})
