import type { AccountId } from '../identity/account-id.ts'

/**
 * What IAM and STS ask of an organization: who manages it, whether it lets IAM in, and which of the features for
 * root access it has enabled.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html#id_root-user-access-management
 */
export interface Organization {
  /** `o-…` */
  readonly id: string
  readonly managementAccount: AccountId
  /** Registered for `iam.amazonaws.com`. */
  readonly delegatedAdministrators: readonly AccountId[]
  /** False where it has consolidated billing only. */
  readonly allFeatures: boolean
  /** Trusted access for `iam.amazonaws.com`. */
  readonly trustsIam: boolean
  readonly rootFeatures: readonly RootFeature[]
}

export type RootFeature = 'RootCredentialsManagement' | 'RootSessions'

export interface Organizations {
  /** The organization an account belongs to. */
  readonly of: (account: AccountId) => Promise<Organization | undefined>
  readonly setRootFeatures: (organizationId: string, features: readonly RootFeature[]) => Promise<void>
  /**
   * What an access report on a root, an organizational unit or an account is about; where a policy is named, only
   * that policy and the accounts it binds. Absent where nothing knows an organization's tree.
   */
  readonly reportedEntity?: (
    organization: Organization,
    entityPath: string,
    policyId: string | undefined,
  ) => Promise<ReportedEntity | NotReported>
}

export interface ReportedEntity {
  /** Those at or under the path; the management account only where the path is its own. */
  readonly accounts: readonly { readonly account: AccountId; readonly path: string }[]
  /**
   * The texts of the service control policies, level by level from the root down. Absent for the management account,
   * which no policy limits.
   */
  readonly serviceControl?: readonly (readonly string[])[]
}

export interface NotReported {
  readonly missing: 'entity' | 'policy' | 'service control policies'
}
