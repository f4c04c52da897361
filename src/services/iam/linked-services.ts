import { readFileSync } from 'node:fs'
import { arn } from '../../identity/arn.ts'

/** What is fixed of the role that a service is linked to. */
export interface LinkedService {
  /** e.g. `AWSServiceRoleForCertificateManager`: not to be derived from the service's name. */
  readonly role: string
  /** Of the policies that AWS keeps for such roles; absent where it is not known. */
  readonly policyArn?: string
  /** The service may have several such roles, told apart by a suffix. */
  readonly takesSuffix: boolean
}

/** The service that makes roles for other services' consoles. */
export const roleManager = 'role-manager.iam.amazonaws.com'

const file = new URL('../../../data/service-linked-roles.json', import.meta.url)

interface ServiceRecord {
  readonly role: string
  readonly policy?: string
  readonly takesSuffix?: boolean
}

let loaded: Readonly<Record<string, ServiceRecord>> | undefined

/** By the service's principal, e.g. `acm.amazonaws.com`. data/README.md names the sources. */
export function linkedService(service: string): LinkedService | undefined {
  loaded ??= JSON.parse(readFileSync(file, 'utf8')).services as Record<string, ServiceRecord>
  if (!Object.hasOwn(loaded, service)) return undefined
  const { role, policy, takesSuffix = false } = loaded[service] as ServiceRecord
  return {
    role,
    takesSuffix,
    ...(policy !== undefined && { policyArn: arn.managedPolicy('/aws-service-role/', policy) }),
  }
}
