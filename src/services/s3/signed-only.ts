import { accessDenied } from './errors.ts'

const signIn = 'Anonymous users cannot invoke this API. Please authenticate.'
const noCopies = 'Anonymous users cannot copy objects. Please authenticate.'
const unsupported = (action: string) => `s3:${action} does not support Anonymous requests!`

/** What S3 does for nobody, whatever the bucket's policy lets anybody do: recorded by others. */
const refusals: Readonly<Record<string, string>> = {
  CopyObject: noCopies,
  CreateBucket: signIn,
  CreateMultipartUpload: 'Anonymous users cannot initiate multipart uploads. Please authenticate.',
  DeleteBucketOwnershipControls: unsupported('PutBucketOwnershipControls'),
  GetBucketOwnershipControls: unsupported('GetBucketOwnershipControls'),
  PutBucketAcl: signIn,
  PutBucketOwnershipControls: unsupported('PutBucketOwnershipControls'),
  PutObjectAcl: signIn,
  // Not recorded: it makes a copy too.
  UploadPartCopy: noCopies,
}

export function mustBeDoneForNobody(operation: string, { kind }: { readonly kind: string }): void {
  const refusal = refusals[operation]
  if (kind === 'anonymous' && refusal !== undefined) throw accessDenied(refusal)
}
