/**
 * Starts a command of this package: `node scripts/start.mjs deploy -e my-env` runs scripts/deploy.ts. Without a command it only
 * looks whether there is what all of them need.
 *
 * What is missing is said in the first line, before anything that needs it is loaded: so this is JavaScript that much older
 * versions of Node.js read too, without packages.
 */
import { readFileSync } from 'fs'
import { createRequire } from 'module'
import { dirname, join } from 'path'
import process from 'process'
import { fileURLToPath } from 'url'

const scripts = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)

function whatIsMissing() {
  const { engines } = JSON.parse(readFileSync(join(scripts, '../package.json'), 'utf8'))
  const oldest = Number(/\d+/.exec(engines.node)[0])
  const running = process.versions.node
  if (Number(running.split('.')[0]) < oldest)
    return `Node.js ${running} is too old for this package: install Node.js ${oldest} or later (https://nodejs.org), then: npm ci`
  try {
    require.resolve('tsx/cjs')
    return undefined
  } catch {
    return 'the packages that the commands need are not installed (NODE_ENV=production and --omit=dev leave them out): run: npm ci --include=dev'
  }
}

const missing = whatIsMissing()
const [command] = process.argv.slice(2)
if (missing !== undefined) {
  process.stderr.write(`${missing}\n`)
  process.exitCode = 1
} else if (command !== undefined) {
  const file = join(scripts, `${command}.ts`)
  process.argv.splice(1, 2, file) // as if Node.js had been started with it
  require('tsx/cjs')
  require(file)
}
