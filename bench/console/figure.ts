import type { Figure } from '../main.ts'

/** What else is to be known of a figure. */
export interface Bounds {
  /** The most it may be. */
  readonly most?: number
  readonly note?: string
}

export function figure(
  name: string,
  value: number,
  unit: string,
  reference: number,
  { most, note }: Bounds,
): Figure {
  const notes = [note, most !== undefined && `may be ${most} ${unit} at the most`].filter(Boolean)
  return { name, value, unit, reference, ratio: value / reference, note: notes.join('; ') }
}
