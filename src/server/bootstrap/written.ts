import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml'
import type { BootstrapFault, BootstrapSource, Place } from './fault.ts'

/** A YAML (or JSON) file whose values know where they stand. Faults are collected, never thrown. */
export class WrittenFile implements BootstrapSource {
  readonly file: string
  readonly faults: BootstrapFault[] = []
  readonly #document: Document.Parsed
  readonly #lines = new LineCounter()

  constructor(file: string, text: string) {
    this.file = file
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      prettyErrors: false,
      // Found by the walk, which knows their paths.
      uniqueKeys: false,
    })
    for (const { message, pos } of [...this.#document.errors, ...this.#document.warnings]) {
      this.faults.push({ path: '', message, place: this.#place(pos[0]) })
    }
  }

  get root(): WrittenValue {
    return new WrittenValue(this, '', this.#document.contents)
  }

  /** Of what is not there itself, the place of what it is missing in. */
  placeOf(path: string): Place | undefined {
    const segments = path.match(/[^.[\]]+/g) ?? []
    for (let length = segments.length; length >= 0; length--) {
      const node = this.#document.getIn(segments.slice(0, length).map(asIndex), true) as Node | undefined
      const start = node?.range?.[0]
      if (start !== undefined) return this.#place(start)
    }
    return undefined
  }

  /** What an alias (`*name`) stands for. */
  resolve(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.#document) : node
  }

  plain(node: unknown): unknown {
    return (node as Node).toJS(this.#document)
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset)
    return { line, column: col }
  }
}

function asIndex(segment: string): string | number {
  return /^\d+$/.test(segment) ? Number(segment) : segment
}

type Members<Name extends string> = Readonly<Partial<Record<Name, WrittenValue>>>

/** One value of the file. Each way of reading it notes a fault and answers something harmless when it is another. */
export class WrittenValue {
  readonly path: string
  readonly #file: WrittenFile
  readonly #node: unknown

  constructor(file: WrittenFile, path: string, node: unknown) {
    this.#file = file
    this.path = path
    this.#node = file.resolve(node)
  }

  /** `within` is the path of a part of it. */
  fault(message: string, within = ''): void {
    this.#file.faults.push({ path: within === '' ? this.path : below(this.path, within), message })
  }

  /** Members by name; unknown ones and missing ones are faults. */
  members<Required extends string, Optional extends string = never>(
    required: readonly Required[],
    optional: readonly Optional[] = [],
  ): Members<Required | Optional> {
    if (!isMap(this.#node)) {
      this.fault(`must be a mapping with ${listed([...required, ...optional])}`)
      return {} as Members<Required | Optional>
    }
    const known: readonly string[] = [...required, ...optional]
    const found: Record<string, WrittenValue> = {}
    for (const pair of this.#node.items) {
      const name = nameOf(pair)
      const member = this.#at(below(this.path, name), pair.value)
      if (!known.includes(name)) member.fault(`is not known here; known are ${listed(known)}`)
      else if (found[name]) member.fault('is there twice')
      else found[name] = member
    }
    for (const name of required) if (!found[name]) this.fault(`must have ${name}`)
    return found as Members<Required | Optional>
  }

  items(minimum = 0): readonly WrittenValue[] {
    if (!isSeq(this.#node)) {
      this.fault('must be a list')
      return []
    }
    if (this.#node.items.length < minimum) this.fault(`must list at least ${minimum}`)
    return this.#node.items.map((item, index) => this.#at(`${this.path}[${index}]`, item))
  }

  /** A non-empty text; empty after a fault. */
  text(): string {
    const value = isScalar(this.#node) ? this.#node.value : undefined
    if (typeof value === 'string' && value !== '') return value
    if (value === '') this.fault('must not be empty')
    else if (typeof value === 'number') this.fault(`must be text: put it in quotes ("${this.#asWritten()}")`)
    else this.fault('must be text')
    return ''
  }

  /** Says so, and notes no fault. */
  isFalse(): boolean {
    return isScalar(this.#node) && this.#node.value === false
  }

  /** A mapping as JSON; undefined after a fault. */
  json(): string | undefined {
    if (!isMap(this.#node)) {
      this.fault('must be a mapping')
      return undefined
    }
    for (const path of repeated(this.#node, this.path)) this.#at(path, null).fault('is there twice')
    return JSON.stringify(this.#file.plain(this.#node))
  }

  #at(path: string, node: unknown): WrittenValue {
    return new WrittenValue(this.#file, path, node)
  }

  /** A number in its own digits: 000111222333 is read as 111222333. */
  #asWritten(): string {
    return (isScalar(this.#node) && this.#node.source) || ''
  }
}

/** The paths of members whose name is there twice, however deep. */
function repeated(node: unknown, path: string): readonly string[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => repeated(item, `${path}[${index}]`))
  if (!isMap(node)) return []
  const seen = new Set<string>()
  return node.items.flatMap(pair => {
    const name = nameOf(pair)
    const own = below(path, name)
    const twice = seen.has(name) ? [own] : []
    seen.add(name)
    return [...twice, ...repeated(pair.value, own)]
  })
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function nameOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key)
}

function listed(names: readonly string[]): string {
  return names.join(', ')
}
