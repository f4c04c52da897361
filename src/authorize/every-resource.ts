/**
 * What policies name, besides `*`, to allow or deny what is done to no one thing: AWS's own examples do so
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/walkthrough1.html). By actions, lower-case.
 */
const everyResource: Readonly<Record<string, string>> = { 's3:listallmybuckets': 'arn:aws:s3:::*' }

/** The ARN that a decision on `action` asks policies about, where no resource is named. */
export function arnOfEvery(action: string): string {
  return everyResource[action.toLowerCase()] ?? '*'
}
