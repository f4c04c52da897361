import * as sdk from '@aws-sdk/client-cloudtrail'
import type { Resource } from '../../authorize/question.ts'
import { serviceErrors } from '../../wire/errors.ts'
import { operationsOf } from '../operation.ts'

/** Declares an operation of CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Operations.html */
export const cloudtrail = operationsOf<typeof sdk>('cloudtrail')

/** An error of CloudTrail's own: code and status come from the SDK's schema of the exception. */
export const cloudtrailError = serviceErrors(sdk)

/** What operations on no trail in particular act on: denials name no resource, as recorded for LookupEvents. */
export const everything: Resource = { arn: '*', shownAs: '' }
