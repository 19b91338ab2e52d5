import type { ReadAnswer, ReadQuestion, State, TryAnswer, TryQuestion } from './protocol'
import type { Fault } from '../emulator/faults'

/** Where the page's figures come from. */
export interface Backend {
  state(): State
  read(question: ReadQuestion): Promise<ReadAnswer>
  /** What only the emulator allows: calling functions as somebody else, and breaking things. */
  lab?: Lab
  close(): Promise<void>
}

export interface Lab {
  tryFunction(question: TryQuestion): Promise<TryAnswer>
  setFault(fault: Fault | undefined): void
}
