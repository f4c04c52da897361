import type { Operation } from '../operation.ts'
import * as absentConfigurations from './absent-configurations.ts'
import * as absentSettings from './absent-settings.ts'
import { GetBucketAcl, GetObjectAcl, PutBucketAcl, PutObjectAcl } from './acl.ts'
import * as bucketAcceleration from './bucket-acceleration.ts'
import * as bucketCors from './bucket-cors.ts'
import * as bucketEncryption from './bucket-encryption.ts'
import {
  DeleteBucketPolicy,
  GetBucketPolicy,
  GetBucketPolicyStatus,
  PutBucketPolicy,
} from './bucket-policy.ts'
import {
  DeleteBucketOwnershipControls,
  DeleteBucketTagging,
  DeletePublicAccessBlock,
  GetBucketOwnershipControls,
  GetBucketTagging,
  GetBucketVersioning,
  GetPublicAccessBlock,
  PutBucketOwnershipControls,
  PutBucketTagging,
  PutBucketVersioning,
  PutPublicAccessBlock,
} from './bucket-settings.ts'
import { CreateBucket, DeleteBucket, GetBucketLocation, HeadBucket, ListBuckets } from './buckets.ts'
import { CompleteMultipartUpload } from './complete-multipart-upload.ts'
import { CopyObject } from './copy-object.ts'
import * as defaultSettings from './default-settings.ts'
import { DeleteObject, DeleteObjects } from './delete-objects.ts'
import { GetObject, HeadObject } from './get-object.ts'
import { ListObjectVersions } from './list-object-versions.ts'
import { ListObjects, ListObjectsV2 } from './list-objects.ts'
import { ListMultipartUploads, ListParts } from './list-uploads.ts'
import {
  AbortMultipartUpload,
  CreateMultipartUpload,
  UploadPart,
  UploadPartCopy,
} from './multipart-upload.ts'
import { GetObjectAttributes } from './object-attributes.ts'
import * as objectLock from './object-lock.ts'
import { DeleteObjectTagging, GetObjectTagging, PutObjectTagging } from './object-tagging.ts'
import { PutObject } from './put-object.ts'

export const operations: readonly Operation[] = [
  ...Object.values(absentConfigurations),
  ...Object.values(absentSettings),
  ...Object.values(bucketAcceleration),
  ...Object.values(bucketCors),
  ...Object.values(bucketEncryption),
  ...Object.values(defaultSettings),
  ...Object.values(objectLock),
  AbortMultipartUpload,
  CompleteMultipartUpload,
  CopyObject,
  CreateBucket,
  CreateMultipartUpload,
  DeleteBucket,
  DeleteBucketOwnershipControls,
  DeleteBucketPolicy,
  DeleteBucketTagging,
  DeleteObject,
  DeleteObjects,
  DeleteObjectTagging,
  DeletePublicAccessBlock,
  GetBucketAcl,
  GetBucketLocation,
  GetBucketOwnershipControls,
  GetBucketPolicy,
  GetBucketPolicyStatus,
  GetBucketTagging,
  GetBucketVersioning,
  GetObject,
  GetObjectAcl,
  GetObjectAttributes,
  GetObjectTagging,
  GetPublicAccessBlock,
  HeadBucket,
  HeadObject,
  ListBuckets,
  ListMultipartUploads,
  ListObjects,
  ListObjectsV2,
  ListObjectVersions,
  ListParts,
  PutBucketAcl,
  PutBucketOwnershipControls,
  PutBucketPolicy,
  PutBucketTagging,
  PutBucketVersioning,
  PutObject,
  PutObjectAcl,
  PutObjectTagging,
  PutPublicAccessBlock,
  UploadPart,
  UploadPartCopy,
]
