/**
 * Builds the cloud functions for upload: dist/functions/<name>/ with index.js (one file, wx-server-sdk inside),
 * config.json (the permission) and package.json.
 *
 *   npm run build
 *
 * Prints the sizes. Exit code: 0 built, 1 something is wrong: a bundle over its budget, a missing permission, …
 */
import Table from 'cli-table3'
import { Command } from 'commander'
import { buildFunctions } from './lib/build/buildFunctions'
import { runProgram } from './lib/runProgram'

async function build(): Promise<void> {
  const table = new Table({ style: { head: [], border: [], compact: true }, head: ['function', 'index.js', 'gzipped'] })
  for (const { name, bytes, gzippedBytes } of await buildFunctions())
    table.push([name, kilobytes(bytes), kilobytes(gzippedBytes)])
  console.log(table.toString())
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`
}

void runProgram(new Command('build').description('Build the cloud functions for upload.').action(build))
