import { hash, timingSafeEqual } from 'node:crypto'
import { commonError } from '../errors.ts'
import type { HttpRequest } from '../http.ts'
import type { PayloadSigning } from '../s3/aws-chunked.ts'
import { invalidArgument, invalidRequest } from '../s3/fault.ts'
import {
  headersNotSigned,
  requestExpired,
  requestNotYetValid,
  requestTimeTooSkewed,
  signatureMismatch,
} from '../s3/signature-faults.ts'
import { type CanonicalRules, canonicalRequest } from './canonical-request.ts'
import { isoBasic, type Signature } from './signature.ts'
import type { SigningKeys } from './signing-keys.ts'

export interface Verification {
  readonly secretAccessKey: string
  /** Epoch milliseconds. */
  readonly now: number
  /** The service the request is for, as its scope must name it: `iam`, `sts`. */
  readonly service: string
  readonly signingKeys: SigningKeys
}

interface ServiceRules extends CanonicalRules {
  /** S3's `x-amz-` headers say what is done (`x-amz-copy-source`, `x-amz-tagging`): whoever signs must have signed them. */
  readonly unsignedAmzHeaders: 'taken' | 'refused'
  /** How long a presigned request lives. */
  readonly presigned: 'fifteen-minutes' | 'as-signed'
  /** Whether a refusal tells what was to be signed, and when. */
  readonly showsWhatToSign: boolean
}

/**
 * Only S3 honours X-Amz-Expires. STS takes a presigned request for fifteen minutes whatever it says (its users,
 * e.g. EKS tokens, write 60 and rely on that): https://github.com/aws/aws-sdk-go/issues/2167
 */
const DEFAULT_RULES: ServiceRules = {
  path: 'normalized',
  unsignedPayload: false,
  unsignedAmzHeaders: 'taken',
  presigned: 'fifteen-minutes',
  showsWhatToSign: false,
}
const RULES: ReadonlyMap<string, ServiceRules> = new Map([
  [
    's3',
    {
      path: 'as-sent',
      unsignedPayload: true,
      unsignedAmzHeaders: 'refused',
      presigned: 'as-signed',
      showsWhatToSign: true,
    },
  ],
])

const SKEW_MINUTES = 15
const SKEW_MS = SKEW_MINUTES * 60_000

/**
 * Returns when the request was signed with this secret, for this service, at about this time; throws
 * SignatureDoesNotMatch otherwise. For a known key that is four short hashes: body, canonical
 * request, and two for the signature. What it returns is what a body of signed chunks goes on from.
 */
export function verifySignature(
  signature: Signature,
  request: HttpRequest,
  verification: Verification,
): PayloadSigning {
  const { secretAccessKey, now, service, signingKeys } = verification
  const rules = RULES.get(service) ?? DEFAULT_RULES
  checkScope(signature, service)
  checkTime(signature, now, rules)
  if (rules.unsignedAmzHeaders === 'refused') checkAmzHeaders(signature, request)
  else checkTarget(signature, request)
  const { date, region, signedAtText } = signature
  const canonical = canonicalRequest(request, signature, rules)
  const canonicalHash = hash('sha256', canonical, 'hex')
  const scope = `${date}/${region}/${service}/aws4_request`
  const stringToSign = `AWS4-HMAC-SHA256\n${signedAtText}\n${scope}\n${canonicalHash}`
  const key = signingKeys.keyFor(signature, secretAccessKey)
  const expected = key.sign(stringToSign)
  const isSame =
    SIGNATURE.test(signature.signature) && timingSafeEqual(expected, Buffer.from(signature.signature, 'hex'))
  if (!isSame) throw mismatch(signature, rules, stringToSign, canonical)
  return { sign: text => key.sign(text), scope, signedAtText, seed: signature.signature }
}

function mismatch(signature: Signature, rules: ServiceRules, stringToSign: string, canonical: string): Error {
  if (!rules.showsWhatToSign) return commonError('SignatureDoesNotMatch')
  const { accessKeyId, sessionToken } = signature
  return signatureMismatch({
    accessKeyId,
    signature: signature.signature,
    stringToSign,
    ...(sessionToken === undefined && { canonicalRequest: canonical }),
  })
}

