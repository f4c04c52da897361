import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { type Clients, useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import type { ObjectPlace } from './s3-paths.ts'

/** More than this the browser loads by itself, from a link: it would all be in memory first otherwise. */
const mostBytesInMemory = 64 * 1024 * 1024
const linkSeconds = 60

/** Saves an object as a file. It is never opened: its bucket shares the console's origin. */
export function useDownload() {
  const { s3 } = useClients()
  return useWrite(({ bucket, key, versionId }: ObjectPlace) => download(s3, { bucket, key, versionId }))
}

/** By a signed request, whose refusal can be shown; a link's could not. */
async function download(s3: Clients['s3'], place: ObjectPlace): Promise<void> {
  const { bucket: Bucket, key: Key, versionId: VersionId } = place
  const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))
  if (!Body) throw new Error('GetObject answered without a body')
  if (ContentLength > mostBytesInMemory) {
    await Body.transformToWebStream().cancel()
    save(await presignedUrl(await s3.client(), place), fileName(Key))
    return
  }
  const bytes = await Body.transformToByteArray()
  // Of no type that a browser would show.
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }))
  save(url, fileName(Key))
  // The browser has begun to read it by then; the URL would hold the bytes for as long as the page lives.
  setTimeout(() => URL.revokeObjectURL(url), linkSeconds * 1000)
}

function fileName(key: string): string {
  return key.split('/').findLast(part => part !== '') ?? 'object'
}

function save(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

/** What the SDK's signer of S3 can do besides what its type says. */
interface Presigner {
  readonly presign: (
    request: object,
    options: { readonly expiresIn: number },
  ) => Promise<{ readonly query?: Readonly<Record<string, unknown>> }>
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
async function presignedUrl(client: S3Client, { bucket, key, versionId }: ObjectPlace): Promise<string> {
  const { protocol, host, hostname, port } = location
  const path = `/${bucket}/${key.split('/').map(escaped).join('/')}`
  const signer = (await client.config.signer()) as unknown as Presigner
  const signed = await signer.presign(
    {
      method: 'GET',
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path,
      query: { 'response-content-disposition': 'attachment', ...(versionId !== undefined && { versionId }) },
      headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    },
    { expiresIn: linkSeconds },
  )
  const query = Object.entries(signed.query ?? {}).map(
    ([name, value]) => `${escaped(name)}=${escaped(String(value))}`,
  )
  return `${location.origin}${path}?${query.join('&')}`
}

function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
