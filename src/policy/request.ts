import type { PolicyDocument } from './document.ts'

/**
 * Who asks. A role is never a principal itself: its session is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/intro-structure.html#intro-structure-principal
 */
export type Principal =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'root'; readonly accountId: string; readonly arn: string }
  | { readonly kind: 'user'; readonly accountId: string; readonly arn: string; readonly userId: string }
  | {
      readonly kind: 'role-session'
      readonly accountId: string
      /** `arn:aws:sts::<account>:assumed-role/<role name>/<session>`: no path. */
      readonly arn: string
      /** `arn:aws:iam::<account>:role/<path><role name>`: with path. */
      readonly roleArn: string
      readonly roleId: string
    }
  | {
      readonly kind: 'federated-user'
      readonly accountId: string
      readonly arn: string
      /** The user (or root) that called GetFederationToken. */
      readonly parentArn: string
      readonly parentId: string
    }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'federated'; readonly provider: string }

/** A single-valued key holds a string, a multivalued key a list (also when it has one member). */
export type ContextValue = string | readonly string[]

/** Condition keys of one request. Names are looked up without regard to case. Absent keys are not in it. */
export type Context = Readonly<Record<string, ContextValue | undefined>>

/** One question: may this principal do this action to this resource, in this context? */
export interface AuthorizationRequest {
  readonly principal: Principal
  /** `service:Operation`. */
  readonly action: string
  /** An ARN, or `*` for actions that name no resource. */
  readonly resource: string
  /** The account that owns the resource; absent when the resource belongs to none (`*`). */
  readonly resourceAccountId?: string
  readonly context: Context
}

/** Where a policy stands, for reasons to name it. */
export interface PolicySource {
  /** e.g. `AdministratorAccess`, `inline:S3Read`, `trust policy`. */
  readonly name: string
  readonly arn?: string
  /** The ARN of the user, group or role it hangs on. */
  readonly attachedTo?: string
}

export interface SourcedPolicy {
  readonly source: PolicySource
  readonly document: PolicyDocument
  /**
   * Principal ARNs that were resolved to unique ids when the policy was saved (ARN as written → `AIDA…`/`AROA…`).
   * A bound ARN matches by id only, so a namesake created later is not trusted.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
   */
  readonly principalIds?: Readonly<Record<string, string>>
}

/** One level of an organization: its root, an OU, or the account. */
export interface ControlLevel {
  readonly level: string
  readonly policies: readonly SourcedPolicy[]
}

/** Every policy that bears on a request. An absent layer does not limit; an empty one allows nothing. */
export interface PolicyLayers {
  readonly identity: readonly SourcedPolicy[]
  readonly resource?: SourcedPolicy
  /**
   * True for role trust policies and KMS key policies: an identity Allow alone is never enough,
   * and a resource without such a policy is closed.
   */
  readonly resourcePolicyMustAllow?: boolean
  readonly boundary?: readonly SourcedPolicy[]
  readonly session?: readonly SourcedPolicy[]
  /**
   * One for each GetScopedCredentials that the session went through; each must allow, whoever grants.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getscopedcredentials.html
   */
  readonly scopeDown?: readonly SourcedPolicy[]
  /**
   * From the organization's root down to the principal's account; each level must allow. Absent for the
   * management account and for service-linked roles, which no SCP binds.
   * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
   */
  readonly serviceControl?: readonly ControlLevel[]
  /** From the root down to the resource's account. Absent for the management account and service-linked roles. */
  readonly resourceControl?: readonly ControlLevel[]
}
