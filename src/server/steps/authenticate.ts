import type { AnonymousCaller, Bearer, Caller } from '../../identity/caller.ts'
import type { Unsigned } from '../../services/operation.ts'
import { commonError } from '../../wire/errors.ts'
import { bucketInHost } from '../../wire/s3/address.ts'
import { verifyPresignedV2 } from '../../wire/sigv4/presigned-v2.ts'
import { verifySignature } from '../../wire/sigv4/verify.ts'
import { refusedCredentials } from '../credential-rules.ts'
import { type Exchange, present } from '../exchange.ts'
import type { House } from '../house.ts'
import { anonymousCallOf, validateInput } from './validate.ts'

/**
 * Who calls. There is no way past this step: an unsigned request ends here, but for the operations that declare to
 * be called so, and these by the proof in their input.
 */
export async function authenticate(exchange: Exchange, house: House): Promise<void> {
  const { unsigned } = present(exchange.operation, 'decode')
  exchange.caller = unsigned ? await bearerOf(exchange, house, unsigned) : await signerOf(exchange, house)
  if (exchange.readInput) exchange.input = await exchange.readInput()
}

/** Nobody is known yet: so the input is held against its constraints before anything is made of it. */
async function bearerOf(
  exchange: Exchange,
  house: House,
  { bearer }: Unsigned<unknown, Bearer>,
): Promise<Bearer> {
  validateInput(exchange)
  const { store, issuerKeys, accessTokens } = house
  const call = anonymousCallOf(exchange, house)
  return bearer({ ...call, store, issuerKeys, accessTokens })
}

async function signerOf(
  exchange: Exchange,
  { credentials, signingKeys }: House,
): Promise<Caller | AnonymousCaller> {
  const { http, signature, presignedV2, now } = exchange
  const service = present(exchange.service, 'identify')
  const claim = signature ?? presignedV2
  if (!claim) {
    if (!service.takesAnonymous) throw commonError('MissingAuthenticationToken')
    exchange.content?.authenticated('nobody')
    return { kind: 'anonymous' }
  }
  const found = await credentials.find(claim.accessKeyId, claim.sessionToken)
  if (!found) {
    const refused =
      claim.sessionToken === undefined ? service.refusedKey?.(claim.accessKeyId) : service.refusedToken?.()
    throw refused ?? commonError('InvalidClientTokenId')
  }
  const { secretAccessKey } = found
  if (presignedV2)
    verifyPresignedV2(presignedV2, http, {
      secretAccessKey,
      now,
      bucket: bucketInHost(http.headers.host ?? ''),
    })
  const signing =
    signature &&
    verifySignature(signature, http, { secretAccessKey, now, service: service.name, signingKeys })
  if (isExpired(found.caller, now)) {
    throw commonError('ExpiredToken')
  }
  const refusal = refusedCredentials(found.caller, service.name, present(exchange.shape, 'decode').name)
  if (refusal) throw refusal
  exchange.content?.authenticated(signing ?? 'signer')
  return found.caller
}

function isExpired(caller: Caller, now: number): boolean {
  return caller.session !== undefined && caller.session.expiresAt <= now
}
