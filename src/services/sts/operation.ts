import type * as sdk from '@aws-sdk/client-sts'
import { operationsOf } from '../operation.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html */
export const sts = operationsOf<typeof sdk>('sts')
