import { GetBucketPolicyCommand } from '@aws-sdk/client-s3'
import { orAbsent } from '../api/absent.ts'
import { useClients } from '../api/clients.ts'
import { useRead } from '../api/read.ts'

/** The text of the bucket's policy; empty where it has none. */
export function useBucketPolicy(bucket: string, options: { readonly isFresh?: boolean } = {}) {
  const { s3 } = useClients()
  return useRead(
    ['bucket', bucket, 'policy'],
    async () => {
      const asked = s3.send(new GetBucketPolicyCommand({ Bucket: bucket }))
      return (await orAbsent(asked, 'NoSuchBucketPolicy'))?.Policy ?? ''
    },
    options,
  )
}
