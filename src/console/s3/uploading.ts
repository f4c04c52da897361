import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { Clients } from '../api/clients.ts'

/** A body of 8 MiB or more the SDK hashes in script, a smaller one the browser: meanwhile the page can be used. */
const partBytes = 7 * 1024 * 1024
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const mostParts = 10_000

export interface Upload {
  readonly bucket: string
  readonly key: string
  readonly file: File
  readonly signal: AbortSignal
  /** From 0 to 1: of the parts that the server has. */
  readonly onProgress: (fraction: number) => void
}

/**
 * A small file in one request, a larger one in parts: of a request's body no browser says how far it is, of parts one knows.
 * A part is in memory while it is sent, and the file never.
 */
export async function upload(
  s3: Clients['s3'],
  { bucket, key, file, signal, onProgress }: Upload,
): Promise<void> {
  const named = { Bucket: bucket, Key: key }
  const typed = { ...named, ContentType: file.type || 'application/octet-stream' }
  if (file.size <= partBytes) {
    await s3.send(new PutObjectCommand({ ...typed, Body: await bytesOf(file) }), { abortSignal: signal })
    onProgress(1)
    return
  }
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(typed), { abortSignal: signal })
  try {
    const size = Math.max(partBytes, Math.ceil(file.size / mostParts))
    const Parts: { PartNumber: number; ETag: string | undefined }[] = []
    for (let begin = 0; begin < file.size; begin += size) {
      const PartNumber = Parts.length + 1
      const Body = await bytesOf(file.slice(begin, begin + size))
      const { ETag } = await s3.send(new UploadPartCommand({ ...named, UploadId, PartNumber, Body }), {
        abortSignal: signal,
      })
      Parts.push({ PartNumber, ETag })
      onProgress(Math.min(1, (begin + size) / file.size))
    }
    const finish = new CompleteMultipartUploadCommand({ ...named, UploadId, MultipartUpload: { Parts } })
    await s3.send(finish, { abortSignal: signal })
  } catch (error) {
    // The parts that arrived would stay, and be no object's. Why the upload ended is what there is to say, not whether this worked.
    await s3.send(new AbortMultipartUploadCommand({ ...named, UploadId })).catch(() => {})
    throw error
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer())
}
