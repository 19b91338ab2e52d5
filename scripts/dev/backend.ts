import type { ReadAnswer, ReadQuestion, State, TryAnswer, TryQuestion } from './protocol'
import type { Fault } from '../emulator/faults'
import type { CallerName } from '../lib/run/callers'

/** Where the page's figures come from. */
export interface Backend {
  state(): State
  /** @param signal ends the work when nobody waits for its answer any more */
  read(question: ReadQuestion, signal: AbortSignal): Promise<ReadAnswer>
  /** What only the emulator allows: calling functions as somebody else, and breaking things. */
  emulator?: EmulatorControls
  close(): Promise<void>
}

/** A try whose caller is one that there is. */
export interface CheckedTry extends TryQuestion {
  caller: CallerName
}

/** What can be done where WeChat is an emulator. */
export interface EmulatorControls {
  tryFunction(question: CheckedTry, signal: AbortSignal): Promise<TryAnswer>
  setFault(fault: Fault | undefined): void
}
