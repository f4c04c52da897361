import type { CorsRule } from '../../store/object-tables.ts'
import type { HttpRequest } from '../../wire/http.ts'

/** What a browser says of a page that asks, and of what it asks or is about to ask. */
interface Asked {
  readonly origin: string
  readonly method: string
  /** In small letters. */
  readonly headers: readonly string[]
}

/** Also where it is no preflight the browser's words for one count, as recorded. */
function askedBy({ method, headers }: Pick<HttpRequest, 'method' | 'headers'>): Asked | undefined {
  const { origin } = headers
  if (!origin) return undefined
  const named = headers['access-control-request-headers'] ?? ''
  return {
    origin,
    method: headers['access-control-request-method'] ?? method,
    headers: named
      .split(',')
      .map(name => name.trim().toLowerCase())
      .filter(name => name !== ''),
  }
}

/**
 * What a browser is told of the page that asks: nothing where no rule lets it; else by the first that does.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html#cors-eval-criteria
 */
export function corsHeaders(
  rules: readonly CorsRule[],
  http: Pick<HttpRequest, 'method' | 'headers'>,
): Readonly<Record<string, string>> | undefined {
  const asked = askedBy(http)
  const rule = asked && rules.find(each => isAllowed(each, asked))
  if (!rule) return undefined
  const isForAll = rule.AllowedOrigins.find(pattern => isLike(pattern, asked.origin)) === '*'
  const { ExposeHeaders = [], MaxAgeSeconds } = rule
  return {
    'access-control-allow-origin': isForAll ? '*' : asked.origin,
    ...(!isForAll && { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(asked.headers.length > 0 && { 'access-control-allow-headers': asked.headers.join(', ') }),
    ...(ExposeHeaders.length > 0 && { 'access-control-expose-headers': ExposeHeaders.join(', ') }),
    ...(MaxAgeSeconds !== undefined && { 'access-control-max-age': String(MaxAgeSeconds) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  }
}

function isAllowed(rule: CorsRule, { origin, method, headers }: Asked): boolean {
  const allowed = (rule.AllowedHeaders ?? []).map(pattern => pattern.toLowerCase())
  return (
    rule.AllowedMethods.includes(method) &&
    rule.AllowedOrigins.some(pattern => isLike(pattern, origin)) &&
    headers.every(header => allowed.some(pattern => isLike(pattern, header)))
  )
}

/** A pattern has one asterisk at most. */
function isLike(pattern: string, text: string): boolean {
  const [before = '', after] = pattern.split('*')
  if (after === undefined) return text === pattern
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after)
}
