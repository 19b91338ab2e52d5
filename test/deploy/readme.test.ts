/** The tables of what to do when a deploy fails name what the commands really say. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../scripts/lib/root'

const FOLDER = join(ROOT, 'scripts/deploy')

/** Codes of the cloud, which the sources know by a part of them or not at all. */
const OF_THE_CLOUD = ['AuthFailure', 'Access Denied', 'RequestLimitExceeded', 'UnauthorizedOperation', 'LimitExceeded']

function sources(folder: string): string[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.ts'))
    .map(file => readFileSync(join(folder, file), 'utf8'))
}

/** What stands in backticks in the first cell of each row, in pieces: `…` is whatever stands there. */
function quoted(page: string): string[] {
  const rest = readFileSync(join(FOLDER, page), 'utf8').split(/^## (?:When it fails|失败时)$/m)[1] ?? ''
  const [table = ''] = rest.split(/^## /m)
  const cells = Array.from(table.matchAll(/^\| (.*?) \|/gm), ([, cell = '']) => cell)
  const quotes = cells.flatMap(cell => Array.from(cell.matchAll(/`([^`]+)`/g), ([, quote = '']) => quote))
  return quotes.flatMap(quote => quote.split(/["(]?…[)]?|\{\{env\.X\}\}|"\w+"/)).map(piece => piece.trim())
}

describe.each(['README.md', 'README.zh-CN.md'])('%s', page => {
  const texts = ['scripts/deploy', 'scripts/doctor', 'scripts/lib/cloud'].flatMap(folder => sources(join(ROOT, folder)))

  it('names only what the commands say', () => {
    const pieces = quoted(page).filter(piece => piece.length > 3 && !OF_THE_CLOUD.includes(piece))

    expect(pieces.length).toBeGreaterThan(15)
    expect(pieces.filter(piece => !texts.some(text => text.includes(piece)))).toEqual([])
  })
})

it('The Chinese page has the same rows as the English one', () => {
  const [english, chinese] = ['README.md', 'README.zh-CN.md'].map(page => quoted(page).filter(piece => piece !== ''))

  expect(chinese).toEqual(english)
})
