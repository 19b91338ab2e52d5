import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { isRecord } from '../../shared/isRecord'
import { sourceMapFile } from '../lib/build/builtFiles'
import { recordedFunctions } from '../lib/build/buildStamp'
import { LAZY_PART_SOURCE } from '../lib/build/lazySdk/lazyPart'
import { readTextFile } from '../lib/textFile'

/** Source maps by what they are of: functions' names, and LAZY_PART_SOURCE. */
export type SourceMaps = ReadonlyMap<string, TraceMap>

/**
 * The source maps of the build in `root`.
 *
 * @throws when there is none
 */
export function readSourceMaps(root: string): SourceMaps {
  const sources = [...recordedFunctions(root).map(({ name }) => name), LAZY_PART_SOURCE]
  if (sources.length === 1 || sources.some(source => !existsSync(join(root, sourceMapFile(source)))))
    throw new Error('there is no build with source maps; run: npm run build')
  return new Map(sources.map(source => [source, new TraceMap(readTextFile(join(root, sourceMapFile(source))))]))
}

/** A position in a built file, with whatever path the machine that it ran on put before it. */
const POSITION = /(?:file:\/\/)?[^\s"'()]*?(?<![\w.-])(index\.js|wx-server-sdk\.lazy\.js):(\d+):(\d+)/g

/**
 * A line of a stack, or of the log, in which each position in a built file is that in its source. Names of functions stay as
 * they are: short.
 *
 * @param name the function that it is from; without it, the one that a line of the log names itself
 * @throws when it matters which function it is from, and nothing says so
 */
export function toOriginalPositions(line: string, maps: SourceMaps, name?: string): string {
  const { text, from } = readLine(line)
  return text.replace(POSITION, (position, file: string, lineNumber: string, column: string) => {
    const candidates = file === LAZY_PART_SOURCE ? [LAZY_PART_SOURCE] : candidatesOf(maps, name ?? from)
    const found = new Set(candidates.map(each => lookUp(maps.get(each), Number(lineNumber), Number(column))))
    if (found.size > 1)
      throw new Error(
        `${position} is another place in each function; say which: npm run -s unminify -- ${candidates[0] ?? ''}`,
      )
    const [original] = found
    return original ?? position
  })
}

/** A line of the log is JSON: its stack is put on lines of its own. */
function readLine(line: string): { text: string; from?: string } {
  const start = line.indexOf('{')
  const logged = start === -1 ? undefined : parseObject(line.slice(start))
  if (logged === undefined || typeof logged['error'] !== 'string') return { text: line }
  const { error, ...rest } = logged
  const text = `${line.slice(0, start)}${JSON.stringify(rest)}\n${error}`
  return typeof logged['function'] === 'string' ? { text, from: logged['function'] } : { text }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined // a line of something else
  }
}

function candidatesOf(maps: SourceMaps, name: string | undefined): string[] {
  const names = [...maps.keys()].filter(each => each !== LAZY_PART_SOURCE)
  return name !== undefined && names.includes(name) ? [name] : names
}

/** V8 counts columns from 1, maps from 0. `undefined` where the build put in code of its own. */
function lookUp(map: TraceMap | undefined, line: number, column: number): string | undefined {
  if (map === undefined) return undefined
  const original = originalPositionFor(map, { line, column: column - 1 })
  return original.source === null ? undefined : `${original.source}:${original.line}:${original.column + 1}`
}
