import type { BoundPolicy } from '../../store/common-columns.ts'
import type { Store } from '../../store/contract.ts'
import { bindPrincipals } from '../bound-principals.ts'
import { mustBePolicy, mustFit } from './documents.ts'
import { iamError } from './operation.ts'

/** A trust policy as a role keeps it, or AWS's first objection to it. */
export async function trustPolicyToStore(store: Store, text: string): Promise<BoundPolicy> {
  mustBePolicy(text, 'trust')
  mustFit(text, 'trust')
  const bound = await bindPrincipals(store, text)
  if (!('unknown' in bound)) return bound
  const message = `Invalid principal in policy: "AWS":"${bound.unknown}"`
  throw iamError('MalformedPolicyDocumentException', message)
}
