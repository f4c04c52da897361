import { codeOf } from './fault.ts'

/** What is asked of something that may be gone by now: then there is nothing of it any more. */
export async function orNothing<Output>(asked: Promise<Output>): Promise<Output | Record<string, never>> {
  try {
    return await asked
  } catch (error) {
    if (codeOf(error) === 'NoSuchEntity') return {}
    throw error
  }
}
