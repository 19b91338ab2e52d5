import { shorten } from '../errors'
import { isRecord } from '../isRecord'
import { meantKey, type Vocabulary } from './meantKey'

/** What the platform puts into events of its own accord. */
const PLATFORM_KEYS: readonly string[] = ['userInfo', 'tcbContext', 'Type', 'TriggerName', 'Time', 'Message']
/** Realtime has none of these. */
const PAGING: readonly string[] = ['pageOffset', 'pageLimit', 'all']
/** What an event brings is cut where it gets long. */
const LONGEST_KEY = 100

/** Which keys there are. */
export interface KnownKeys {
  /** The function that reads the event. */
  kind: string
  /** The paths that each function takes: `beginDate`, `condition.activityId`, … */
  paths: Readonly<Record<string, readonly string[]>>
  vocabulary: Vocabulary
}

/** What the keys of an event say. */
export interface ReadKeys {
  faults: string[]
  /** The event with the keys that were meant, so that their values are checked in the same go. */
  corrected: Record<string, unknown>
  /** The path as it was written, by the path that was meant. */
  writtenAs: Map<string, string>
  ignored: string[]
}

/**
 * Reads the keys of an event. One that is not this function's and resembles a key of any function is a fault, and so is any
 * that is not this function's inside of condition, where the platform puts nothing; what is left is ignored.
 */
export function readKeys(event: Record<string, unknown>, known: KnownKeys): ReadKeys {
  const takes = pathsOf(known)
  const read: ReadKeys = { faults: [], corrected: { ...event }, writtenAs: new Map(), ignored: [] }
  for (const field of fieldsOf(event)) {
    const { level, key, path, value } = field
    if (value === undefined || takes.includes(path) || (level === 'event' && PLATFORM_KEYS.includes(key))) continue
    const meant = isTakenSomewhere(path, known) ? path : meantKey(key, known.vocabulary)
    if (meant === undefined && level === 'event') {
      read.ignored.push(shorten(key, LONGEST_KEY))
      continue
    }
    read.faults.push(explainKey(known, field, meant))
    if (meant === undefined || !takes.includes(meant) || COUNTED_OTHERWISE.test(key)) continue
    setIfAbsent(read.corrected, meant, value)
    read.writtenAs.set(meant, written(field))
  }
  return read
}

function pathsOf({ kind, paths }: KnownKeys): readonly string[] {
  return paths[kind] ?? []
}

function isTakenSomewhere(path: string, { paths }: KnownKeys): boolean {
  return Object.values(paths).some(taken => taken.includes(path))
}

/** Pages, where WeChat counts rows: the value says nothing of the one that is meant. */
const COUNTED_OTHERWISE = /page(?:no|num|number|index)?$/i

/** @param meant the path that was meant; `undefined` for a key of the condition that resembles none */
function explainKey(known: KnownKeys, field: Field, meant: string | undefined): string {
  const { kind, paths } = known
  const takes = pathsOf(known)
  const key = shorten(written(field), LONGEST_KEY)
  const inCondition = takes.filter(path => path.startsWith('condition.')).map(lastOf)
  const only = field.level === 'event' ? 'leave it out' : `expected only ${inCondition.join(', ')}`
  if (meant === undefined) return `${kind} takes no ${key}: ${only}`
  if (meant.split(' and ').every(each => takes.includes(each))) return `${key} ${whereItBelongs(field, meant)}`
  if (PAGING.includes(meant)) return `${kind} takes no ${key}: it has no pages, leave it out`
  const others = Object.keys(paths).filter(other => paths[other]?.includes(meant))
  return `${kind} takes no ${key}: ${only} (${lastOf(meant)} is for ${others.join(' and ')})`
}

function whereItBelongs({ level, key }: Field, meant: string): string {
  const belongs = meant.startsWith('condition.') ? 'condition' : 'event'
  const place = `${belongs === 'condition' ? 'into' : 'beside'} condition, as ${meant}`
  if (level !== belongs && key === lastOf(meant)) return `belongs ${place}`
  const question = `is not a key of the ${level}: did you mean ${lastOf(meant)}?`
  return level === belongs ? question : `${question} It belongs ${place}`
}

function setIfAbsent(event: Record<string, unknown>, path: string, value: unknown): void {
  const key = lastOf(path)
  if (key === path) event[key] ??= value
  else if (event['condition'] === undefined) event['condition'] = { [key]: value }
  else if (isRecord(event['condition'])) event['condition'] = { [key]: value, ...event['condition'] }
}

/** A key of the event and its value. */
interface Field {
  level: 'event' | 'condition'
  key: string
  /** `condition.activityId`, or the key alone at the top; a dotted key at the top is no path. */
  path: string
  value: unknown
}

function fieldsOf(event: Record<string, unknown>): Field[] {
  const condition = isRecord(event['condition']) ? Object.entries(event['condition']) : []
  return [
    ...Object.entries(event).map(([key, value]) => ({
      level: 'event' as const,
      key,
      path: key.includes('.') ? '' : key,
      value,
    })),
    ...condition.map(([key, value]) => ({ level: 'condition' as const, key, path: `condition.${key}`, value })),
  ]
}

function written({ level, key }: Field): string {
  return level === 'event' ? key : `condition.${key}`
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}
