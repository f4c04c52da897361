import { S3Fault } from '../../wire/s3/fault.ts'

/** Bytes from `start` up to `end`, which is not among them. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * `bytes=0-9`, `bytes=5-`, `bytes=-3`. Undefined for what is no single range: S3 then answers the whole object.
 * https://www.rfc-editor.org/rfc/rfc9110#section-14.1.2
 */
export function readRange(header: string | undefined, bytes: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first === '') {
    if (Number(last) === 0) throw invalidRange(header ?? '', bytes)
    // The last bytes of nothing are nothing, as a whole: recorded by others.
    if (bytes === 0) return undefined
    return { start: Math.max(0, bytes - Number(last)), end: bytes }
  }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return undefined
  if (start >= bytes) throw invalidRange(header ?? '', bytes)
  return { start, end: last === '' ? bytes : Math.min(bytes, Number(last) + 1) }
}

export function contentRange({ start, end }: ByteRange, bytes: number): string {
  return `bytes ${start}-${end - 1}/${bytes}`
}

function invalidRange(requested: string, bytes: number): S3Fault {
  return new S3Fault('InvalidRange', 416, 'The requested range is not satisfiable', {
    members: { RangeRequested: requested, ActualObjectSize: String(bytes) },
    headers: { 'content-range': `bytes */${bytes}` },
  })
}
