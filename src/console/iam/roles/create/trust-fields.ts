import type { TrustChoice, TrustFault } from './trust-choice.ts'

/** What the fields of every kind of trusted entity need. */
export interface TrustFieldsProps {
  readonly choice: TrustChoice
  readonly onChange: (changed: Partial<TrustChoice>) => void
  /** Words of what is wrong, by field; empty until somebody has tried to go on. */
  readonly faults: Readonly<Partial<Record<keyof TrustChoice, string>>>
}

export type TrustFaults = Readonly<Partial<Record<keyof TrustChoice, TrustFault>>>
