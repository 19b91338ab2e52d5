import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCloudbaseConfig, readVariables } from '../../../scripts/lib/cloud/settings'
import { hasByteOrderMark, isMissingFile, parseJson, readJsonFile, readTextFile } from '../../../scripts/lib/textFile'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'text-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function fileWith(bytes: Buffer | string, name = 'file.txt'): string {
  const file = join(folder, name)
  writeFileSync(file, bytes)
  return file
}

const TEXT = '{"渠道": "短信"}\r\n'
const utf16le = Buffer.from(`\ufeff${TEXT}`, 'utf16le')
const ENCODINGS: [string, Buffer][] = [
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a BOM', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16LE with a BOM', utf16le],
  ['UTF-16BE with a BOM', Buffer.from(utf16le).swap16()],
]

describe('a text file', () => {
  it.each(ENCODINGS)('is read without its BOM, its line ends kept: %s', (_, bytes) => {
    expect(readTextFile(fileWith(bytes))).toBe(TEXT)
  })

  it.each(ENCODINGS)('is read as JSON: %s', (_, bytes) => {
    expect(readJsonFile(fileWith(bytes))).toStrictEqual({ 渠道: '短信' })
  })

  it.each([
    ['GBK', Buffer.from([0xb6, 0xcc, 0xd0, 0xc5])],
    ['UTF-16 without a BOM', Buffer.from(TEXT, 'utf16le')],
    ['UTF-16 that is cut off in the middle of a character', utf16le.subarray(0, 7)],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0])],
    ['no text', Buffer.from([0x50, 0x4b, 3, 4, 0, 0])],
  ])('is refused by its name when it is %s', (_, bytes) => {
    const file = fileWith(bytes)

    expect(() => readTextFile(file)).toThrow(
      `${file}: it is neither UTF-8 nor UTF-16 with a byte order mark: save it as UTF-8`,
    )
  })

  it.each([
    ['a file that is not there', (): string => join(folder, 'nowhere.txt'), true],
    ['a folder', (): string => folder, false],
  ])('is named when it is %s', (_, path, missing) => {
    const file = path()
    const thrown = thrownBy(() => readTextFile(file))

    expect(String(thrown)).toContain(file)
    expect(isMissingFile(thrown)).toBe(missing)
  })

  it('is known to begin with a BOM, or not', () => {
    expect(ENCODINGS.map(([, bytes]) => hasByteOrderMark(fileWith(bytes)))).toStrictEqual([false, true, true, true])
  })
})

describe('JSON that is none', () => {
  it('is told by the file and the line', () => {
    const file = fileWith('{\n  "a": 1,\n}')

    expect(() => readJsonFile(file)).toThrow(`${file}:3: not valid JSON: `)
  })

  it.each(['', '\n', '\ufeff'])('is told to be empty: %j', text => {
    const file = fileWith(text)

    expect(() => readJsonFile(file)).toThrow(`${file}: not valid JSON: it is empty`)
  })

  it.each(['secret-1234567890', `{"a": "x" ${'secret '.repeat(20)}`, '{\n"a": secret }'])(
    'is not shown, as it may hold secrets: %j',
    text => {
      const thrown = String(thrownBy(() => parseJson(text, 'the file')))

      expect(thrown).toContain('the file')
      expect(thrown).not.toContain('secret')
    },
  )
})

describe('the files of a project, as Windows writes them', () => {
  it.each([
    ['UTF-16LE, as PowerShell writes with >', Buffer.from('\ufeffENV_ID=shop-1\r\nWX_APPID=wx1\r\n', 'utf16le')],
    ['UTF-8 with a BOM and CRLF', Buffer.from('\ufeffENV_ID=shop-1\r\nWX_APPID=wx1\r\n')],
  ])('.env is read: %s', (_, bytes) => {
    fileWith(bytes, '.env')

    expect(readVariables(folder, {})).toStrictEqual({ ENV_ID: 'shop-1', WX_APPID: 'wx1' })
  })

  it('.env in another encoding is named', () => {
    fileWith(Buffer.from([0x41, 0x3d, 0xb6, 0xcc]), '.env')

    expect(() => readVariables(folder, {})).toThrow(`${join(folder, '.env')}: it is neither UTF-8 nor`)
  })

  it('cloudbaserc.json with a BOM is named, because the tcb CLI breaks over it', () => {
    fileWith('\ufeff{"functionRoot":"dist","functions":[]}', 'cloudbaserc.json')

    expect(() => readCloudbaseConfig(folder)).toThrow(/^cloudbaserc\.json: it begins with a byte order mark, .*tcb/)
  })

  it('cloudbaserc.json that is no JSON is named, with the line', () => {
    fileWith('{\n"functions": [],\n}', 'cloudbaserc.json')

    expect(() => readCloudbaseConfig(folder)).toThrow(/cloudbaserc\.json:3: not valid JSON/)
  })
})

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('expected a throw')
}
