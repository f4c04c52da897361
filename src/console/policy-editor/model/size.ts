import { policySize } from '../../../policy/limits.ts'

export interface PolicySize {
  /** Without white space, as IAM counts. */
  readonly characters: number
  readonly limit: number
  readonly percent: number
  readonly fits: boolean
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function sizeOf(text: string, limit: number): PolicySize {
  const characters = policySize(text)
  return { characters, limit, percent: Math.round((characters / limit) * 100), fits: characters <= limit }
}
