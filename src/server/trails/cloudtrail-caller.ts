import type { ServiceCaller } from '../../identity/caller.ts'
import { serviceCaller } from '../as-service.ts'

/** CloudTrail, as it comes to a bucket for a trail. */
export function cloudtrailFor(source: ServiceCaller['source']): ServiceCaller {
  return serviceCaller('cloudtrail.amazonaws.com', source)
}

/** What is said of every object that it puts: it is the bucket owner's, and encrypted as everything is. */
export const deliveredAs = {
  ACL: 'bucket-owner-full-control',
  ContentType: 'application/json',
  ContentEncoding: 'gzip',
  ServerSideEncryption: 'AES256',
} as const
