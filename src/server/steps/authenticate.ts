import type { Caller } from '../../identity/caller.ts'
import { commonError } from '../../wire/errors.ts'
import { verifySignature } from '../../wire/sigv4/verify.ts'
import { refusedCredentials } from '../credential-rules.ts'
import { type Exchange, present } from '../exchange.ts'
import type { House } from '../pipeline.ts'

/** Who calls. There is no way past this step: an unsigned request ends here. */
export async function authenticate(exchange: Exchange, { credentials }: House): Promise<void> {
  const { http, signature, now } = exchange
  const service = present(exchange.service, 'identify')
  if (!signature) throw commonError('MissingAuthenticationToken', 'Request is missing Authentication Token')
  const found = await credentials.find(signature.accessKeyId, signature.sessionToken)
  if (!found) throw invalidToken()
  verifySignature(signature, http, { secretAccessKey: found.secretAccessKey, now, service: service.name })
  if (isExpired(found.caller, now)) {
    throw commonError('ExpiredToken', 'The security token included in the request is expired')
  }
  const refusal = refusedCredentials(found.caller, service.name, present(exchange.shape, 'decode').name)
  if (refusal) throw refusal
  exchange.caller = found.caller
}

export function invalidToken() {
  return commonError('InvalidClientTokenId', 'The security token included in the request is invalid.')
}

function isExpired(caller: Caller, now: number): boolean {
  return caller.session !== undefined && caller.session.expiresAt <= now
}
