/**
 * Who is told when something happens that another account waits for, by the SNS topic that it named.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-building-integration.html
 */
export interface Notifications {
  /** False when nobody took it. Never throws. */
  readonly publish: (topicArn: string, message: object) => Promise<boolean>
}
