/** Something that is not as it was written, and where. */
export interface Finding {
  readonly problem: 'altered' | 'missing' | 'reordered' | 'truncated' | 'set aside'
  /** Name of a file of the directory, or `history`. */
  readonly file: string
  /** Line of the file, from 1. */
  readonly line?: number
  /** The numbers of the events that it is about. */
  readonly sequences?: readonly [first: number, last: number]
  readonly message: string
}
