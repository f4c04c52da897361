import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { type Clients, useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'
import type { Crumb } from '../shell/page.tsx'
import { s3Words } from '../words/s3.ts'
import { bucketPath, bucketsPath, folderOf, foldersTo, type ObjectPlace } from './s3-paths.ts'

export function useObject({ bucket, key, versionId }: ObjectPlace) {
  const { s3 } = useClients()
  return useRead(['bucket', bucket, 'object', key, versionId], () =>
    objectHead(s3, { bucket, key, versionId }),
  )
}

/** The answer to a HEAD that is refused has no body, and says nothing of why: a GET is asked then. */
async function objectHead(s3: Clients['s3'], { bucket, key, versionId }: ObjectPlace) {
  const named = { Bucket: bucket, Key: key, VersionId: versionId }
  try {
    return await s3.send(new HeadObjectCommand(named))
  } catch {
    const { Body, ...head } = await s3.send(new GetObjectCommand(named))
    await Body?.transformToWebStream().cancel()
    return head
  }
}

/** The bucket and the folders that lead to an object. */
export function objectCrumbs({ bucket, key }: ObjectPlace): readonly Crumb[] {
  return [
    { text: s3Words.title, href: bucketsPath },
    { text: bucket, href: bucketPath(bucket) },
    ...foldersTo(folderOf(key)).map(({ name, prefix }) => ({
      text: name,
      href: bucketPath(bucket, { prefix }),
    })),
  ]
}
