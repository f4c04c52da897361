import { ServiceError, type ServiceErrorOptions } from './error.ts'
import { errorsOf } from './schema.ts'

/**
 * The errors every service may answer beside its own.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 * Where that page and recorded answers differ, the recorded code stands. The names are those of query services and of
 * events; the JSON protocols' own stand in `json/common-errors.ts`.
 */
const common = {
  AccessDenied: [403, 'Access Denied'],
  ExpiredToken: [403, 'The security token included in the request is expired'],
  IncompleteSignature: [400, 'The request signature does not conform to AWS standards.'],
  InternalFailure: [
    500,
    'The request processing has failed because of an unknown error, exception or failure.',
  ],
  InvalidAction: [
    400,
    'The action or operation requested is invalid. Verify that the action is typed correctly.',
  ],
  InvalidClientTokenId: [403, 'The security token included in the request is invalid.'],
  InvalidParameterCombination: [400, 'Parameters that must not be used together were used together.'],
  InvalidParameterValue: [400, 'An invalid or out-of-range value was supplied for the input parameter.'],
  InvalidQueryParameter: [400, 'The AWS query string is malformed or does not adhere to AWS standards.'],
  MalformedInput: [400, 'The request could not be read.'],
  MalformedQueryString: [404, 'The query string contains a syntax error.'],
  MissingAction: [400, 'The request is missing an action or a required parameter.'],
  MissingAuthenticationToken: [403, 'Request is missing Authentication Token'],
  MissingParameter: [400, 'A required parameter for the specified action is not supplied.'],
  NotImplemented: [501, 'This operation is not implemented.'],
  OptInRequired: [403, 'The AWS access key ID needs a subscription for the service.'],
  RequestEntityTooLarge: [413, 'The request is too large.'],
  RequestExpired: [400, 'Request has expired.'],
  ServiceFailure: [
    500,
    'The request processing has failed because of an unknown error, exception or failure.',
  ],
  ServiceUnavailable: [503, 'The request has failed due to a temporary failure of the server.'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  ],
  Throttling: [400, 'Rate exceeded'],
  UnknownOperation: [404, 'The requested operation is not known.'],
  ValidationError: [400, 'The input fails to satisfy the constraints specified by an AWS service.'],
} as const satisfies Record<string, readonly [status: number, message: string]>

export type CommonErrorCode = keyof typeof common

/** An error any service may answer; without a message, the one AWS documents for the code. */
export function commonError(code: CommonErrorCode, message?: string, options?: ErrorOptions): ServiceError {
  const [status, documented] = common[code]
  return new ServiceError(code, status, message ?? documented, options)
}

/** The exceptions an SDK module models, by class name. Its base class is not one of them. */
export type ExceptionName<Sdk> = {
  [Key in keyof Sdk & string]: Key extends `${infer Name}Exception$`
    ? Name extends BaseException
      ? never
      : `${Name}Exception`
    : never
}[keyof Sdk & string]

/** `IAMServiceException` and its siblings: what the SDK throws for a code it does not know. */
type BaseException =
  | `${Uppercase<string>}Service`
  | `${string}ClientService`
  | 'OrganizationsService'
  | 'CloudTrailService'

/**
 * The errors of one service, named as its SDK names them: a name the model does not have is a compile error.
 * Code and status come from the model.
 */
export function serviceErrors<Sdk extends object>(
  sdk: Sdk,
): (name: ExceptionName<Sdk>, message: string, options?: ServiceErrorOptions) => ServiceError {
  const errors = errorsOf(sdk)
  return (name, message, options) => {
    const error = errors.get(name)
    if (!error) throw new Error(`the SDK models no error ${name}`)
    return new ServiceError(error.code, error.status, message, { ...options, shapeName: name })
  }
}
