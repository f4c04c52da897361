import type { HttpRequest } from '../http.ts'
import { decodeFormText } from '../query/form.ts'
import { dateOf, nameable } from '../sigv4/signature.ts'
import { invalidArgument, invalidRequest, S3Fault } from './fault.ts'
import { headersNotSigned } from './signature-faults.ts'

/**
 * How S3 words what is wrong with the form of a signature, which it says before it asks whose signature that is.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList; the sentences are recorded by others.
 */
export function mustBeWellSigned(http: HttpRequest): void {
  const { authorization } = http.headers
  const query = http.query.includes('X-Amz-') ? signingQueryOf(http.query) : undefined
  if (authorization !== undefined && /(?:^|&)(?:X-Amz-Algorithm|Signature)=/.test(http.query))
    throw invalidArgument(
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      'Authorization',
    )
  if (authorization?.trim()) mustBeHeaderInForm(authorization.trim(), http)
  else if (query) mustBeQueryInForm(query)
}

const ALGORITHM = 'AWS4-HMAC-SHA256'

function mustBeHeaderInForm(authorization: string, http: HttpRequest): void {
  const [scheme = '', ...rest] = authorization.split(' ')
  if (rest.length === 0 && scheme !== ALGORITHM)
    throw invalidArgument(
      "Authorization header is invalid -- one and only one ' ' (space) required.",
      'Authorization',
    )
  if (scheme === 'AWS')
    throw invalidRequest(
      `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`,
    )
  if (scheme.startsWith('AWS4-ECDSA-')) return
  // AWS repeats the header, which may be somebody's token; we do not.
  if (scheme !== ALGORITHM) throw invalidArgument('Unsupported Authorization Type', 'Authorization')
  const components = componentsOf(rest.join(' '))
  for (const name of ['Credential', 'SignedHeaders', 'Signature'])
    if (!components.get(name)) throw malformedHeader(`missing ${name}.`)
  mustBeScoped(components.get('Credential') ?? '', dateOf(http) ?? '', inHeader)
  mustSignHost(components.get('SignedHeaders') ?? '')
}

function componentsOf(text: string): ReadonlyMap<string, string> {
  const components = text.split(',').map(component => component.trim())
  if (components.length !== 3)
    throw malformedHeader(
      'the authorization header requires three components: Credential, SignedHeaders, and Signature.',
    )
  return new Map(
    components.map(component => {
      const equals = component.indexOf('=')
      if (equals === -1)
        throw malformedHeader(`the authorization component "${nameable(component)}" is malformed.`)
      return [component.slice(0, equals), component.slice(equals + 1)]
    }),
  )
}

const queryParameters = [
  ...['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-Date', 'X-Amz-SignedHeaders'],
  'X-Amz-Expires',
]

/** Undefined where none of it claims a signature. */
function signingQueryOf(query: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>()
  for (const pair of query.split('&')) {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/.exec(pair) ?? []
    const decoded = decodeFormText(name)
    if (queryParameters.includes(decoded) && !found.has(decoded)) found.set(decoded, decodeFormText(value))
  }
  const claims = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature']
  return claims.some(name => found.has(name)) ? found : undefined
}

function mustBeQueryInForm(query: ReadonlyMap<string, string>): void {
  if (queryParameters.some(name => !query.get(name)))
    throw queryFault(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    )
  const algorithm = query.get('X-Amz-Algorithm') ?? ''
  if (algorithm !== ALGORITHM && !algorithm.startsWith('AWS4-ECDSA-'))
    throw queryFault(`X-Amz-Algorithm only supports "${ALGORITHM} and AWS4-ECDSA-P256-SHA256"`)
  const date = query.get('X-Amz-Date') ?? ''
  if (!/^\d{8}T\d{6}Z$/.test(date))
    throw queryFault(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`)
  if (algorithm === ALGORITHM) mustBeScoped(query.get('X-Amz-Credential') ?? '', date, inQuery)
  mustSignHost(query.get('X-Amz-SignedHeaders') ?? '')
}

function mustSignHost(signedHeaders: string): void {
  if (!signedHeaders.split(';').includes('host')) throw headersNotSigned(['host'])
}

/** What both forms have to say of a credential, each in its own words. */
interface Words {
  readonly credential: (what: string, members?: Readonly<Record<string, string>>) => S3Fault
  readonly date: (what: string) => S3Fault
}

const malformedHeader = (what: string, members?: Readonly<Record<string, string>>) =>
  new S3Fault('AuthorizationHeaderMalformed', 400, `The authorization header is malformed; ${what}`, {
    ...(members && { members }),
  })

const queryFault = (message: string, members?: Readonly<Record<string, string>>) =>
  new S3Fault('AuthorizationQueryParametersError', 400, message, { ...(members && { members }) })

const inHeader: Words = { credential: malformedHeader, date: malformedHeader }
const inQuery: Words = {
  credential: (what, members) => queryFault(`Error parsing the X-Amz-Credential parameter; ${what}`, members),
  date: queryFault,
}

function mustBeScoped(credential: string, signedAt: string, words: Words): void {
  const parts = credential.split('/')
  const [accessKeyId, date = '', region = '', service = '', terminal = ''] = parts
  if (parts.length !== 5 || !accessKeyId)
    throw words.credential(
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    )
  if (terminal !== 'aws4_request')
    throw words.credential(`incorrect terminal "${nameable(terminal)}". This endpoint uses "aws4_request".`)
  if (service !== 's3')
    throw words.credential(`incorrect service "${nameable(service)}". This endpoint belongs to "s3".`)
  // Clients that guessed the region sign again for the one that is named.
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(region))
    throw words.credential(`the region '${nameable(region)}' is wrong; expecting 'us-east-1'`, {
      Region: 'us-east-1',
    })
  if (!/^\d{8}$/.test(date))
    throw words.credential(
      `incorrect date format "${nameable(date)}". This date in the credential must be in the format "yyyyMMdd".`,
    )
  const day = signedAt.slice(0, 8)
  if (/^\d{8}T\d{6}Z$/.test(signedAt) && date !== day)
    throw words.date(`Invalid credential date "${date}". This date is not the same as X-Amz-Date: "${day}".`)
}
