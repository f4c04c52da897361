import type { PolicyKind, PrincipalType } from './document.ts'

/**
 * Whose words a refusal is in: IAM's for what hangs on identities, the older ones that trust policies and
 * bucket policies share, and the single sentence of Organizations.
 */
export type Dialect = 'identity' | 'trust' | 'resource' | 'control'

type Presence = 'required' | 'permitted' | 'forbidden'

/** What the grammar of one kind of policy asks for and rules out. */
export interface Grammar {
  readonly dialect: Dialect
  readonly principal: Presence
  readonly notPrincipal: Presence
  readonly notAction: Presence
  readonly resource: Presence
  readonly principalTypes: readonly PrincipalType[]
  /** `"Principal": "*"` may be written bare. */
  readonly bareStar: boolean
  readonly sid: 'alphanumeric' | 'any'
  /** Must each action be one of the service that trust policies are about? */
  readonly onlyStsActions: boolean
  /** Nothing but Deny, save for the one statement that allows everything. */
  readonly onlyDeny: boolean
  /** Which patterns of fewer than six ARN parts may be written. */
  readonly shortResources: 'legacy' | 'any' | 'ending-in-star' | 'none'
}

/** `Id` is documented as forbidden in identity-based policies, but IAM was seen to accept it, so all kinds do. */
const identity: Grammar = {
  dialect: 'identity',
  principal: 'forbidden',
  notPrincipal: 'forbidden',
  notAction: 'permitted',
  resource: 'required',
  principalTypes: [],
  bareStar: false,
  sid: 'alphanumeric',
  onlyStsActions: false,
  onlyDeny: false,
  shortResources: 'legacy',
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export const grammars: Readonly<Record<PolicyKind, Grammar>> = {
  identity,
  boundary: identity,
  session: identity,
  trust: {
    dialect: 'trust',
    principal: 'required',
    notPrincipal: 'forbidden',
    notAction: 'forbidden',
    resource: 'forbidden',
    principalTypes: ['AWS', 'Service', 'Federated'],
    bareStar: false,
    sid: 'alphanumeric',
    onlyStsActions: true,
    onlyDeny: false,
    shortResources: 'none',
  },
  resource: {
    dialect: 'resource',
    principal: 'required',
    notPrincipal: 'permitted',
    notAction: 'permitted',
    resource: 'required',
    principalTypes: ['AWS', 'Service', 'Federated', 'CanonicalUser'],
    bareStar: true,
    // S3 and KMS take spaces in a Sid.
    sid: 'any',
    onlyStsActions: false,
    onlyDeny: false,
    shortResources: 'any',
  },
  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
  'service-control': {
    ...identity,
    dialect: 'control',
    shortResources: 'ending-in-star',
  },
  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
  'resource-control': {
    ...identity,
    dialect: 'control',
    principal: 'required',
    notAction: 'forbidden',
    bareStar: true,
    onlyDeny: true,
    shortResources: 'none',
  },
}
