import type { CommonErrorCode } from '../errors.ts'

/**
 * What services of the JSON protocols call the errors that every service may answer. A closed table: what a step can
 * throw has a name here. Where a protocol cannot have the fault (nothing is a query string), it is unreadable input.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/CommonErrors.html
 */
export const jsonNames: Readonly<Record<CommonErrorCode, string>> = {
  AccessDenied: 'AccessDeniedException',
  ExpiredToken: 'ExpiredTokenException',
  IncompleteSignature: 'IncompleteSignatureException',
  InternalFailure: 'InternalFailure',
  InvalidAction: 'UnknownOperationException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  InvalidParameterCombination: 'ValidationException',
  InvalidParameterValue: 'ValidationException',
  InvalidQueryParameter: 'SerializationException',
  MalformedInput: 'SerializationException',
  MalformedQueryString: 'SerializationException',
  MissingAction: 'UnknownOperationException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  MissingParameter: 'ValidationException',
  NotImplemented: 'NotImplemented',
  OptInRequired: 'OptInRequired',
  RequestEntityTooLarge: 'RequestEntityTooLargeException',
  RequestExpired: 'RequestExpired',
  ServiceFailure: 'InternalFailure',
  ServiceUnavailable: 'ServiceUnavailableException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  Throttling: 'ThrottlingException',
  UnknownOperation: 'UnknownOperationException',
  ValidationError: 'ValidationException',
}
