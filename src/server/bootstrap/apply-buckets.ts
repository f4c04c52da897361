import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { RequestContent } from '../../wire/s3/request-content.ts'
import type { PlannedBucket, PlannedFile } from './plan.ts'

/** Makes a call of S3 for the bucket's account; false after a fault. */
export type CallS3 = (operation: string, input: object, path: string) => Promise<boolean>

/** The policy last: it may not let anybody read what is yet to come. */
export async function applyBucket(
  { name: Bucket, policy, publicAccessBlock, versioning, files }: PlannedBucket,
  path: string,
  call: CallS3,
): Promise<void> {
  if (!(await call('CreateBucket', { Bucket }, path))) return
  if (versioning) {
    const VersioningConfiguration = { Status: versioning }
    await call('PutBucketVersioning', { Bucket, VersioningConfiguration }, `${path}.versioning`)
  }
  if (publicAccessBlock) {
    const PublicAccessBlockConfiguration = publicAccessBlock
    const input = { Bucket, PublicAccessBlockConfiguration }
    await call('PutPublicAccessBlock', input, `${path}.publicAccessBlock`)
  }
  for (const [index, file] of files.entries()) {
    const { key: Key, contentType } = file
    const input = { Bucket, Key, Body: await bodyOf(file), ContentType: contentType }
    await call('PutObject', input, `${path}.files[${index}]`)
  }
  if (policy !== undefined) await call('PutBucketPolicy', { Bucket, Policy: policy }, `${path}.policy`)
}

/** As a request would bring it, from somebody who need not be authenticated: the file is the operator's. */
async function bodyOf({ text, file }: PlannedFile): Promise<RequestContent> {
  const bytes = Buffer.from(text ?? '')
  const length = file === undefined ? bytes.length : (await stat(file)).size
  const source = file === undefined ? once(bytes) : createReadStream(file)
  const content = new RequestContent(source, { 'content-length': String(length) })
  await content.authenticated('signer')
  return content
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes
}
