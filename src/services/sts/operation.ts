import * as sdk from '@aws-sdk/client-sts'
import { serviceErrors } from '../../wire/errors.ts'
import { operationsOf, unsignedOperationsOf } from '../operation.ts'

/** Declares an operation of STS: https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html */
export const sts = operationsOf<typeof sdk>('sts')

/** Declares one that nobody signs. */
export const unsignedSts = unsignedOperationsOf<typeof sdk>('sts')

/** An error of STS's own: code and status come from the SDK's schema of the exception. */
export const stsError = serviceErrors(sdk)
