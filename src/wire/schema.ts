import { NormalizedSchema } from '@smithy/core/schema'

/**
 * The one place that reads the SDK's runtime schemas. Each operation becomes a plain tree once, at start-up;
 * codecs and validation know only this tree, so a change of the SDK's layout ends here.
 */
export type Shape = StructShape | ListShape | MapShape | ScalarShape

export interface StructShape {
  readonly kind: 'struct'
  readonly name: string
  /** In the order of the model: the order in which responses and failures are written. */
  readonly members: readonly Member[]
  readonly memberNames: ReadonlySet<string>
}

export interface Member {
  readonly name: string
  /** As it stands in queries and XML. */
  readonly wireName: string
  /** List items (or map entries) stand directly under the member's name. */
  readonly flattened: boolean
  readonly required: boolean
  readonly shape: Shape
}

export interface ListShape {
  readonly kind: 'list'
  readonly element: Shape
  /** `member` unless the model says otherwise. */
  readonly elementName: string
}

export interface MapShape {
  readonly kind: 'map'
  readonly keyName: string
  readonly valueName: string
  readonly value: Shape
}

/**
 * The schemas know one numeric type for byte, short, integer, long and float. Every number of the services
 * spoken here is a 32-bit integer, so that is how they are read.
 */
export interface ScalarShape {
  readonly kind: 'string' | 'integer' | 'boolean' | 'timestamp' | 'blob'
}

export interface OperationShape {
  readonly name: string
  readonly input: StructShape
  /** Absent: the operation answers metadata only. */
  readonly output?: StructShape
}

export interface ErrorSchema {
  readonly code: string
  readonly status: number
}

/** What stands first in the SDK's static schemas. */
const OPERATION = 9
const EXCEPTION = -3
/** The service's base exception lives under this namespace and is never on the wire. */
const SYNTHETIC_NAMESPACE = 'smithy.ts.sdk.synthetic.'

type StaticOperation = readonly [
  typeof OPERATION,
  namespace: string,
  name: string,
  traits: unknown,
  input: unknown,
  output: unknown,
]
type StaticException = readonly [
  typeof EXCEPTION,
  namespace: string,
  name: string,
  traits: { awsQueryError?: [code: string, status: number]; error?: 'client' | 'server'; httpError?: number },
]

/** Every operation of an SDK client module, by name. */
export function operationsOf(sdk: object): Map<string, OperationShape> {
  const compiled = new Map<unknown, Shape>()
  const operations = new Map<string, OperationShape>()
  for (const exported of Object.values(sdk)) {
    if (!isStatic<StaticOperation>(exported, OPERATION)) continue
    const [, , name, , input, output] = exported
    operations.set(name, {
      name,
      input: structOf(input, compiled) ?? NO_MEMBERS,
      ...optional('output', structOf(output, compiled)),
    })
  }
  return operations
}

/** Every modelled exception of an SDK client module, by class name. */
export function errorsOf(sdk: object): Map<string, ErrorSchema> {
  const errors = new Map<string, ErrorSchema>()
  for (const exported of Object.values(sdk)) {
    if (!isStatic<StaticException>(exported, EXCEPTION)) continue
    const [, namespace, name, traits] = exported
    if (namespace.startsWith(SYNTHETIC_NAMESPACE)) continue
    const { awsQueryError, error, httpError } = traits
    errors.set(name, {
      // Without the query trait the code is the shape's name:
      // https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsqueryerror-trait
      code: awsQueryError?.[0] ?? name,
      status: awsQueryError?.[1] ?? httpError ?? (error === 'server' ? 500 : 400),
    })
  }
  return errors
}

const NO_MEMBERS: StructShape = { kind: 'struct', name: 'Unit', members: [], memberNames: new Set() }

function isStatic<T extends readonly unknown[]>(value: unknown, kind: T[0]): value is T {
  return Array.isArray(value) && value[0] === kind && typeof value[2] === 'string'
}

type Ref = Parameters<typeof NormalizedSchema.of>[0]

function structOf(ref: unknown, compiled: Map<unknown, Shape>): StructShape | undefined {
  const schema = NormalizedSchema.of(ref as Ref)
  if (schema.isUnitSchema()) return undefined
  const shape = shapeOf(schema, compiled)
  if (shape.kind !== 'struct') throw new Error(`${schema.getName(true)} is not a structure`)
  return shape
}

function shapeOf(schema: NormalizedSchema, compiled: Map<unknown, Shape>): Shape {
  const key: unknown = schema.getSchema()
  const known = typeof key === 'object' ? compiled.get(key) : undefined
  if (known) return known
  if (schema.isStructSchema()) return compileStruct(schema, key, compiled)
  if (schema.isListSchema()) {
    const element = schema.getValueSchema()
    return {
      kind: 'list',
      element: shapeOf(element, compiled),
      elementName: xmlNameOf(element) ?? 'member',
    }
  }
  if (schema.isMapSchema()) {
    const value = schema.getValueSchema()
    return {
      kind: 'map',
      keyName: xmlNameOf(schema.getKeySchema()) ?? 'key',
      valueName: xmlNameOf(value) ?? 'value',
      value: shapeOf(value, compiled),
    }
  }
  return scalarOf(schema)
}

/** Registered before its members are compiled: a structure may contain itself. */
function compileStruct(schema: NormalizedSchema, key: unknown, compiled: Map<unknown, Shape>): StructShape {
  const members: Member[] = []
  const memberNames = new Set<string>()
  const shape: StructShape = { kind: 'struct', name: schema.getName() ?? '', members, memberNames }
  compiled.set(key, shape)
  // The seventh element of a structure says how many of its members are required; they stand first.
  const requiredCount = ((key as readonly unknown[])[6] as number | undefined) ?? 0
  for (const [name, member] of schema.structIterator()) {
    members.push({
      name,
      wireName: xmlNameOf(member) ?? name,
      flattened: Boolean(member.getMergedTraits().xmlFlattened),
      required: members.length < requiredCount,
      shape: shapeOf(member, compiled),
    })
    memberNames.add(name)
  }
  return shape
}

const SCALARS: readonly (readonly [kind: ScalarShape['kind'], is: (schema: NormalizedSchema) => boolean])[] =
  [
    ['string', schema => schema.isStringSchema()],
    ['integer', schema => schema.isNumericSchema()],
    ['boolean', schema => schema.isBooleanSchema()],
    ['timestamp', schema => schema.isTimestampSchema()],
    ['blob', schema => schema.isBlobSchema()],
  ]

function scalarOf(schema: NormalizedSchema): ScalarShape {
  const found = SCALARS.find(([, is]) => is(schema))
  if (!found) throw new Error(`no wire form is known for ${schema.getName(true)} (${schema.getMemberName()})`)
  return { kind: found[0] }
}

function xmlNameOf(schema: NormalizedSchema): string | undefined {
  return schema.getMergedTraits().xmlName
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]: Value })
}
