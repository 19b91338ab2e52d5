import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCampaignFile } from '../../../scripts/emulator/campaignFile'

let folder = ''
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'campaign-'))))
afterAll(() => rmSync(folder, { recursive: true }))

const campaign = {
  appid: 'wx1',
  envId: 'my-env',
  activityId: 'my-activity',
  sends: [{ task: 'task1', channelId: '_cms_sms_', count: 2, time: '2021-02-25 09:00' }],
  opens: [{ id: 's1', channelId: 'qq', time: 1614214800 }],
  jumps: [],
}

function read(content: unknown) {
  const file = join(folder, 'my.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return readCampaignFile(file)
}

describe('readCampaignFile', () => {
  it('reads campaigns, dates in Beijing time', () => {
    expect(read([campaign])).toStrictEqual([
      { ...campaign, sends: [{ task: 'task1', channelId: '_cms_sms_', count: 2, time: 1614214800 }] },
    ])
  })

  it.each([
    ['a line that is no JSON', '[\n  {"appid": "wx1",\n   }\n]', /my\.json:3: not valid JSON/],
    ['no array', campaign, /my\.json: the file: expected an array of campaigns/],
    [
      'a wrong time',
      [{ ...campaign, opens: [{ id: 's', channelId: 'qq', time: 'noon' }] }],
      /my\.json: \[0\]\.opens\[0\]\.time: expected Unix seconds/,
    ],
    [
      'milliseconds',
      [{ ...campaign, opens: [{ id: 's', channelId: 'qq', time: 1614214800000 }] }],
      /did you mean 1614214800/,
    ],
    ['a missing field', [{ ...campaign, envId: undefined }], /my\.json: \[0\]\.envId: /],
    ['an unknown field', [{ ...campaign, clicks: [] }], /my\.json: \[0\]\.clicks: /],
    [
      'a negative count',
      [{ ...campaign, sends: [{ ...campaign.sends[0], count: -1 }] }],
      /\[0\]\.sends\[0\]\.count: expected 0 or more/,
    ],
  ])('names the file and the place of %s', (_, content, message) => {
    expect(() => read(content)).toThrow(message)
  })

  it('names a file that is not there', () => {
    expect(() => readCampaignFile(join(folder, 'nowhere.json'))).toThrow('nowhere.json')
  })
})
