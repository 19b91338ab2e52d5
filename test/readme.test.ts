import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CODES } from '../shared/errors'
import packageJson from '../package.json'

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8')

describe('README', () => {
  it.each(Object.entries(CODES))(
    'explains the code %s as the functions do',
    (errCode, { meaning, advice, passing }) => {
      const rows = readme.split('\n').map(line => line.split('|').map(cell => cell.trim()))

      expect(rows).toContainEqual(['', `\`${errCode}\``, meaning, passing ? 'yes' : 'no', advice, ''])
    },
  )

  it('names only npm scripts that exist', () => {
    const named = [...readme.matchAll(/npm run (?:-s )?([\w-]+)/g)].map(match => match[1])

    expect(named.filter(script => !Object.keys(packageJson.scripts).includes(String(script)))).toStrictEqual([])
  })
})
