import type { Read } from './read.ts'

/** A part of what was read, as a read of its own. */
export function partOf<Whole, Part>(read: Read<Whole>, part: (whole: Whole) => Part): Read<Part> {
  return { ...read, data: read.data === undefined ? undefined : part(read.data) }
}
