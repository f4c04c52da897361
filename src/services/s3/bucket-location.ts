import { S3Fault } from '../../wire/s3/fault.ts'

/** Some names are older than their regions'. */
const regionNamed = (constraint: string | undefined) => (constraint === 'EU' ? 'eu-west-1' : constraint)

/** `us-east-1` has no name as a location. */
export const regionOf = (constraint: string | undefined) => regionNamed(constraint) ?? 'us-east-1'

/**
 * A region makes buckets in itself alone, and wants that to be said; us-east-1 makes them anywhere. The region is that of
 * the signature, as the host names none.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList (IllegalLocationConstraintException)
 */
export function mustBeLocatedIn(region: string, constraint: string | undefined): void {
  if (region === 'us-east-1' || regionNamed(constraint) === region) return
  throw new S3Fault(
    'IllegalLocationConstraintException',
    400,
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  )
}
