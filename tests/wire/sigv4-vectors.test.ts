import { describe, expect, test } from 'vitest'
import { parseSignature } from '../../src/wire/sigv4/signature.ts'
import { SigningKeys } from '../../src/wire/sigv4/signing-keys.ts'
import { verifySignature } from '../../src/wire/sigv4/verify.ts'
import vectors from '../fixtures/sigv4/vectors.json' with { type: 'json' }

const now = Date.parse(vectors.signedAt)
const { secretAccessKey, service } = vectors

for (const { source, requests } of vectors.suites) {
  describe(source, () => {
    for (const { name, body, ...request } of requests) {
      const sent = { ...request, headers: request.headers as Record<string, string>, body: Buffer.from(body) }

      test(name, () => {
        const signature = parseSignature(sent)
        expect(signature).toMatchObject({
          accessKeyId: vectors.accessKeyId,
          region: vectors.region,
          signedAt: now,
        })
        if (!signature) return
        const verification = { secretAccessKey, service, now, signingKeys: new SigningKeys() }
        verifySignature(signature, sent, verification)
        const otherSecret = { ...verification, secretAccessKey: `${secretAccessKey}x` }
        expect(() => verifySignature(signature, sent, otherSecret)).toThrow(/does not match/)
      })
    }
  })
}
