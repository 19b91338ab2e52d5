import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeFileWhole } from '../../../scripts/stats/writeFile'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'write-'))))
afterEach(() => rmSync(folder, { recursive: true }))

describe('writeFileWhole', () => {
  it('writes a file, and nothing beside it', () => {
    writeFileWhole(join(folder, 'a.csv'), 'text')

    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('text')
    expect(readdirSync(folder)).toStrictEqual(['a.csv'])
  })

  it('replaces what a link points to, and keeps the link', () => {
    writeFileSync(join(folder, 'real.csv'), 'old')
    symlinkSync('real.csv', join(folder, 'link.csv'))

    writeFileWhole(join(folder, 'link.csv'), 'new')

    expect(readFileSync(join(folder, 'real.csv'), 'utf8')).toBe('new')
  })

  it('refuses a folder, and leaves nothing behind', () => {
    mkdirSync(join(folder, 'sub'))

    expect(() => writeFileWhole(join(folder, 'sub'), 'text')).toThrow('is not a file')
    expect(readdirSync(folder)).toStrictEqual(['sub'])
  })

  it('throws where there is no folder', () => {
    expect(() => writeFileWhole(join(folder, 'nowhere/a.csv'), 'text')).toThrow('ENOENT')
  })
})
