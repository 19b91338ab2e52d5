import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  environmentId,
  placeholdersOf,
  readCloudbaseConfig,
  withFunctions,
} from '../../../../scripts/lib/cloud/settings'

const ENTRY = { runtime: 'Nodejs18.15', timeout: 20, memorySize: 256 }

describe('cloudbaserc.json', () => {
  const config = configOf({
    envId: '{{env.ENV_ID}}',
    functionRoot: './dist/functions',
    functions: [
      { ...ENTRY, name: 'one', envVariables: { A: '{{ env.X }}-{{env.Y}}' }, vpc: { vpcId: '{{env.VPC}}' } },
      { ...ENTRY, name: 'two', envVariables: { A: '{{env.X}}' } },
    ],
  })

  it('refers to variables in any of its places, each named once', () => {
    expect(placeholdersOf(config).sort()).toStrictEqual(['ENV_ID', 'VPC', 'X', 'Y'])
  })

  it('with some of its functions only has everything else as it stands', () => {
    expect(withFunctions(config, ['two'])).toStrictEqual({
      envId: '{{env.ENV_ID}}',
      functionRoot: './dist/functions',
      functions: [{ ...ENTRY, name: 'two', envVariables: { A: '{{env.X}}' } }],
    })
  })
})

function configOf(json: object): ReturnType<typeof readCloudbaseConfig> {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'))
  try {
    writeFileSync(join(folder, 'cloudbaserc.json'), JSON.stringify(json))
    return readCloudbaseConfig(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the cloud environment of a command', () => {
  it.each([
    ['what the option names', { ENV_ID: 'other-1' }, 'shop-1a2b3c', 'shop-1a2b3c'],
    ['else ENV_ID', { ENV_ID: 'shop-1a2b3c' }, undefined, 'shop-1a2b3c'],
    ['without the blanks around it', { ENV_ID: ' shop-1a2b3c \r\n' }, undefined, 'shop-1a2b3c'],
    ['empty when ENV_ID is not set', {}, undefined, ''],
    ['empty when ENV_ID is blank', { ENV_ID: ' ' }, undefined, ''],
  ])('is %s', (_, variables, option, expected) => {
    expect(environmentId(variables, option)).toBe(expected)
  })
})
