import type { ListShape, MapShape, Shape, StructShape } from '../schema.ts'

/** In what services that write JSON differ. */
export interface JsonStyle {
  /** A member without a value is left out, or stands there as `null`. */
  readonly absent: 'left out' | 'null'
  /** Seconds since 1970. */
  readonly seconds: (date: Date) => number
}

type Writer<S extends Shape> = (value: unknown, shape: S, path: string) => unknown
type Writers = { readonly [Kind in Shape['kind']]: Writer<Extract<Shape, { kind: Kind }>> }

/** A value of a shape as the value for JSON. One of another type is a programming error and throws. */
export function jsonValues({ absent, seconds }: JsonStyle): Writer<Shape> {
  /** Shape kind → how its value is written. */
  const writers: Writers = {
    struct: writeStruct,
    list: writeList,
    map: writeMap,
    string: (value, _, path) => (typeof value === 'string' ? value : mistyped(path, 'a string')),
    integer: (value, _, path) => (Number.isSafeInteger(value) ? value : mistyped(path, 'an integer')),
    boolean: (value, _, path) => (typeof value === 'boolean' ? value : mistyped(path, 'a boolean')),
    timestamp: (value, _, path) => (value instanceof Date ? seconds(value) : mistyped(path, 'a date')),
    blob: (value, _, path) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : mistyped(path, 'bytes'),
  }

  function write(value: unknown, shape: Shape, path: string): unknown {
    return (writers[shape.kind] as Writer<Shape>)(value, shape, path)
  }

  function writeStruct(value: unknown, shape: StructShape, path: string): object {
    if (typeof value !== 'object' || value === null) return mistyped(path, 'a structure')
    const struct = value as Record<string, unknown>
    for (const name of Object.keys(struct)) {
      if (!shape.memberNames.has(name)) throw new TypeError(`${path} has no member ${name}`)
    }
    const written: Record<string, unknown> = {}
    for (const { name, shape: member } of shape.members) {
      const content = struct[name]
      if (content !== undefined && content !== null) written[name] = write(content, member, `${path}.${name}`)
      else if (absent === 'null') written[name] = null
    }
    return written
  }

  function writeList(value: unknown, { element }: ListShape, path: string): unknown[] {
    if (!Array.isArray(value)) return mistyped(path, 'a list')
    return value.map(item => write(item, element, path))
  }

  function writeMap(value: unknown, { value: entry }: MapShape, path: string): object {
    if (typeof value !== 'object' || value === null) return mistyped(path, 'a map')
    const written: Record<string, unknown> = Object.create(null)
    for (const [key, item] of Object.entries(value)) {
      if (item !== undefined && item !== null) written[key] = write(item, entry, path)
    }
    return written
  }

  return write
}

function mistyped(path: string, expected: string): never {
  throw new TypeError(`${path} is not ${expected}`)
}
