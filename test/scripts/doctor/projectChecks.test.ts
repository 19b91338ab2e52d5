import { formatCheck } from '../../../scripts/doctor/checks'
import { checkOpenids } from '../../../scripts/doctor/projectChecks'
import { readCloudbaseConfig } from '../../../scripts/lib/cloud/settings'
import { ROOT } from '../../../scripts/lib/root'

/** The line of the doctor on a list; `inConfig` is what cloudbaserc.json has in the variable's place. */
function lineFor(list: string, inConfig = '{{env.STATS_ALLOWED_OPENIDS}}'): string {
  const config = readCloudbaseConfig(ROOT)
  const functions = config.functions.map(entry => ({ ...entry, envVariables: { STATS_ALLOWED_OPENIDS: inConfig } }))
  const variables = { STATS_ALLOWED_OPENIDS: list }
  const result = checkOpenids({ project: ROOT, home: '/nowhere', config: { ...config, functions }, variables })
  return formatCheck({ name: 'STATS_ALLOWED_OPENIDS', result })
}

/** With the comma behind it. */
const OPENID_OF_28 = 'o6_bmjrPTlm6_2sgVt7hMZOPfL2M,'

describe('the doctor, of STATS_ALLOWED_OPENIDS', () => {
  it.each([
    ['OPENIDs with any separator', 'oA，oB、oC oD；oE;oF', 'ok      STATS_ALLOWED_OPENIDS: 6 OPENIDs'],
    ['*', '*', 'ok      STATS_ALLOWED_OPENIDS: everybody ("*")'],
    ['an empty list', ' , ', 'WARNING STATS_ALLOWED_OPENIDS: it is empty, so no user of the mini program may read'],
    ['a placeholder', 'oA,<OPENID>', 'WRONG   STATS_ALLOWED_OPENIDS: <OPENID> is not an OPENID; '],
    ['a template that nobody fills in', 'oA,{{env.X}}', 'WRONG   STATS_ALLOWED_OPENIDS: {{env.X}} is not an OPENID; '],
    ['a variable of a shell', '$OPENID', 'WRONG   STATS_ALLOWED_OPENIDS: $OPENID is not an OPENID; '],
    [
      'a word in its place',
      'your_openid',
      'WRONG   STATS_ALLOWED_OPENIDS: your_openid is a placeholder, not an OPENID; ',
    ],
    ['Chinese words', '你的标识', 'WRONG   STATS_ALLOWED_OPENIDS: 你的标识 is not an OPENID; '],
    [
      'an AppID',
      'wx0123456789abcdef',
      'WRONG   STATS_ALLOWED_OPENIDS: wx0123456789abcdef is an AppID, not an OPENID; ',
    ],
    ['a telephone number', '13800138000', 'WARNING STATS_ALLOWED_OPENIDS: 13800138000 does not begin with "o"'],
    ['as many as the variables hold', OPENID_OF_28.repeat(140), 'ok      STATS_ALLOWED_OPENIDS: 1 OPENID'],
    [
      'more than the variables hold',
      OPENID_OF_28.repeat(141),
      'WARNING STATS_ALLOWED_OPENIDS: the variables of overview have 4110 bytes together, and the platform takes 4096; list fewer OPENIDs; ',
    ],
  ])('%s', (_, list, line) => {
    expect(lineFor(list)).toContain(line)
  })

  it('reads what stands straight in cloudbaserc.json', () => {
    expect(lineFor('', 'oA,{{OPENIDS}}')).toContain('WRONG   STATS_ALLOWED_OPENIDS: {{OPENIDS}} is not an OPENID')
  })
})
