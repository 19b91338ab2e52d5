import * as v from 'valibot'
import { FUNCTION_KINDS } from '../lib/functionKinds'
import { FAULT_NAMES } from '../emulator/faults'
import { CALLER_NAMES } from '../lib/run/callers'

const name = v.picklist(FUNCTION_KINDS)

/** What each endpoint of the API takes; a question that is none of these is answered with 400. */
export const READ_QUESTION = v.object({ name, event: v.unknown() })

export const TRY_QUESTION = v.object({
  name,
  event: v.unknown(),
  caller: v.picklist(CALLER_NAMES),
  openid: v.string(),
  allowedOpenids: v.string(),
})

export const FAULT_QUESTION = v.object({ fault: v.nullable(v.picklist(FAULT_NAMES)) })
