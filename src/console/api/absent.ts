import { codeOf } from './fault.ts'

/** What was never set: undefined, where the service answers with one of these codes. */
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
