import type { AccountId } from '../../identity/account-id.ts'
import type { TrailRow } from '../../store/trail-tables.ts'
import type { TrailDestinations } from '../trail-destinations.ts'
import { cloudtrailError } from './operation.ts'
import { trailOf } from './trail-name.ts'

/** What CreateTrail and UpdateTrail say alike. */
export interface TrailInput {
  readonly S3BucketName?: string | undefined
  readonly S3KeyPrefix?: string | undefined
  readonly SnsTopicName?: string | undefined
  readonly IncludeGlobalServiceEvents?: boolean | undefined
  readonly IsMultiRegionTrail?: boolean | undefined
  readonly EnableLogFileValidation?: boolean | undefined
  readonly CloudWatchLogsLogGroupArn?: string | undefined
  readonly CloudWatchLogsRoleArn?: string | undefined
  readonly KmsKeyId?: string | undefined
  readonly IsOrganizationTrail?: boolean | undefined
}

const maxPrefixLength = 200

/** What would be kept without acting is refused; what turns it off says what holds. */
export function mustBeSupported(input: TrailInput): void {
  const { S3BucketName, S3KeyPrefix = '', CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn } = input
  if (S3BucketName !== undefined && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(S3BucketName))
    throw cloudtrailError('InvalidS3BucketNameException', `Bucket name ${S3BucketName} is not valid.`)
  if (S3KeyPrefix.length > maxPrefixLength || !isKeyPrefix(S3KeyPrefix)) {
    const message = `S3 key prefix must have at most ${maxPrefixLength} printable characters and not begin with a slash.`
    throw cloudtrailError('InvalidS3PrefixException', message)
  }
  if (input.SnsTopicName)
    throw cloudtrailError(
      'InsufficientSnsTopicPolicyException',
      'SNS Topic does not exist or the topic policy is incorrect!',
    )
  if (input.KmsKeyId)
    throw cloudtrailError(
      'KmsKeyNotFoundException',
      'There are no KMS keys here: log files are not encrypted by trails.',
    )
  if (CloudWatchLogsLogGroupArn || CloudWatchLogsRoleArn) throw unsupported('Delivery to CloudWatch Logs')
}

/** What S3 would not take in a key, or would take for something else. */
function isKeyPrefix(text: string): boolean {
  return text.isWellFormed() && !/^\/|\p{Cc}/u.test(text)
}

export function unsupported(what: string) {
  return cloudtrailError('UnsupportedOperationException', `${what} is not implemented here.`)
}

export type TrailSettings = Pick<
  TrailRow,
  'bucket' | 'keyPrefix' | 'includesGlobalServices' | 'isMultiRegion' | 'organizationId'
>

/** The settings that are to be, where `present` are those that are; `organizationId` is the caller's organization. */
export function settingsOf(
  input: TrailInput,
  present: TrailSettings,
  organizationId?: string,
): TrailSettings {
  const settings = {
    bucket: input.S3BucketName ?? present.bucket,
    keyPrefix: input.S3KeyPrefix ?? present.keyPrefix,
    includesGlobalServices: input.IncludeGlobalServiceEvents ?? present.includesGlobalServices,
    isMultiRegion: input.IsMultiRegionTrail ?? present.isMultiRegion,
  }
  const isOfOrganization = input.IsOrganizationTrail ?? present.organizationId !== undefined
  const organization = isOfOrganization ? (organizationId ?? present.organizationId) : undefined
  if (settings.isMultiRegion && !settings.includesGlobalServices)
    throw cloudtrailError(
      'InvalidParameterCombinationException',
      'Multi-Region trail must include global service events.',
    )
  const { keyPrefix, ...rest } = settings
  return {
    ...rest,
    ...(keyPrefix && { keyPrefix }),
    ...(organization !== undefined && { organizationId: organization }),
  }
}

/** Since when there are digests of the log files; whoever asks for them again changes nothing. */
export function validationOf(
  { EnableLogFileValidation }: TrailInput,
  present: Pick<TrailRow, 'validatedSince'>,
  now: number,
): Pick<TrailRow, 'validatedSince'> {
  const { validatedSince } = present
  if (EnableLogFileValidation === false) return {}
  if (EnableLogFileValidation) return { validatedSince: validatedSince ?? Math.floor(now / 1000) * 1000 }
  return validatedSince === undefined ? {} : { validatedSince }
}

interface Named {
  readonly homeRegion: string
  readonly trailName: string
  readonly account: AccountId
}

/**
 * A trail that could not deliver is not made.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export async function mustBeDeliverable(
  { bucket, keyPrefix, organizationId }: TrailSettings,
  { homeRegion, trailName, account }: Named,
  destinations: TrailDestinations,
): Promise<void> {
  const refusal = await destinations.refusal({
    trailArn: trailOf(homeRegion, trailName, account).arn,
    account,
    homeRegion,
    bucket,
    ...(keyPrefix !== undefined && { keyPrefix }),
    ...(organizationId !== undefined && { organizationId }),
  })
  if (refusal === 'no such bucket')
    throw cloudtrailError('S3BucketDoesNotExistException', `S3 bucket ${bucket} does not exist!`)
  if (refusal === 'refused')
    throw cloudtrailError(
      'InsufficientS3BucketPolicyException',
      `Incorrect S3 bucket policy is detected for bucket: ${bucket}`,
    )
}
