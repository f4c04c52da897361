import { NormalizedSchema } from '@smithy/core/schema'

/**
 * The one place that reads the SDK's runtime schemas. Each operation becomes a plain tree once, at start-up;
 * codecs and validation know only this tree, so a change of the SDK's layout ends here.
 */
export type Shape = StructShape | ListShape | MapShape | ScalarShape

export interface StructShape {
  readonly kind: 'struct'
  readonly name: string
  /** What the model has its element called where that is not its own name. */
  readonly xmlName?: string
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
  /** Where HTTP carries it, for the protocols that put members into more than the body; absent: in the body. */
  readonly binding?: Binding
  readonly shape: Shape
}

/** https://smithy.io/2.0/spec/http-bindings.html */
export type Binding =
  | { readonly in: 'label' | 'payload' }
  | { readonly in: 'query' | 'header' | 'prefix-headers'; readonly name: string }
  /** An attribute of the element, not an element of its own. */
  | { readonly in: 'attribute' }

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
  /** Of a timestamp whose form the model fixes; each protocol and place has its own otherwise. */
  readonly format?: 'date-time' | 'http-date' | 'epoch-seconds'
  /** Of a blob that is sent as it comes, never held whole. */
  readonly streaming?: true
}

export interface OperationShape {
  readonly name: string
  readonly input: StructShape
  /** Absent: the operation answers metadata only. */
  readonly output?: StructShape
  /** For the protocols that name operations by method and path. */
  readonly http?: HttpTrait
  /** Checksum headers of its requests are about their bodies. */
  readonly bodyChecksum?: true
}

/** https://smithy.io/2.0/spec/http-bindings.html#http-trait */
export interface HttpTrait {
  readonly method: string
  /** e.g. `/{Key+}?uploads`: S3's are below a bucket. */
  readonly uri: string
  readonly status: number
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
  traits:
    | {
        readonly http?: readonly [method: string, uri: string, status: number]
        readonly httpChecksum?: string
      }
    | number,
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
    const [, , name, traits, input, output] = exported
    operations.set(name, {
      name,
      input: structOf(input, compiled) ?? NO_MEMBERS,
      ...optional('output', structOf(output, compiled)),
      ...optional('http', httpTraitOf(traits)),
      ...(typeof traits === 'object' && traits.httpChecksum !== undefined && { bodyChecksum: true as const }),
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

function httpTraitOf(traits: StaticOperation[3]): HttpTrait | undefined {
  if (typeof traits !== 'object' || !traits.http) return undefined
  const [method, uri, status] = traits.http
  return { method, uri, status }
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
  const shape: StructShape = {
    kind: 'struct',
    name: schema.getName() ?? '',
    ...optional('xmlName', ownXmlNameOf(key)),
    members,
    memberNames,
  }
  compiled.set(key, shape)
  // The seventh element of a structure says how many of its members are required; they stand first.
  const requiredCount = ((key as readonly unknown[])[6] as number | undefined) ?? 0
  for (const [name, member] of schema.structIterator()) {
    members.push({
      name,
      wireName: xmlNameOf(member) ?? name,
      flattened: Boolean(member.getMergedTraits().xmlFlattened),
      required: members.length < requiredCount,
      ...optional('binding', bindingOf(member)),
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
  return {
    kind: found[0],
    ...optional('format', found[0] === 'timestamp' ? timestampFormats.get(schema.getSchema()) : undefined),
    ...(schema.isStreaming() && { streaming: true }),
  }
}

/** As the SDK numbers them; another number leaves it to the protocol. */
const timestampFormats: ReadonlyMap<unknown, ScalarShape['format']> = new Map([
  [5, 'date-time'],
  [6, 'http-date'],
  [7, 'epoch-seconds'],
])

function bindingOf(schema: NormalizedSchema): Binding | undefined {
  const traits = schema.getMergedTraits()
  if (traits.httpLabel) return { in: 'label' }
  if (traits.httpPayload) return { in: 'payload' }
  if (traits.xmlAttribute) return { in: 'attribute' }
  if (traits.httpQuery !== undefined) return { in: 'query', name: traits.httpQuery }
  if (traits.httpHeader !== undefined) return { in: 'header', name: traits.httpHeader.toLowerCase() }
  if (traits.httpPrefixHeaders !== undefined) return { in: 'prefix-headers', name: traits.httpPrefixHeaders }
  return undefined
}

function xmlNameOf(schema: NormalizedSchema): string | undefined {
  return schema.getMergedTraits().xmlName
}

/** Of the structure itself, not of the member it was reached by. */
function ownXmlNameOf(key: unknown): string | undefined {
  const traits = (key as readonly unknown[])[3] as { readonly xmlName?: string } | number | undefined
  return typeof traits === 'object' ? traits.xmlName : undefined
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]: Value })
}
