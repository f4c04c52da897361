import * as sdk from '@aws-sdk/client-iam'
import { serviceErrors } from '../../wire/errors.ts'
import { operationsOf } from '../operation.ts'

/** Declares an operation of IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
export const iam = operationsOf<typeof sdk>('iam')

/** An error of IAM's own: code and status come from the SDK's schema of the exception. */
export const iamError = serviceErrors(sdk)
