import { S3Fault } from '../../wire/s3/fault.ts'

const form = /^[a-z0-9](?:[a-z0-9-]|\.(?![.-])|(?<!\.)-){1,61}[a-z0-9]$/
const reservedStarts = ['xn--', 'sthree-', 'amzn-s3-demo-']
const reservedEnds = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3']

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function isBucketName(name: string): boolean {
  return (
    name.length >= 3 &&
    name.length <= 63 &&
    form.test(name) &&
    !name.includes('-.') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !reservedStarts.some(start => name.startsWith(start)) &&
    !reservedEnds.some(end => name.endsWith(end))
  )
}

export function mustBeBucketName(name: string): void {
  if (isBucketName(name)) return
  throw new S3Fault('InvalidBucketName', 400, 'The specified bucket is not valid.', {
    members: { BucketName: name },
  })
}
