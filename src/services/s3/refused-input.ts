import type { InputFault } from '../../wire/constraints.ts'
import type { ServiceError } from '../../wire/error.ts'
import { malformedXml } from '../../wire/rest-xml/read-xml.ts'
import { invalidArgument, S3Fault } from '../../wire/s3/fault.ts'
import { malformedAcl } from './acl-input.ts'
import { invalidRequest, invalidStorageClass } from './errors.ts'

type Refuse = (value: string) => S3Fault

const argument =
  (name: string, message: string): Refuse =>
  value =>
    invalidArgument(message, name, value)

/** What S3 says of a value that a header or the query may not have; seen recorded, but where it is said otherwise. */
const refusals: Readonly<Record<string, Refuse>> = {
  accessControlPolicy: malformedAcl,
  checksumAlgorithm: () =>
    invalidRequest(
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    ),
  checksumType: () => invalidRequest('Value for x-amz-checksum-type header is invalid.'),
  // The name stands in the place of the value, whatever was sent.
  copySource: () =>
    invalidArgument('Invalid copy source object key', 'x-amz-copy-source', 'x-amz-copy-source'),
  encodingType: argument('encoding-type', 'Invalid Encoding Method specified in Request'),
  maxBuckets: argument('max-buckets', 'Argument max-buckets must be an integer between 1 and 10000'),
  metadataDirective: argument('x-amz-metadata-directive', 'Unknown metadata directive.'),
  objectAttributes: argument('x-amz-object-attributes', 'Invalid attribute name specified.'),
  objectLockLegalHoldStatus: argument(
    'x-amz-object-lock-legal-hold',
    "Legal Hold must be either of 'ON' or 'OFF'",
  ),
  objectLockMode: argument('x-amz-object-lock-mode', 'Unknown wormMode directive.'),
  objectOwnership: value =>
    invalidArgument(`Invalid x-amz-object-ownership header: ${value}`, 'x-amz-object-ownership'),
  serverSideEncryption: argument(
    'x-amz-server-side-encryption',
    'The encryption method specified is not supported',
  ),
  storageClass: invalidStorageClass,
  taggingDirective: argument('x-amz-tagging-directive', 'Unknown tagging directive.'),
  // Its message is empty.
  aCL: argument('x-amz-acl', ''),
  // No words of these were seen.
  bucketNamespace: argument('x-amz-bucket-namespace', 'Provided x-amz-bucket-namespace is not valid'),
  checksumMode: argument('x-amz-checksum-mode', 'Provided x-amz-checksum-mode is not valid'),
  optionalObjectAttributes: argument('x-amz-optional-object-attributes', 'Invalid attribute name specified.'),
  requestPayer: argument('x-amz-request-payer', 'Provided x-amz-request-payer is not valid'),
}

/** Members of documents of which S3 says more than that the document is malformed. */
const inDocuments: Readonly<Record<string, Refuse>> = {
  'createBucketConfiguration.locationConstraint': value =>
    new S3Fault('InvalidLocationConstraint', 400, 'The specified location-constraint is not valid', {
      members: { LocationConstraint: value },
    }),
  'tagging.tagSet.member.key': value =>
    new S3Fault('InvalidTag', 400, 'The TagKey you have provided is invalid', { members: { TagKey: value } }),
}

/** An empty document is read as any other policy: recorded. */
const noPolicy = () =>
  new S3Fault('MalformedPolicy', 400, "Policies must be valid JSON and the first byte must be '{'")

/** S3 has no words for broken constraints as other services do: each header has its own, and a document is malformed. */
export function refusedInput({ kind, path, value }: InputFault): ServiceError {
  const [first = '', ...rest] = path.split('.')
  const text = String(value ?? '')
  const ofHeader = refusals[first]
  if (ofHeader) return ofHeader(text)
  if (kind === 'required' && first === 'policy') return noPolicy()
  if (kind === 'required' && rest.length === 0)
    return new S3Fault('MissingRequestBodyError', 400, 'Request Body is empty')
  const ofDocument = kind === 'required' ? undefined : inDocuments[path.replaceAll(/\.\d+/g, '')]
  return ofDocument?.(text) ?? malformedXml()
}
