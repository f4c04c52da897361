import { invalidArgument } from '../../wire/s3/fault.ts'

/** Where a list goes on: after this name. Opaque to clients. */
export function tokenAfter(name: string): string {
  return Buffer.from(name).toString('base64url')
}

/** The name in a token; no list goes on from what none of them has given. */
export function nameIn(token: string): string {
  const decoded = Buffer.from(token, 'base64url')
  const text = decoded.toString('utf8')
  if (token !== '' && decoded.toString('base64url') === token && Buffer.from(text).equals(decoded))
    return text
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token')
}
