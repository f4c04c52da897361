import type { ConstraintData, ShapeData } from '../../../../src/wire/constraint-data.ts'
import type { OperationShape, Shape, StructShape } from '../../../../src/wire/schema.ts'
import { textOf } from './texts.ts'

/** Parameters of the query protocol by name, with the values as they are before they are encoded. */
export type Parameters = ReadonlyMap<string, string>

/** One place of an operation's input. */
export interface Site {
  /** As messages spell it: `tags.1.member.key`. */
  readonly path: string
  /** As the wire names it: `Tags.member.1.Key`. */
  readonly name: string
  readonly shape: Shape
  readonly demands: ShapeData
  readonly required: boolean
  /** The operation with everything it requires, this place included. */
  readonly scene: Parameters
}

export interface Input {
  readonly minimal: Parameters
  readonly sites: readonly Site[]
}

/** Every place of an operation's input, lists with their first item, in the order of the model. */
export function inputOf({ name, input }: OperationShape, data: ConstraintData): Input {
  const walk = new Walk(data)
  const minimal = new Map<string, string>()
  walk.fillStruct(minimal, '', input, data.operations[name])
  return { minimal, sites: walk.sites('', '', input, data.operations[name], minimal) }
}

const entryKey = 'a'

class Walk {
  readonly #data: ConstraintData

  constructor(data: ConstraintData) {
    this.#data = data
  }

  sites(
    path: string,
    prefix: string,
    struct: StructShape,
    named: string | undefined,
    scene: Parameters,
  ): Site[] {
    return this.#members(struct, named).flatMap(({ member, shape: of, required }) => {
      const name = prefix + member.wireName
      const spelling = member.name.slice(0, 1).toLowerCase() + member.name.slice(1)
      const at = path === '' ? spelling : `${path}.${spelling}`
      return this.#sitesAt(at, name, member.shape, of, required, scene)
    })
  }

  #sitesAt(
    path: string,
    name: string,
    shape: Shape,
    named: string | undefined,
    required: boolean,
    around: Parameters,
  ): Site[] {
    const demands = this.#demands(named)
    const scene = new Map(around)
    this.#fill(scene, name, shape, named)
    const site: Site = { path, name, shape, demands, required, scene }
    if (shape.kind === 'struct') return [site, ...this.sites(path, `${name}.`, shape, named, scene)]
    if (shape.kind === 'map') {
      const value = `${name}.entry.1.${shape.valueName}`
      return [
        site,
        ...this.#sitesAt(`${path}.${entryKey}.member`, value, shape.value, demands.value, false, scene),
      ]
    }
    if (shape.kind !== 'list') return [site]
    const item = `${name}.${shape.elementName}.1`
    return [site, ...this.#sitesAt(`${path}.1.member`, item, shape.element, demands.element, false, scene)]
  }

  fillStruct(
    into: Map<string, string>,
    prefix: string,
    struct: StructShape,
    named: string | undefined,
  ): void {
    for (const { member, shape, required } of this.#members(struct, named)) {
      if (required) this.#fill(into, prefix + member.wireName, member.shape, shape)
    }
  }

  #fill(into: Map<string, string>, name: string, shape: Shape, named: string | undefined): void {
    const demands = this.#demands(named)
    if (shape.kind === 'struct') {
      // One without required members has to be there all the same.
      const before = into.size
      this.fillStruct(into, `${name}.`, shape, named)
      if (into.size === before) into.set(name, '')
    } else if (shape.kind === 'list') {
      this.#fill(into, `${name}.${shape.elementName}.1`, shape.element, demands.element)
    } else if (shape.kind === 'map') {
      into.set(`${name}.entry.1.${shape.keyName}`, entryKey)
      this.#fill(into, `${name}.entry.1.${shape.valueName}`, shape.value, demands.value)
    } else into.set(name, validValue(shape.kind, demands))
  }

  /** In the order of the model; what the data does not know stands last. */
  #members(struct: StructShape, named: string | undefined) {
    const demanded = this.#demands(named).members ?? {}
    const order = Object.keys(demanded)
    const rank = (name: string) => order.indexOf(name) + 1 || order.length + 1
    return struct.members
      .map(member => ({
        member,
        shape: demanded[member.name]?.shape,
        required: member.required || demanded[member.name]?.required === true,
      }))
      .sort((a, b) => rank(a.member.name) - rank(b.member.name))
  }

  #demands(named: string | undefined): ShapeData {
    return (named === undefined ? undefined : this.#data.shapes[named]) ?? {}
  }
}

/** The shortest and smallest that everything allows. */
function validValue(kind: Shape['kind'], { enum: values, pattern, min = 0, max }: ShapeData): string {
  if (values) return values[0] as string
  if (kind === 'integer') return String(min)
  if (kind === 'boolean') return 'true'
  if (kind === 'timestamp') return '2026-01-02T03:04:05Z'
  if (kind === 'blob') return Buffer.from('blob').toString('base64')
  for (let length = Math.max(1, min); length <= (max ?? 64); length += 1) {
    const text = textOf(pattern, length)
    if (text !== undefined) return text
  }
  throw new Error(`no text is known that keeps the pattern ${pattern}`)
}
