/**
 * Asks whether the unit tests notice a change: breaks one place of shared/ at a time, at random (an operator, a condition, a
 * number, a truth value, a call that is left out; no texts), and runs the unit tests that have to do with the file.
 *
 *   npm run mutate -- [--count 70] [--seed 1] [--at-least 90] [shared/call/time.ts …]
 *
 * Works in a copy of the project. Prints each change that no test noticed, and a table. Takes some seconds a change.
 * Exit code: 0 enough were noticed, 1 too few, 2 wrong usage.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Table from 'cli-table3'
import { Command } from 'commander'
import { randomFrom } from './emulator/random'
import { parsePositiveNumber, parseWholeNumber } from './lib/options'
import { ROOT } from './lib/root'
import { runProgram } from './lib/runProgram'
import { findMutants, mutate, type Mutant } from './mutate/mutants'
import { relatedTests } from './mutate/relatedTests'
import type { TestReply, TestRequest } from './mutate/testWorker'

interface MutateOptions {
  count: number
  seed: number
  atLeast: number
}

/** What the unit tests need. */
const PARTS = ['functions', 'shared', 'scripts', 'test', 'package.json', 'tsconfig.json', 'cloudbaserc.json']
/** A change can make a loop that does not end. */
const TIMEOUT_MS = 180_000

interface Place {
  /** Relative to the root. */
  file: string
  code: string
  mutant: Mutant
}

async function mutateProject(files: readonly string[], { count, seed, atLeast }: MutateOptions): Promise<void> {
  const places = sample(placesIn(files.length === 0 ? sourceFiles('shared') : files), count, seed)
  const copy = mkdtempSync(join(tmpdir(), 'mutate-'))
  const runner = new TestRunner(copy)
  const related = await relatedTests(ROOT)
  const noticed = new Map<Place, boolean>()
  try {
    for (const part of PARTS) cpSync(join(ROOT, part), join(copy, part), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    for (const place of places) {
      noticed.set(place, await isNoticed(place, copy, runner, related.get(place.file) ?? []))
      if (noticed.get(place) !== true) console.log(`not noticed: ${describePlace(place)}`)
    }
  } finally {
    runner.stop()
    rmSync(copy, { recursive: true, force: true, maxRetries: 3 })
  }
  report(noticed, atLeast)
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map(path => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter(path => path.endsWith('.ts'))
    .sort()
}

function placesIn(files: readonly string[]): Place[] {
  return files.flatMap(file => {
    const code = readFileSync(join(ROOT, file), 'utf8')
    return findMutants(code).map(mutant => ({ file, code, mutant }))
  })
}

/** So many of them at random, in their order. */
function sample(places: readonly Place[], count: number, seed: number): Place[] {
  const random = randomFrom(seed)
  const drawn = places.map((place, at) => ({ place, at, key: random() })).sort((a, b) => a.key - b.key)
  return drawn
    .slice(0, count)
    .sort((a, b) => a.at - b.at)
    .map(({ place }) => place)
}

/** The file's own tests are asked first: they are fast, and mostly enough. */
async function isNoticed(
  { file, code, mutant }: Place,
  copy: string,
  runner: TestRunner,
  tests: readonly string[],
): Promise<boolean> {
  const isOwn = (test: string): boolean => test === `test/${file.replace(/\.ts$/, '.test.ts')}`
  const turns = [tests.filter(isOwn), tests.filter(test => !isOwn(test))].filter(({ length }) => length > 0)
  writeFileSync(join(copy, file), mutate(code, mutant))
  try {
    for (const testFiles of turns) if (await runner.fail({ testFiles })) return true
    return false
  } finally {
    writeFileSync(join(copy, file), code)
  }
}

/** One process that runs tests, and another one when it had to be killed. */
class TestRunner {
  private child: ChildProcess | undefined

  constructor(private readonly folder: string) {}

  /**
   * Whether one of the tests fails, or does not come to an end. A process that ends by itself may have been broken by an
   * earlier change: only what ends a fresh one too counts.
   */
  async fail(request: TestRequest): Promise<boolean> {
    const isFresh = this.child?.connected !== true
    const outcome = await this.run(request)
    return outcome === 'crashed' && !isFresh ? this.fail(request) : outcome !== 'passed'
  }

  private async run(request: TestRequest): Promise<'passed' | 'failed' | 'timedOut' | 'crashed'> {
    const child = this.child?.connected === true ? this.child : this.start()
    this.child = child
    let hasTimedOut = false
    const timer = setTimeout(() => {
      hasTimedOut = true
      child.kill('SIGKILL')
    }, TIMEOUT_MS)
    const ended = new AbortController()
    try {
      const answers = [once(child, 'message', ended), once(child, 'exit', ended)]
      child.send(request, () => undefined) // what does not arrive is answered by the end of the process
      const [answer] = (await Promise.race(answers)) as [TestReply | number | null]
      if (typeof answer === 'object' && answer !== null) return answer.failed ? 'failed' : 'passed'
      this.child = undefined
      return hasTimedOut ? 'timedOut' : 'crashed'
    } finally {
      clearTimeout(timer)
      ended.abort()
    }
  }

  private start(): ChildProcess {
    return fork(join(this.folder, 'scripts/mutate/testWorker.ts'), {
      cwd: this.folder,
      execArgv: ['--require', require.resolve('tsx/cjs')],
      stdio: 'ignore',
      serialization: 'json',
    })
  }

  stop(): void {
    this.child?.kill('SIGKILL')
  }
}

function describePlace({ file, mutant: { line, from, to } }: Place): string {
  const short = (text: string): string => text.replace(/\s+/g, ' ').slice(0, 100)
  return `${file}:${line}: ${short(from)} → ${short(to)}`
}

function report(noticed: ReadonlyMap<Place, boolean>, atLeast: number): void {
  const table = new Table({ style: { head: [], border: [], compact: true }, head: ['file', 'changes', 'noticed'] })
  const files = [...new Set([...noticed.keys()].map(({ file }) => file))]
  for (const file of files) {
    const results = [...noticed].filter(([place]) => place.file === file).map(([, seen]) => seen)
    table.push([file, results.length, results.filter(Boolean).length])
  }
  const seen = [...noticed.values()].filter(Boolean).length
  const percent = (100 * seen) / noticed.size
  console.log(table.toString())
  console.log(
    `${seen} of ${noticed.size} changes were noticed: ${percent.toFixed(0)} %, expected ${atLeast} % at least`,
  )
  process.exitCode = percent >= atLeast ? 0 : 1
}

void runProgram(
  new Command('mutate')
    .description('Break one place of shared/ at a time, and see whether the unit tests notice.')
    .usage('-- [options] [file …]')
    .argument('[file...]', 'files to break (default: all of shared/)')
    .option('--count <n>', 'how many changes, at random', parsePositiveNumber, 70)
    .option('--seed <n>', 'the same seed draws the same changes', parseWholeNumber, 1)
    .option('--at-least <percent>', 'how many have to be noticed', parseWholeNumber, 90)
    .action(mutateProject),
)
