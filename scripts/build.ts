/**
 * Builds the cloud functions for upload: dist/functions/<name>/ with index.js (one file, wx-server-sdk inside),
 * config.json (the permission) and package.json; and the dashboard for a mini program, dist/miniprogram/sms-statistics/.
 *
 *   npm run build
 *
 * Prints the sizes. Exit code: 0 built, 1 something is wrong: a bundle over its budget, a missing permission, …
 */
import Table from 'cli-table3'
import { Command } from 'commander'
import { buildMiniProgram } from './devtools/buildMiniProgram'
import { buildFunctions } from './lib/build/buildFunctions'
import { environmentId, readVariables } from './lib/cloud/settings'
import { ROOT } from './lib/root'
import { runProgram } from './lib/runProgram'

async function build(): Promise<void> {
  const table = new Table({ style: { head: [], border: [], compact: true }, head: ['function', 'index.js', 'gzipped'] })
  const functions = await buildFunctions()
  for (const { name, bytes, gzippedBytes } of functions) table.push([name, kilobytes(bytes), kilobytes(gzippedBytes)])
  console.log(table.toString())
  const envId = environmentId(readVariables(ROOT, process.env))
  const { bytes } = await buildMiniProgram({ envId, functions })
  console.log(`dist/miniprogram/sms-statistics: the dashboard for a mini program, ${kilobytes(bytes)}`)
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`
}

void runProgram(
  new Command('build')
    .description('Build the cloud functions for upload, and the dashboard for a mini program.')
    .action(build),
)
