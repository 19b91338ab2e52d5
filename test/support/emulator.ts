import { type Emulator, type EmulatorOptions, startEmulator } from '../../scripts/emulator/server'

/** Starts an emulator before the tests of a file and closes it after them. */
export function useEmulator(options: EmulatorOptions = {}): () => Emulator {
  let emulator: Emulator | undefined
  beforeAll(async () => (emulator = await startEmulator(options)))
  afterAll(() => emulator?.close())
  return () => {
    if (emulator === undefined) throw new Error('the emulator runs within tests only')
    return emulator
  }
}