const SIGNATURE = /^[0-9a-f]{64}$/
const REGION = /^[a-z0-9][a-z0-9-]{0,62}$/

/** AWS names everything that is wrong with a scope in one message, one sentence each. */
function checkScope({ date, region, service, terminator, signedAtText }: Signature, expected: string): void {
  let wrong = ''
  if (!REGION.test(region)) wrong += `Credential should be scoped to a valid region. `
  if (service !== expected) wrong += `Credential should be scoped to correct service: '${expected}'. `
  if (terminator !== 'aws4_request') {
    wrong += `Credential should be scoped with a valid terminator: 'aws4_request'. `
  }
  const day = signedAtText.slice(0, 8)
  if (date !== day) {
    wrong +=
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
      `'${/^\d{8}$/.test(date) ? date : '?'}' != '${day}', from '${signedAtText}'. `
  }
  if (wrong !== '') throw commonError('SignatureDoesNotMatch', wrong)
}

/**
 * The header that names the operation of a JSON protocol: unsigned, one signature would be good for every operation.
 * "Any x-amz-* headers that you plan to include in your request must also be added."
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request
 */
function checkTarget({ signedHeaders }: Signature, { headers }: HttpRequest): void {
  if (headers['x-amz-target'] === undefined) return
  if (signedHeaders.some(name => name.toLowerCase() === 'x-amz-target')) return
  throw commonError(
    'IncompleteSignature',
    "'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.",
  )
}

/** Signed whatever `SignedHeaders` says: they are part of what is signed besides the headers. A URL has its own date. */
const signedAnyhow: Readonly<Record<Signature['form'], ReadonlySet<string>>> = {
  header: new Set(['x-amz-content-sha256', 'x-amz-date']),
  query: new Set(['x-amz-content-sha256']),
}

/** Anything else would be signed, and hold nobody to any body. */
const payloadForm = /^(?:[0-9a-f]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z\d-]+)$/

/**
 * Or whoever is handed a presigned upload could make a copy of it, of whatever its signer may read.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html ("any x-amz-* headers")
 */
function checkAmzHeaders({ form, signedHeaders }: Signature, { headers }: HttpRequest): void {
  const signed = new Set(signedHeaders.map(name => name.toLowerCase()))
  const open = Object.keys(headers).filter(
    name => name.startsWith('x-amz-') && !signed.has(name) && !signedAnyhow[form].has(name),
  )
  if (open.length > 0) throw headersNotSigned(open)
  const payload = headers['x-amz-content-sha256']
  if (payload !== undefined && !payloadForm.test(payload))
    throw invalidArgument(
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
      'x-amz-content-sha256',
      payload,
    )
  if (payload === undefined && form === 'header')
    throw invalidRequest('Missing required header for this request: x-amz-content-sha256')
}

function checkTime(
  { form, signedAt, signedAtText, expiresSeconds }: Signature,
  now: number,
  rules: ServiceRules,
) {
  const expiresAt =
    form === 'query' && rules.presigned === 'as-signed' && expiresSeconds !== undefined
      ? signedAt + expiresSeconds * 1000
      : undefined
  if (signedAt > now + SKEW_MS) {
    if (expiresAt !== undefined) throw requestNotYetValid(signedAt, expiresAt, now)
    if (rules.showsWhatToSign) throw requestTimeTooSkewed(signedAtText, now, SKEW_MS)
    throw commonError(
      'SignatureDoesNotMatch',
      `Signature not yet current: ${signedAtText} is still later than ${isoBasic(now + SKEW_MS)} ` +
        `(${isoBasic(now)} + ${SKEW_MINUTES} min.)`,
    )
  }
  if (expiresAt !== undefined) {
    if (now > expiresAt) throw requestExpired(expiresAt, now, expiresSeconds)
    return
  }
  if (signedAt < now - SKEW_MS) {
    if (rules.showsWhatToSign) throw requestTimeTooSkewed(signedAtText, now, SKEW_MS)
    throw commonError(
      'SignatureDoesNotMatch',
      `Signature expired: ${signedAtText} is now earlier than ${isoBasic(now - SKEW_MS)} ` +
        `(${isoBasic(now)} - ${SKEW_MINUTES} min.)`,
    )
  }
}
