import { join } from 'node:path'

/** The package's folder. Commands work in it, wherever they are started from. */
export const ROOT = join(__dirname, '../..')
