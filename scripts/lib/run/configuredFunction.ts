import { builtFunctionFolder } from '../build/builtFiles'
import { readCloudbaseConfig } from '../cloud/settings'
import { ROOT } from '../root'
import type { FunctionSettings } from './platform'

/**
 * The built function of this name, with the timeout and the memory that cloudbaserc.json gives it; a name that is not there
 * gets the platform's own.
 *
 * @throws Error when cloudbaserc.json cannot be read
 */
export function configuredFunction(name: string): Pick<FunctionSettings, 'name' | 'folder' | 'timeoutMs' | 'memoryMb'> {
  const entry = readCloudbaseConfig(ROOT).functions.find(({ name: configured }) => configured === name)
  const { timeout, memorySize } = entry ?? PLATFORM_DEFAULTS
  return { name, folder: builtFunctionFolder(name), timeoutMs: timeout * 1000, memoryMb: memorySize }
}

/** Seconds and MB of a function that nobody configured. */
const PLATFORM_DEFAULTS = { timeout: 3, memorySize: 256 } as const
