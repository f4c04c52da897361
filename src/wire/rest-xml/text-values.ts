import type { ScalarShape } from '../schema.ts'

/** A value as text, in a header, a query or an element, became one of its shape; undefined when it is none. */
export function readScalar(text: string, shape: ScalarShape): unknown {
  return readers[shape.kind](text)
}

const INTEGER = /^-?\d{1,16}$/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const ISO_8601 = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))?$/
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*, /
const EPOCH = /^\d{1,12}(?:\.\d{1,9})?$/

const readers: Readonly<Record<ScalarShape['kind'], (text: string) => unknown>> = {
  string: text => text,
  integer: text => {
    const value = INTEGER.test(text.trim()) ? Number(text) : Number.NaN
    return Number.isSafeInteger(value) ? value : undefined
  },
  boolean: text => ({ true: true, false: false })[text.trim().toLowerCase()],
  timestamp: text => {
    const trimmed = text.trim()
    if (EPOCH.test(trimmed)) return new Date(Number(trimmed) * 1000)
    const date = new Date(ISO_8601.test(trimmed) || HTTP_DATE.test(trimmed) ? trimmed : Number.NaN)
    return Number.isNaN(date.getTime()) ? undefined : date
  },
  blob: text => (BASE64.test(text) ? new Uint8Array(Buffer.from(text, 'base64')) : undefined),
}

/** Whole seconds, but with milliseconds: `2026-01-02T03:04:05.000Z`, as S3 writes times in documents. */
function dateTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}.000Z`
}

/** A value as text. `format` is that of the place, where the shape fixes none. */
export function writeScalar(
  value: unknown,
  shape: ScalarShape,
  format: 'date-time' | 'http-date',
  path: string,
): string {
  const { kind } = shape
  if (kind === 'string' && typeof value === 'string') return value
  if (kind === 'integer' && Number.isSafeInteger(value)) return String(value)
  if (kind === 'boolean' && typeof value === 'boolean') return String(value)
  if (kind === 'blob' && value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (kind === 'timestamp' && value instanceof Date) return timestamp(value, shape.format ?? format)
  throw new TypeError(`${path} is not a ${kind}`)
}

function timestamp(date: Date, format: NonNullable<ScalarShape['format']>): string {
  if (format === 'http-date') return date.toUTCString()
  return format === 'date-time' ? dateTime(date) : String(Math.floor(date.getTime() / 1000))
}
