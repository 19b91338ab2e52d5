/**
 * Measures what a cloud function costs: its package, its cold start, its memory, and what we add to a warm call, as ratios
 * to the example of WeChat's documentation deployed the usual way (index.js and node_modules with wx-server-sdk).
 *
 *   npm run bench [-- --rounds N]
 *
 * Each process is fresh, the two take turns, all against an emulator on this machine. Prints a table of medians, the middle
 * half of the values, and the targets. Takes a minute or so; the calmer the machine, the truer.
 * Exit code: 0 all targets reached, 1 one was missed or something could not be measured, 2 wrong usage.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Table from 'cli-table3'
import { Command } from 'commander'
import type { FunctionKind } from '../shared/call/event'
import { writeExample } from './bench/example'
import { writeWarmBundle } from './bench/warmBundle'
import {
  type ColdStart,
  type Contestants,
  measureAllPages,
  measureColdStarts,
  measurePackage,
  measureWarmCalls,
} from './bench/measure'
import { packageLines, timeLine, floorLine, type Line, missedLine } from './bench/report'
import { ensureBuilt, functionServing } from './lib/build/build'
import { builtFunctionFolder } from './lib/build/builtFiles'
import { parsePositiveNumber } from './lib/options'
import { ROOT } from './lib/root'
import { runProgram } from './lib/runProgram'
import { say } from './lib/say'

async function bench({ rounds }: { rounds: number }): Promise<void> {
  const functions = await ensureBuilt()
  const folderServing = (kind: FunctionKind): string => builtFunctionFolder(functionServing(kind, functions).name)
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const example = join(folder, 'example')
  const warm = join(folder, 'warm')
  try {
    say('the documentation’s example, with its node_modules …')
    writeExample(ROOT, example)
    await writeWarmBundle(ROOT, functionServing('overview', functions).name, warm)
    const folders = { ours: folderServing('overview'), channels: folderServing('overviewByChannel'), example, warm }
    show(await measure(folders, rounds))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function measure(folders: Contestants & { channels: string; warm: string }, rounds: number): Promise<Line[]> {
  say('packages …')
  const packages = packageLines(measurePackage(folders.ours), measurePackage(folders.example))
  say(`${rounds} cold starts of each …`)
  const { ours, example, bareNodeMs } = await measureColdStarts(folders, rounds)
  say('warm calls …')
  const warm = await measureWarmCalls(folders.warm, 8 * rounds)
  say('all pages …')
  const pages = await measureAllPages(folders.channels, Math.ceil(rounds / 4))
  const cold = (of: (start: ColdStart) => number): [number[], number[]] => [ours.map(of), example.map(of)]
  return [
    ...packages,
    timeLine('loading index.js, ms', ...cold(({ loadMs }) => loadMs)),
    timeLine('process start to first answer, ms', ...cold(({ firstAnswerMs }) => firstAnswerMs), 0.33),
    floorLine('  of it Node alone (node -e 0), ms', bareNodeMs),
    timeLine('peak memory, MB', ...cold(({ peakBytes }) => peakBytes / 1e6), 0.68),
    timeLine('a warm call, ms (beside: bare openapi)', warm.ours, warm.bare, 1.05),
    pages === undefined
      ? missedLine('all: true, 20 pages', 'it did not give all rows')
      : timeLine('all: true, 20 pages, ms (beside: page by page)', pages.all, pages.pageByPage, 0.3),
  ]
}

function show(lines: readonly Line[]): void {
  const table = new Table({
    style: { head: [], border: [], compact: true },
    head: ['', 'ours', 'the example', 'ratio', 'target', ''],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'left'],
  })
  for (const { what, ours, example, ratio, target, reached } of lines)
    table.push([what, ours, example, ratio, target, reached === undefined ? '' : reached ? 'reached' : 'MISSED'])
  console.log(table.toString())
  if (lines.some(({ reached }) => reached === false)) process.exitCode = 1
}

void runProgram(
  new Command('bench')
    .description('Measure package, cold start, memory and overhead beside the documentation’s example.')
    .option('--rounds <n>', 'how many cold starts of each', parsePositiveNumber, 15)
    .action(bench),
)
