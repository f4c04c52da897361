import type { RequestFacts, Resource } from '../../authorize/question.ts'
import type { Context } from '../../policy/request.ts'

/**
 * The keys that every request to S3 has.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
 */
export function requestKeys(
  { signed, tlsVersion }: RequestFacts,
  now: number,
  { account }: Pick<Resource, 'account'>,
): Context {
  return {
    's3:ResourceAccount': account,
    's3:TlsVersion': tlsVersion,
    ...(signed && {
      's3:authType': signed.form === 'header' ? 'REST-HEADER' : 'REST-QUERY-STRING',
      's3:signatureversion': signed.signedAt === undefined ? 'AWS' : 'AWS4-HMAC-SHA256',
      's3:signatureAge':
        signed.signedAt === undefined ? undefined : String(Math.max(0, now - signed.signedAt)),
      's3:x-amz-content-sha256': signed.payload ?? 'UNSIGNED-PAYLOAD',
    }),
  }
}

/** Keys that say what a header of the request says; `undefined` where it has none. */
export function headerKeys(headers: Readonly<Record<string, unknown>>): Context {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      `s3:${name}`,
      value === undefined ? undefined : String(value),
    ]),
  )
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html */
export function requestTagKeys(tags: readonly { readonly Key: string; readonly Value: string }[]): Context {
  if (tags.length === 0) return {}
  return {
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`s3:RequestObjectTag/${Key}`, Value])),
    's3:RequestObjectTagKeys': tags.map(({ Key }) => Key),
  }
}
