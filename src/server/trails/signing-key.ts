import { createHash, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { directory } from '../../store/contract.ts'
import { type LogSigningKeyRow, logSigningKeys } from '../../store/trail-tables.ts'
import type { House } from '../house.ts'

const newKeyPair = promisify(generateKeyPair)

const context = 'log signing key'

export interface LogSigningKey {
  readonly fingerprint: string
  /** PEM. */
  readonly privateKey: string
}

/** With what digests are signed, made when the first one is. */
export async function logSigningKey(
  { store, vault }: Pick<House, 'store' | 'vault'>,
  now: number,
): Promise<LogSigningKey> {
  const [present] = await store.read(directory, rows => rows.list(logSigningKeys, { limit: 1 }))
  const row = present ?? (await kept(await made({ vault }, now), store))
  return { fingerprint: row.fingerprint, privateKey: vault.unseal(row.sealedPrivateKey, context) }
}

/** Whichever was there first. */
function kept(made: LogSigningKeyRow, store: House['store']): Promise<LogSigningKeyRow> {
  return store.write(directory, async rows => {
    const [present] = await rows.list(logSigningKeys, { limit: 1 })
    if (present) return present
    await rows.insert(logSigningKeys, made)
    return made
  })
}

async function made({ vault }: Pick<House, 'vault'>, now: number): Promise<LogSigningKeyRow> {
  const { publicKey, privateKey } = await newKeyPair('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'pkcs1', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return {
    fingerprint: createHash('sha256').update(publicKey).digest('hex').slice(0, 32),
    // To the second, as it is shown: what it signs is not to be older than it.
    createdAt: Math.floor(now / 1000) * 1000,
    publicKey: publicKey.toString('base64'),
    sealedPrivateKey: vault.seal(privateKey, context),
  }
}
