import { ServiceError, type ServiceErrorOptions } from '../error.ts'

interface FaultDetails extends ServiceErrorOptions {
  /** Elements of the error document beside code and message: `BucketName`, `Key`, `ArgumentName`. */
  readonly members?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

/** An error of S3, whose documents say more than code and message, and whose answers may have headers of their own. */
export class S3Fault extends ServiceError {
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: string,
    status: number,
    message: string,
    { headers = {}, ...options }: FaultDetails = {},
  ) {
    super(code, status, message, options)
    this.headers = headers
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList; AWS repeats the token, we do not. */
export function invalidToken(): S3Fault {
  return new S3Fault('InvalidToken', 400, 'The provided token is malformed or otherwise invalid.')
}

/** The id is repeated, as AWS does, where it can be one. */
export function invalidAccessKeyId(accessKeyId: string): S3Fault {
  return new S3Fault(
    'InvalidAccessKeyId',
    403,
    'The AWS Access Key Id you provided does not exist in our records.',
    { members: { ...(/^\w{1,128}$/.test(accessKeyId) && { AWSAccessKeyId: accessKeyId }) } },
  )
}

export const invalidRequest = (message: string) => new S3Fault('InvalidRequest', 400, message)

export function invalidArgument(message: string, name?: string, value?: string): S3Fault {
  const members = {
    ...(name !== undefined && { ArgumentName: name }),
    ...(value !== undefined && { ArgumentValue: value }),
  }
  return new S3Fault('InvalidArgument', 400, message, { members })
}
