import { readCloudbaseConfig } from '../../../../scripts/lib/cloud/settings'
import { ROOT } from '../../../../scripts/lib/root'
import { configuredFunction } from '../../../../scripts/lib/run/configuredFunction'

describe('a function that is run on this machine', () => {
  it.each(readCloudbaseConfig(ROOT).functions)('has the timeout and the memory of cloudbaserc.json: $name', entry => {
    expect(configuredFunction(entry.name)).toMatchObject({
      name: entry.name,
      timeoutMs: entry.timeout * 1000,
      memoryMb: entry.memorySize,
    })
  })

  it("has the platform's own when cloudbaserc.json does not list it", () => {
    expect(configuredFunction('another')).toMatchObject({ timeoutMs: 3000, memoryMb: 256 })
  })
})
