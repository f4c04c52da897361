import { readPrincipal } from '../../../policy/principal-reference.ts'
import type { PrincipalRow } from './statement.ts'

export type PrincipalFault = 'missing' | 'account-or-arn' | 'service' | 'federated' | 'canonical-user'

/**
 * Why a value is none of its type, as far as its form tells; whether the user or role is there only IAM knows.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalFault({ type, value }: PrincipalRow): PrincipalFault | undefined {
  if (value === '') return 'missing'
  switch (type) {
    case 'AWS':
      return value === '*' || readPrincipal(value) !== undefined ? undefined : 'account-or-arn'
    case 'Service':
      return /^[a-z0-9.-]+\.[a-z0-9.-]+$/.test(value) ? undefined : 'service'
    case 'Federated':
      return /^arn:|^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(\/|$)/.test(value) ? undefined : 'federated'
    case 'CanonicalUser':
      return /^[0-9a-f]{64}$/.test(value) ? undefined : 'canonical-user'
    case 'everyone':
      return undefined
  }
}
