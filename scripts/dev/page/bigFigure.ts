import type { Change } from '../../../shared/figures/change'

/** A number over a chart. */
export interface BigFigure {
  name: string
  /** What the "?" beside it says. */
  meaning: string
  text: string
  /** What stands below it: a rate with its n. */
  note?: string
  /** Few people stand behind the note: grey. */
  small?: boolean
  change?: Change | undefined
}
