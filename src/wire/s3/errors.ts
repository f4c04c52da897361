import type { ServiceError } from '../error.ts'
import type { CommonErrorCode } from '../errors.ts'
import { S3Fault } from './fault.ts'

/** What S3 answers in the place of an error that query services name otherwise. */
interface Translation {
  readonly code: string
  readonly status: number
  /** Absent: what was said stays. */
  readonly message?: string | ((said: string) => string)
  readonly members?: Readonly<Record<string, string>>
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
const translations: Readonly<Partial<Record<CommonErrorCode, Translation>>> = {
  ExpiredToken: { code: 'ExpiredToken', status: 400, message: 'The provided token has expired.' },
  IncompleteSignature: {
    code: 'AuthorizationHeaderMalformed',
    status: 400,
    message: said => `The authorization header is malformed; ${said}`,
  },
  InternalFailure: {
    code: 'InternalError',
    status: 500,
    message: 'We encountered an internal error. Please try again.',
  },
  InvalidClientTokenId: {
    code: 'InvalidAccessKeyId',
    status: 403,
    message: 'The AWS Access Key Id you provided does not exist in our records.',
  },
  InvalidQueryParameter: { code: 'AuthorizationQueryParametersError', status: 400 },
  MalformedQueryString: {
    code: 'InvalidURI',
    status: 400,
    message: "Couldn't parse the specified URI.",
  },
  MissingAuthenticationToken: { code: 'AccessDenied', status: 403, message: 'Access Denied' },
  RequestEntityTooLarge: {
    code: 'MaxMessageLengthExceeded',
    status: 400,
    message: 'Your request was too big.',
  },
  ServiceFailure: {
    code: 'InternalError',
    status: 500,
    message: 'We encountered an internal error. Please try again.',
  },
  SignatureDoesNotMatch: {
    code: 'SignatureDoesNotMatch',
    status: 403,
    message:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  },
  Throttling: { code: 'SlowDown', status: 503, message: 'Please reduce your request rate.' },
  ValidationError: { code: 'InvalidArgument', status: 400 },
}

/** What of a signature is not whole, S3 tells by where it stands. */
const incomplete: readonly (readonly [what: RegExp, Translation])[] = [
  [/Request has expired$/, { code: 'AccessDenied', status: 403, message: 'Request has expired' }],
  [/^X-Amz-Expires/, { code: 'AuthorizationQueryParametersError', status: 400 }],
  [
    /existence of either a 'X-Amz-Date' or a 'Date' header|^Date must be in ISO-8601/,
    {
      code: 'AccessDenied',
      status: 403,
      message: 'AWS authentication requires a valid Date or x-amz-date header',
    },
  ],
]

interface Said {
  readonly code: string
  readonly status: number
  readonly message: string
  readonly members?: Readonly<Record<string, string>>
}

/** An error in S3's words. */
export function inWordsOfS3(error: ServiceError): Said {
  const { code, status, message } = error
  const translation = error instanceof S3Fault ? undefined : translationOf(code, message)
  if (!translation) return { code, status, message }
  const said = translation.message ?? message
  return { ...translation, message: typeof said === 'string' ? said : said(message) }
}

function translationOf(code: string, message: string): Translation | undefined {
  const missing = incomplete.find(([what]) => code === 'IncompleteSignature' && what.test(message))
  if (missing) return missing[1]
  return translations[code as CommonErrorCode]
}
