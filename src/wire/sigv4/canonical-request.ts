import { hash } from 'node:crypto'
import { commonError } from '../errors.ts'
import type { HttpRequest } from '../http.ts'
import { decodeFormText } from '../query/form.ts'
import type { Signature } from './signature.ts'

/** What a service makes of path and payload before they are signed. */
export interface CanonicalRules {
  /** S3 encodes the path once and leaves its dots and slashes; everyone else normalises it and encodes it once more. */
  readonly path: 'normalized' | 'as-sent'
  /** S3 lets the signer leave the body out of the signature. */
  readonly unsignedPayload: boolean
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request */
export function canonicalRequest(request: HttpRequest, signature: Signature, rules: CanonicalRules): string {
  const signedHeaders = inOrder(signature.signedHeaders)
  let canonical = `${request.method}\n${canonicalPath(request.path, rules)}\n${canonicalQuery(request.query)}\n`
  for (const name of signedHeaders)
    canonical += `${name}:${canonicalHeader(signedValue(request, signature, name))}\n`
  return `${canonical}\n${signedHeaders.join(';')}\n${payloadHash(request, signature, rules)}`
}

const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD'

/** The hash is of the body that came; what the sender says of it must be the same. */
function payloadHash(request: HttpRequest, { form }: Signature, rules: CanonicalRules): string {
  const stated = request.headers['x-amz-content-sha256']
  if (rules.unsignedPayload && (stated === UNSIGNED_PAYLOAD || (form === 'query' && stated === undefined))) {
    return UNSIGNED_PAYLOAD
  }
  // Whoever reads the content holds it against what is stated, and the signature covers what is stated.
  if (rules.unsignedPayload && request.content && stated !== undefined) return stated
  const actual = request.body.byteLength === 0 ? EMPTY_HASH : hash('sha256', request.body, 'hex')
  if (stated !== undefined && stated !== actual) throw commonError('SignatureDoesNotMatch')
  return actual
}

/** Sorted and lower-case whatever the sender wrote, as AWS builds it: a signer that did not sort does not match. */
function inOrder(names: readonly string[]): readonly string[] {
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string
    if (name !== name.toLowerCase() || (i > 0 && (names[i - 1] as string) >= name)) {
      return [...new Set(names.map(each => each.toLowerCase()))].sort()
    }
  }
  return names
}

/** Some signers put a header into the query of a URL, and name it among the signed headers nevertheless. */
function signedValue({ headers, query }: HttpRequest, { form }: Signature, name: string): string | undefined {
  const value = headers[name]
  if (value !== undefined || form === 'header' || !name.startsWith('x-amz-')) return value
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=')
    const parameter = decodeFormText(equals === -1 ? pair : pair.slice(0, equals))
    if (parameter.toLowerCase() === name) return equals === -1 ? '' : decodeFormText(pair.slice(equals + 1))
  }
  return undefined
}

const SPACES = /\s{2,}|[\t\r\n]/

function canonicalHeader(value: string | undefined): string {
  const trimmed = (value ?? '').trim()
  return SPACES.test(trimmed) ? trimmed.replaceAll(/\s+/g, ' ') : trimmed
}

function canonicalPath(path: string, rules: CanonicalRules): string {
  if (path === '/' || path === '') return '/'
  if (rules.path === 'as-sent') return path.replaceAll(/%2f/gi, '/').split('/').map(encodedOnce).join('/')
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(encode(segment))
  }
  const trailingSlash = segments.length > 0 && /\/\.{0,2}$/.test(path) ? '/' : ''
  return `/${segments.join('/')}${trailingSlash}`
}

/**
 * Every parameter, decoded as the decoder reads it (a plus sign is a space) and encoded by the rules of the
 * signature: so what is signed is what will be understood. The signature itself is not part of it.
 */
export function canonicalQuery(query: string): string {
  if (query === '') return ''
  const pairs: [name: string, value: string][] = []
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = reencode(equals === -1 ? pair : pair.slice(0, equals))
    if (name !== 'X-Amz-Signature') pairs.push([name, equals === -1 ? '' : reencode(pair.slice(equals + 1))])
  }
  pairs.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
  return pairs.map(([name, value]) => `${name}=${value}`).join('&')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A client may leave characters as they are that the signature has encoded. */
function encodedOnce(segment: string): string {
  if (UNRESERVED.test(segment)) return segment
  try {
    return encode(decodeURIComponent(segment))
  } catch {
    return segment
  }
}

const UNRESERVED = /^[\w.~-]*$/

function reencode(text: string): string {
  return UNRESERVED.test(text) ? text : encode(decodeFormText(text))
}

const RESERVED_LEFT_OVER = /[!'()*]/g

/** RFC 3986, upper-case, everything but letters, digits and `-._~`. */
function encode(text: string): string {
  if (UNRESERVED.test(text)) return text
  try {
    return encodeURIComponent(text).replaceAll(
      RESERVED_LEFT_OVER,
      character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    )
  } catch (cause) {
    throw commonError('SignatureDoesNotMatch', undefined, { cause })
  }
}
