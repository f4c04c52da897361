import { accountOfRequester, isSigner } from '../../identity/caller.ts'
import { parsePolicy } from '../../policy/index.ts'
import type { BoundPolicy } from '../../store/common-columns.ts'
import type { Store } from '../../store/contract.ts'
import { S3Fault } from '../../wire/s3/fault.ts'
import { bindPrincipals, shownPolicies, withAccountArns } from '../bound-principals.ts'
import { changeBucket } from './buckets.ts'
import { type S3Caller, type S3Resource, s3 } from './operation.ts'
import { policyFault } from './policy-fit.ts'
import { isPublicPolicy } from './public-policy.ts'
import { bucketResource } from './resources.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html */
const maxPolicyBytes = 20 * 1024

type Asked = Parameters<typeof bucketResource>[0]

/**
 * The root user of the bucket's account can always read, change and remove its policy, even where it denies that: so that
 * nobody is locked out for good. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
async function policyResource(asked: Asked): Promise<S3Resource> {
  const { policy, ...resource } = await bucketResource(asked)
  const { caller } = asked
  const isOwnRoot = caller.kind === 'root' && caller.account === resource.bucket.accountId
  return isOwnRoot || !policy ? resource : { ...resource, policy }
}

/** "If you have the permissions, but you're not using an identity that belongs to the bucket owner's account: 405". */
function mustBeOfOwner(caller: S3Caller, { bucket }: S3Resource): void {
  if (accountOfRequester(caller) === bucket.accountId) return
  throw new S3Fault('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.')
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export const PutBucketPolicy = s3('PutBucketPolicy', {
  resource: policyResource,
  handle: async ({ input, caller, resource, store }) => {
    mustBeOfOwner(caller, resource)
    const policy = await policyToStore(store, input.Policy, resource.bucket.bucket)
    await changeBucket(store, resource, row => {
      if (row.publicAccessBlock?.BlockPublicPolicy && isPublicPolicy(policy.text)) {
        throw new S3Fault('AccessDenied', 403, notExplained(caller, resource))
      }
      return { ...row, policy }
    })
    return {}
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html */
function notExplained(caller: S3Caller, { shownAs, arn }: S3Resource): string {
  const who = isSigner(caller) ? caller.arn : 'anonymous'
  return `User: ${who} is not authorized to perform: s3:PutBucketPolicy on resource: ${shownAs ?? arn} because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`
}

async function policyToStore(store: Store, text: string, bucket: string): Promise<BoundPolicy> {
  if (Buffer.byteLength(text) > maxPolicyBytes)
    throw new S3Fault('PolicyTooLarge', 400, 'Policy exceeds the maximum allowed document size.')
  if (!text.startsWith('{')) throw malformed(noJson)
  const result = parsePolicy(text, 'resource')
  if (!('document' in result)) throw malformed(inWordsOf(result.faults[0]?.message))
  const fault = await policyFault(result.document, bucket)
  if (fault !== undefined) throw malformed(fault)
  const bound = await bindPrincipals(store, withAccountArns(text))
  if ('unknown' in bound) throw malformed('Invalid principal in policy', bound.unknown)
  return bound
}

const noJson = "Policies must be valid JSON and the first byte must be '{'"

/** What begins as it should and goes on wrong is told otherwise, as recorded by others. */
function inWordsOf(fault = noJson): string {
  return fault === noJson ? 'This policy contains invalid Json' : fault
}

function malformed(message: string, detail?: string): S3Fault {
  return new S3Fault(
    'MalformedPolicy',
    400,
    message,
    detail === undefined ? {} : { members: { Detail: detail } },
  )
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export const GetBucketPolicy = s3('GetBucketPolicy', {
  resource: policyResource,
  handle: async ({ caller, resource, store }) => {
    mustBeOfOwner(caller, resource)
    const policy = mustHavePolicy(resource)
    const [Policy = policy.text] = await shownPolicies(store, [policy])
    return { Policy }
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html */
export const DeleteBucketPolicy = s3('DeleteBucketPolicy', {
  resource: policyResource,
  handle: async ({ caller, resource, store }) => {
    mustBeOfOwner(caller, resource)
    await changeBucket(store, resource, ({ policy: _, ...row }) => row)
    return {}
  },
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html */
export const GetBucketPolicyStatus = s3('GetBucketPolicyStatus', {
  resource: bucketResource,
  handle: async ({ resource }) => ({
    PolicyStatus: { IsPublic: isPublicPolicy(mustHavePolicy(resource).text) },
  }),
})

function mustHavePolicy({ bucket }: S3Resource): BoundPolicy {
  if (bucket.policy) return bucket.policy
  throw new S3Fault('NoSuchBucketPolicy', 404, 'The bucket policy does not exist', {
    members: { BucketName: bucket.bucket },
  })
}
