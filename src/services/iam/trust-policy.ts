import type { Store } from '../../store/contract.ts'
import type { BoundPolicy } from '../../store/tables.ts'
import { mustBePolicy, mustFit } from './documents.ts'
import { bindPrincipals } from './trust-principals.ts'

/** A trust policy as a role keeps it, or AWS's first objection to it. */
export async function trustPolicyToStore(store: Store, text: string): Promise<BoundPolicy> {
  mustBePolicy(text, 'trust')
  mustFit(text, 'trust')
  return bindPrincipals(store, text)
}
