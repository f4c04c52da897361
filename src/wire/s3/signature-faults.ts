import { S3Fault } from './fault.ts'

/** How S3 words what is wrong with a signature, as recorded: it says what it would have had signed. */

interface Mismatch {
  readonly accessKeyId: string
  readonly signature: string
  readonly stringToSign: string
  /** Absent in the form before SigV4, and where it holds a session token: an answer is no place for one. */
  readonly canonicalRequest?: string
}

export function signatureMismatch({ accessKeyId, signature, stringToSign, canonicalRequest }: Mismatch) {
  return new S3Fault(
    'SignatureDoesNotMatch',
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    {
      members: {
        AWSAccessKeyId: accessKeyId,
        StringToSign: stringToSign,
        SignatureProvided: signature,
        StringToSignBytes: bytesOf(stringToSign),
        ...(canonicalRequest !== undefined && {
          CanonicalRequest: canonicalRequest,
          CanonicalRequestBytes: bytesOf(canonicalRequest),
        }),
      },
    },
  )
}

export function headersNotSigned(names: readonly string[]): S3Fault {
  return new S3Fault('AccessDenied', 403, 'There were headers present in the request which were not signed', {
    members: { HeadersNotSigned: names.join(', ') },
  })
}

/** `41 57 53 34` */
function bytesOf(text: string): string {
  return Buffer.from(text)
    .toString('hex')
    .replaceAll(/(..)(?!$)/g, '$1 ')
}

/** Both moments in epoch milliseconds. */
export function requestExpired(expiredAt: number, now: number, expiresSeconds?: number): S3Fault {
  return new S3Fault('AccessDenied', 403, 'Request has expired', {
    members: {
      ...(expiresSeconds !== undefined && { 'X-Amz-Expires': String(expiresSeconds) }),
      Expires: inSeconds(expiredAt),
      ServerTime: inSeconds(now),
    },
  })
}

/** As recorded, the moment of the signature in milliseconds. */
export function requestNotYetValid(signedAt: number, expiresAt: number, now: number): S3Fault {
  return new S3Fault('AccessDenied', 403, 'Request is not yet valid', {
    members: {
      'X-Amz-Date': String(signedAt),
      Expires: inSeconds(expiresAt),
      ServerTime: inSeconds(now),
    },
  })
}

/** SDKs set their clocks right by the code. */
export function requestTimeTooSkewed(signedAtText: string, now: number, maxSkewMs: number): S3Fault {
  return new S3Fault(
    'RequestTimeTooSkewed',
    403,
    'The difference between the request time and the current time is too large.',
    {
      members: {
        RequestTime: signedAtText,
        ServerTime: inSeconds(now),
        MaxAllowedSkewMilliseconds: String(maxSkewMs),
      },
    },
  )
}

const inSeconds = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`
