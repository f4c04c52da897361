import type { OperationShape, StructShape } from '../schema.ts'

/** What a request says of the operation it means, beside its method. */
export interface Address {
  readonly method: string
  /** The bucket, and the key in it: how deep the request reaches. */
  readonly bucket?: string
  readonly key?: string
  readonly query: ReadonlyMap<string, string>
  readonly headers: Readonly<Record<string, string | undefined>>
}

type Depth = 'service' | 'bucket' | 'key'

/** An operation as a request must ask for it. */
interface Route {
  readonly shape: OperationShape
  /** `?uploads`, `?list-type=2`; a value of `''` stands for any. */
  readonly subresources: readonly (readonly [name: string, value: string])[]
  /** Members that must be there, where they stand in query or headers: what tells CopyObject from PutObject. */
  readonly queries: readonly string[]
  readonly headers: readonly string[]
}

export type Found = { readonly shape: OperationShape } | { readonly refused: 'method' }

/**
 * Finds operations by method, depth and query. Several fit where one asks for more than the other: the one that asks
 * for most is meant. Unknown queries are ignored, as S3 ignores them; the name of a subresource that the method does
 * not have is refused, so that `DELETE /bucket?versioning` never means DeleteBucket.
 */
export class Routes {
  readonly #routes = new Map<string, Route[]>()
  readonly #subresources = new Map<Depth, Set<string>>()

  constructor(shapes: Iterable<OperationShape>) {
    for (const shape of shapes) this.#add(shape)
    for (const routes of this.#routes.values()) routes.sort((a, b) => demandsOf(b) - demandsOf(a))
  }

  find(address: Address): Found {
    const depth = address.key !== undefined ? 'key' : address.bucket !== undefined ? 'bucket' : 'service'
    const fitting = (this.#routes.get(`${address.method} ${depth}`) ?? []).filter(route =>
      fits(route, address),
    )
    const [first] = fitting
    if (!first) return { refused: 'method' }
    const most = fitting.filter(route => demandsOf(route) === demandsOf(first))
    // Some operations differ in nothing but the name that SDKs put into the query.
    const named = most.find(({ shape }) => shape.name === address.query.get('x-id')) ?? first
    const asked = named.subresources.map(([name]) => name)
    const known = this.#subresources.get(depth) ?? new Set()
    const stray = [...address.query.keys()].some(name => known.has(name) && !asked.includes(name))
    return stray ? { refused: 'method' } : { shape: named.shape }
  }

  /** Whether a name in the query tells operations apart. */
  isSubresource(name: string): boolean {
    return [...this.#subresources.values()].some(names => names.has(name))
  }

  #add(shape: OperationShape): void {
    const { http, input } = shape
    if (!http) return
    const [path = '', query = ''] = http.uri.split('?')
    const depth = depthOf(path, input)
    if (!depth) return
    const parameters = query === '' ? [] : query.split('&').map(pair => pair.split('=') as [string, string?])
    const subresources = parameters
      .filter(([name]) => name !== 'x-id')
      .map(([name, value = '']) => [name, value] as const)
    const known = this.#subresources.get(depth) ?? new Set()
    for (const [name] of subresources) known.add(name)
    this.#subresources.set(depth, known)
    const required = input.members.filter(member => member.required).map(({ binding }) => binding)
    const names = (place: 'query' | 'header') =>
      required.flatMap(binding => (binding?.in === place ? [binding.name] : []))
    const key = `${http.method} ${depth}`
    const routes = this.#routes.get(key) ?? []
    routes.push({ shape, subresources, queries: names('query'), headers: names('header') })
    this.#routes.set(key, routes)
  }
}

/** Undefined for what has a place of its own, as WriteGetObjectResponse. */
function depthOf(path: string, input: StructShape): Depth | undefined {
  if (path === '/{Key+}') return 'key'
  if (path !== '/') return undefined
  return input.memberNames.has('Bucket') ? 'bucket' : 'service'
}

function fits({ subresources, queries, headers }: Route, address: Address): boolean {
  return (
    subresources.every(([name, value]) => {
      const given = address.query.get(name)
      return given !== undefined && (value === '' || given === value)
    }) &&
    queries.every(name => address.query.has(name)) &&
    headers.every(name => address.headers[name] !== undefined)
  )
}

function demandsOf({ subresources, queries, headers }: Route): number {
  return subresources.length + queries.length + headers.length
}
