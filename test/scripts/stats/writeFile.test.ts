import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
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

  it('replaces the whole of a longer file', () => {
    writeFileSync(join(folder, 'a.csv'), 'a much longer text of yesterday')

    writeFileWhole(join(folder, 'a.csv'), '中文')

    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('中文')
  })

  it('replaces what a link points to, and keeps the link', () => {
    writeFileSync(join(folder, 'real.csv'), 'old')
    symlinkSync('real.csv', join(folder, 'link.csv'))

    writeFileWhole(join(folder, 'link.csv'), 'new')

    expect(readFileSync(join(folder, 'real.csv'), 'utf8')).toBe('new')
    expect(readlinkSync(join(folder, 'link.csv'))).toBe('real.csv')
  })

  it.each([0o600, 0o644, 0o755])('keeps the mode of a file that is there: %d', mode => {
    const file = join(folder, 'a.csv')
    writeFileSync(file, 'old')
    chmodSync(file, mode)

    writeFileWhole(file, 'new')

    expect(statSync(file).mode & 0o777).toBe(mode)
  })

  it('refuses a read-only file, and leaves it as it was', () => {
    const file = join(folder, 'a.csv')
    writeFileSync(file, 'old')
    chmodSync(file, 0o444)

    expect(() => writeFileWhole(file, 'new')).toThrow(`${file} is read-only: it was left as it is`)
    expect(readFileSync(file, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toStrictEqual(['a.csv'])
  })

  it('refuses a folder, and leaves nothing behind', () => {
    mkdirSync(join(folder, 'sub'))

    expect(() => writeFileWhole(join(folder, 'sub'), 'text')).toThrow('is not a file')
    expect(readdirSync(folder)).toStrictEqual(['sub'])
  })

  it('throws where there is no folder', () => {
    expect(() => writeFileWhole(join(folder, 'nowhere/a.csv'), 'text')).toThrow('ENOENT')
  })

  it('leaves the old file as it was when the new one cannot be written', () => {
    // The name itself still fits; the longer one that is written first does not.
    const file = join(folder, 'x'.repeat(250))
    writeFileSync(file, 'old')

    expect(() => writeFileWhole(file, 'new')).toThrow('ENAMETOOLONG')
    expect(readFileSync(file, 'utf8')).toBe('old')
  })
})
