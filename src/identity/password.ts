import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/**
 * Passwords are kept as scrypt hashes, with the cost in the hash, so that it can be raised later.
 * `scrypt$<log2 N>$<r>$<p>$<salt>$<hash>`, salt and hash in base64url.
 */
const usualCost = { logN: 15, r: 8, p: 1 }
const hashLength = 32

type Cost = typeof usualCost

export async function hashPassword(password: string, cost: Cost = usualCost): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, cost)
  return hashText(salt, hash, cost)
}

function hashText(salt: Buffer, hash: Buffer, { logN, r, p }: Cost): string {
  return ['scrypt', logN, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** The hash of no password, of the usual cost: to take as long where nobody is as where somebody is. */
export function makeDecoyHash(): string {
  const [salt, hash] = [randomBytes(16), randomBytes(hashLength)]
  return hashText(salt, hash, usualCost)
}

/** Takes as long for a wrong password as for the right one. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, logN, r, p, salt = '', hash = ''] = stored.split('$')
  if (scheme !== 'scrypt') throw new TypeError('unknown password hash scheme')
  const expected = Buffer.from(hash, 'base64url')
  const actual = await derive(password, Buffer.from(salt, 'base64url'), {
    logN: Number(logN),
    r: Number(r),
    p: Number(p),
  })
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function derive(password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** logN
  return new Promise((resolve, reject) => {
    // The same password typed on another keyboard may arrive in another normalisation form.
    scrypt(password.normalize('NFC'), salt, hashLength, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}
