import { createHash, createPrivateKey, generateKeyPair, type JsonWebKey } from 'node:crypto'
import { promisify } from 'node:util'
import { CompactSign } from 'jose'

/** With which an account signs tokens of its own. */
export type SigningAlgorithm = 'RS256' | 'ES384'

export interface SigningKey {
  readonly keyId: string
  readonly algorithm: SigningAlgorithm
  /** As a key set publishes it. */
  readonly publicKey: JsonWebKey
  /** PKCS #8, PEM. */
  readonly privateKey: string
}

const generate = promisify(generateKeyPair)

const generators: Readonly<Record<SigningAlgorithm, () => ReturnType<typeof generate>>> = {
  RS256: () => generate('rsa', { modulusLength: 2048 }),
  ES384: () => generate('ec', { namedCurve: 'P-384' }),
}

export const signingAlgorithms = Object.keys(generators) as readonly SigningAlgorithm[]

export async function makeSigningKey(algorithm: SigningAlgorithm): Promise<SigningKey> {
  const { publicKey, privateKey } = await generators[algorithm]()
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  const keyId = createHash('sha256').update(spki).digest('base64url')
  return {
    keyId,
    algorithm,
    publicKey: { ...publicKey.export({ format: 'jwk' }), kid: keyId, alg: algorithm, use: 'sig' },
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}

/** A JSON Web Token of these claims. */
export function signToken(
  claims: object,
  { keyId, algorithm, privateKey }: Omit<SigningKey, 'publicKey'>,
): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: algorithm, kid: keyId, typ: 'JWT' })
    .sign(createPrivateKey(privateKey))
}
