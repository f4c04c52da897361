import { createSign } from 'node:crypto'
import type { TrailDigestRow, TrailLogFileRow, TrailRow } from '../../store/trail-tables.ts'
import { secondsOf } from '../audit/user-identity.ts'
import { type Content, contentOfText, folderOf } from './log-file.ts'
import { placeOf } from './put-file.ts'
import type { LogSigningKey } from './signing-key.ts'

export interface NewDigest {
  readonly trail: TrailRow
  readonly chain: TrailDigestRow
  /** What was delivered from where the chain stands until then. */
  readonly files: readonly TrailLogFileRow[]
  /** Epoch milliseconds, whole seconds. */
  readonly until: number
}

export interface SignedDigest extends Content {
  readonly key: string
  /** Hexadecimal. */
  readonly signature: string
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html */
export async function signedDigest(digest: NewDigest, signer: LogSigningKey): Promise<SignedDigest> {
  const { trail, chain, files, until } = digest
  const { previous } = chain
  const key = keyOf(digest)
  const digestEndTime = secondsOf(until)
  const text = JSON.stringify({
    awsAccountId: chain.account,
    digestStartTime: secondsOf(chain.from),
    digestEndTime,
    digestS3Bucket: trail.bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: signer.fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: latest(files.map(({ newestAt }) => newestAt)),
    oldestEventTime: earliest(files.map(({ oldestAt }) => oldestAt)),
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.hash ?? null,
    previousDigestHashAlgorithm: previous ? 'SHA-256' : null,
    previousDigestSignature: previous?.signature ?? null,
    logFiles: files.map(({ bucket, key: s3Object, hash, newestAt, oldestAt }) => ({
      s3Bucket: bucket,
      s3Object,
      hashValue: hash,
      hashAlgorithm: 'SHA-256',
      newestEventTime: secondsOf(newestAt),
      oldestEventTime: secondsOf(oldestAt),
    })),
  })
  const content = await contentOfText(text)
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
  const signed = [digestEndTime, `${trail.bucket}/${key}`, content.hash, previous?.signature ?? 'null']
  const signature = createSign('RSA-SHA256').update(signed.join('\n')).sign(signer.privateKey, 'hex')
  return { ...content, key, signature }
}

function keyOf({ trail, chain: { account, region }, until }: NewDigest): string {
  const stamp = secondsOf(until)
  const time = stamp.replace(/[-:]/g, '')
  const name = `${account}_CloudTrail-Digest_${region}_${trail.trailName}_${trail.homeRegion}_${time}`
  const folder = folderOf(placeOf(trail, account), region, 'CloudTrail-Digest')
  return `${folder}/${stamp.slice(0, 10).replaceAll('-', '/')}/${name}.json.gz`
}

function latest(times: readonly number[]): string | null {
  return times.length === 0 ? null : secondsOf(times.reduce((a, b) => Math.max(a, b)))
}

function earliest(times: readonly number[]): string | null {
  return times.length === 0 ? null : secondsOf(times.reduce((a, b) => Math.min(a, b)))
}
