import { commonError } from '../../wire/errors.ts'

/** The SDK's enum has `Expired` too, which is for credentials that AWS itself retires. */
export function statusToStore(status: string): 'Active' | 'Inactive' {
  if (status === 'Active' || status === 'Inactive') return status
  throw commonError(
    'ValidationError',
    "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
  )
}
