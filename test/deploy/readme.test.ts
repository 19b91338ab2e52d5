/** The pages on deploying name what the commands really say, and the Chinese one has all that the English one has. */
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

describe('the Chinese page', () => {
  const [english = '', chinese = ''] = ['README.md', 'README.zh-CN.md'].map(page =>
    readFileSync(join(FOLDER, page), 'utf8'),
  )
  const count = (text: string, pattern: RegExp): number => Array.from(text.matchAll(pattern)).length

  it('has the same rows of what to do as the English one', () => {
    const [rows, chineseRows] = ['README.md', 'README.zh-CN.md'].map(page => quoted(page).filter(piece => piece !== ''))

    expect(chineseRows).toEqual(rows)
  })

  /** The order of headings, by their level, with what each chapter shows: a chapter without its sample is a gap too. */
  it('has the same chapters with as many samples, tables and points', () => {
    const outline = (text: string): object[] =>
      text.split(/^(?=#+ )/m).map(chapter => ({
        level: /^#+/.exec(chapter)?.[0],
        samples: blocks(chapter),
        tableRows: count(chapter, /^\|/gm),
        points: count(chapter, /^(?:-|\d+\.) /gm),
      }))

    expect(outline(chinese)).toEqual(outline(english))
  })
})

/** What stands between fences, as it is printed: the same in every language. */
function blocks(text: string): string[] {
  return Array.from(text.matchAll(/^```\w+\n(.*?)^```$/gms), ([, block = '']) => block)
}
