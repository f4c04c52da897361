import { IdentityFault } from '../fault.ts'
import type { Assertion } from './assertion.ts'

/** What an assertion is held against. */
export interface Expected {
  readonly issuer: string
  /** Where it may have been sent to: sign-in addresses of AWS and our own. */
  readonly isOurs: (address: string) => boolean
  /** Epoch milliseconds. */
  readonly now: number
}

/** "urn:amazon:webservices" is an audience beside the addresses, and no recipient. */
const awsAudience = 'urn:amazon:webservices'

/** Clocks of providers go this much ahead or behind. */
const skewMs = 60 * 1000
const redeemWithinMs = 5 * 60 * 1000

export function checkAssertion(assertion: Assertion, { issuer, isOurs, now }: Expected): void {
  if (assertion.issuer !== issuer) throw new IdentityFault('issuer')
  const isAudience = (audience: string) => audience === awsAudience || isOurs(audience)
  const { audiences } = assertion
  if (audiences.length === 0 || !audiences.every(restriction => restriction.some(isAudience))) {
    throw new IdentityFault('response-audience')
  }
  if (!isOurs(assertion.recipient)) throw new IdentityFault('confirmation')
  const { confirmedUntil, validUntil = Number.POSITIVE_INFINITY } = assertion
  const isOver = now >= Math.min(confirmedUntil, validUntil) + skewMs
  // What a session must end with leaves nothing of it, whoever's clock is right.
  const isEnded = assertion.sessionUntil !== undefined && now >= assertion.sessionUntil
  if (isOver || isEnded || now > assertion.issuedAt + redeemWithinMs) throw new IdentityFault('stale')
  const begins = [assertion.issuedAt, assertion.validFrom]
  if (begins.some(begin => begin !== undefined && now < begin - skewMs)) {
    throw new IdentityFault('not-yet-valid')
  }
}
