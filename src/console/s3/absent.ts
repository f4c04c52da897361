import { codeOf } from '../api/fault.ts'

/** What was never set: undefined, where S3 answers with one of these codes. */
export async function orAbsent<Output>(
  asked: Promise<Output>,
  ...codes: readonly string[]
): Promise<Output | undefined> {
  try {
    return await asked
  } catch (error) {
    if (codes.includes(codeOf(error) ?? '')) return undefined
    throw error
  }
}
