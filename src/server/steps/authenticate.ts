import type { Caller } from '../../identity/caller.ts'
import { commonError } from '../../wire/errors.ts'
import { verifySignature } from '../../wire/sigv4/verify.ts'
import { refusedCredentials } from '../credential-rules.ts'
import { type Exchange, present } from '../exchange.ts'
import type { House } from '../pipeline.ts'

/** Who calls. There is no way past this step: an unsigned request ends here. */
export async function authenticate(exchange: Exchange, { credentials, signingKeys }: House): Promise<void> {
  const { http, signature, now } = exchange
  const service = present(exchange.service, 'identify')
  if (!signature) throw commonError('MissingAuthenticationToken')
  const found = await credentials.find(signature.accessKeyId, signature.sessionToken)
  if (!found) throw commonError('InvalidClientTokenId')
  verifySignature(signature, http, {
    secretAccessKey: found.secretAccessKey,
    now,
    service: service.name,
    signingKeys,
  })
  if (isExpired(found.caller, now)) {
    throw commonError('ExpiredToken')
  }
  const refusal = refusedCredentials(found.caller, service.name, present(exchange.shape, 'decode').name)
  if (refusal) throw refusal
  exchange.caller = found.caller
}

function isExpired(caller: Caller, now: number): boolean {
  return caller.session !== undefined && caller.session.expiresAt <= now
}
