/**
 * Why the word of an identity provider does not count, as data: what callers are told is STS's matter. Whatever is
 * thrown besides is a fault of ours.
 */
export type FaultReason =
  | 'not-a-token'
  | 'algorithm'
  | 'unknown-issuer'
  | 'unreachable'
  | 'untrusted-server'
  | 'no-key'
  | 'token-signature'
  | 'claim'
  | 'audience'
  | 'expired'
  | 'not-yet-valid'
  | 'not-a-response'
  | 'rejected'
  | 'encryption-required'
  | 'response-signature'
  | 'issuer'
  | 'response-audience'
  | 'confirmation'
  | 'stale'
  | 'no-subject'
  | 'attribute'

export class IdentityFault extends Error {
  override readonly name = 'IdentityFault'
  readonly reason: FaultReason

  /** The message says what is wrong with this one token or response; never anything secret of it. */
  constructor(reason: FaultReason, message = '', options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
