import { NO_DATA } from '../../shared/errors'
import { isRecord } from '../../shared/isRecord'
import { formatTable, toPrintable } from '../lib/printTable'

/** What a function returned, or why it returned nothing. */
export type Outcome = { json: string; result: unknown; ms: number } | { explanation: string }

/**
 * Prints the outcome of a call: with `json` the result and nothing else on stdout, else a table with what is left of the
 * result beside it, and the time taken.
 *
 * @returns the exit code: 0 for a result (10011, "no data", included), 1 for an error
 */
export function printResult(outcome: Outcome, json: boolean): number {
  if ('explanation' in outcome) {
    if (json) process.stderr.write(`${outcome.explanation}\n`)
    else console.log(outcome.explanation)
    return 1
  }
  if (json) process.stdout.write(`${outcome.json}\n`)
  else printForPeople(outcome)
  return exitCodeOf(outcome.result)
}

function printForPeople({ result, ms }: { result: unknown; ms: number }): void {
  const table = toPrintable(result)
  if (table !== undefined) console.log(formatTable(table))
  console.log(JSON.stringify(besideTable(result), undefined, 2))
  console.log(`${Math.round(ms)} ms`)
}

/** What is left of a result beside its table. */
function besideTable(result: unknown): unknown {
  if (!isRecord(result)) return result
  const inTable = ['dataColumn', 'dataValue', 'columns', 'rows']
  return Object.fromEntries(Object.entries(result).filter(([key]) => !inTable.includes(key)))
}

function exitCodeOf(result: unknown): number {
  const errCode = isRecord(result) ? result['errCode'] : undefined
  return errCode === 0 || errCode === NO_DATA ? 0 : 1
}
