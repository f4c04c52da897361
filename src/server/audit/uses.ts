import { isSigner } from '../../identity/caller.ts'
import type { Use } from '../../store/contract.ts'
import { type Exchange, present } from '../exchange.ts'

/** What was used to make the request: the access key, and the role where it is a role's session. */
export function usesOf({ caller, service, facts, now }: Exchange): Use[] {
  if (!caller || !isSigner(caller)) return []
  const use = {
    account: caller.account,
    time: now,
    region: facts.region,
    service: present(service, 'identify').name,
  }
  if (caller.kind === 'role-session') return [{ ...use, subject: caller.roleId }]
  // Sessions of GetSessionToken are not the key they were made with.
  return caller.session ? [] : [{ ...use, subject: caller.accessKeyId }]
}
