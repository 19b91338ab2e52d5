import * as v from 'valibot'
import { FUNCTION_KINDS } from '../lib/functionKinds'
import { FAULT_NAMES } from '../emulator/faults'

const name = v.picklist(FUNCTION_KINDS)

/** What each endpoint of the API takes; a question that is none of these is answered with 400. */
export const READ_QUESTION = v.object({ name, event: v.unknown() })

export const TRY_QUESTION = v.object({
  name,
  event: v.unknown(),
  caller: v.variant('kind', [
    v.object({ kind: v.literal('console') }),
    v.object({ kind: v.literal('user'), openid: v.pipe(v.string(), v.regex(/\S/, 'the OPENID is empty')) }),
    v.object({ kind: v.literal('http') }),
  ]),
  allowedOpenids: v.string(),
})

export const FAULT_QUESTION = v.object({ fault: v.nullable(v.picklist(FAULT_NAMES)) })

export const CSV_QUESTION = v.object({
  dataColumn: v.array(v.object({ colId: v.string(), colName: v.string(), colDataType: v.string() })),
  dataValue: v.array(v.object({ dataValue: v.array(v.string()) })),
})
