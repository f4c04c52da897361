import type { FaultName } from './fault.ts'

/**
 * What to write instead, for a person who edits the policy: AWS's message often says only that something is wrong.
 * `{0}` and `{1}` stand for the details of the fault.
 */
export const advice: Readonly<Record<FaultName, string>> = {
  json: 'Write the policy as one JSON object: every brace and quote closed, no comma before a closing one, no key twice in one object, nothing behind it, and not nested deeper than a policy ever is.',
  leadingSpace: 'Begin the text with the opening brace.',
  shape:
    'Write what the grammar has in this place: one text or a list of texts for Action, NotAction, Resource, NotResource and condition values; one statement or a list of them for Statement; an object for Condition and for its operators; only one of an element and its Not form.',
  noStatements: 'Add at least one statement.',
  unknownField:
    'Take "{0}" out, or correct it: a policy has Version, Id and Statement; a statement has Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource and Condition, in just this spelling.',
  missingField: 'Add the element {0}.',
  prohibitedField: 'Take {0} out: this kind of policy has none.',
  prohibitedPrincipal:
    'Take Principal out: a policy that is attached to an identity applies to that identity. It belongs in a trust policy or in the policy of a resource.',
  unknownVersion: 'Write "Version": "2012-10-17".',
  oldVersion: 'Write "Version": "2012-10-17"; a managed policy takes no other.',
  unknownEffect: 'Write "Allow" or "Deny" instead of "{0}".',
  effectCase: 'Write "Allow" or "Deny", with a capital, instead of "{0}".',
  unknownOperator:
    'Use an operator that there is instead of "{0}", such as StringEquals, StringLike, ArnLike, NumericLessThan, DateGreaterThan, Bool, IpAddress or Null; with ForAllValues: or ForAnyValue: in front and IfExists behind where they are meant.',
  date: 'Write a date as 2026-01-31T12:00:00Z, or as seconds since 1970.',
  sidCharacters: 'Use letters and digits only in the Sid.',
  sidUnique: 'Give each statement a Sid of its own, or none.',
  noActions: 'Add an Action with at least one action, such as "s3:GetObject".',
  noResources: 'Add a Resource with at least one ARN, or "*".',
  actionWithoutVendor:
    'Put the service and a colon in front, as in "s3:GetObject"; "*" alone is every action.',
  actionColons: 'Write service and action with one colon between them, as in "s3:GetObject".',
  actionVendor:
    'Write the prefix of a service in front of the colon instead of "{0}": letters, digits, dots and hyphens.',
  actionNotSts:
    'Name actions of STS in Action, such as sts:AssumeRole, sts:AssumeRoleWithSAML, sts:AssumeRoleWithWebIdentity, sts:TagSession or sts:SetSourceIdentity: a trust policy is about nothing else.',
  resourceSegments:
    'Write the ARN with its six parts, arn:partition:service:region:account:resource; region and account may be empty, and are no placeholders.',
  resourceForm: 'Write an ARN, arn:partition:service:region:account:resource, or "*" instead of "{0}".',
  resourcePartition: 'Write a partition that there is, such as aws, aws-cn or aws-us-gov, instead of "{0}".',
  resourceVendor: 'Write the service out, without wildcards.',
  resourceRegion: 'Leave the region empty in "{0}": the service\'s resources have none.',
  iamResourceRegion: 'Leave the region empty in "{0}": resources of IAM have none.',
  iamResourcePath:
    'Begin the part behind the account with the type, as in role/Name or user/division/*, or write "*".',
  starPrincipal:
    'Write "Principal": {"AWS": "*"}, and narrow it by a condition; or better, name accounts, users or roles.',
  allowNotPrincipal: 'Write Principal and name who is allowed: this would allow everybody else.',
  notPrincipal: 'Write Principal and name who is trusted; exceptions belong into conditions.',
  notResource: 'Take NotResource out: a trust policy is about the role it belongs to.',
  emptyPrincipal: 'Name at least one principal, such as {"AWS": "arn:aws:iam::111122223333:root"}.',
  principalType: 'Write AWS, Service or Federated, in just this spelling, instead of "{0}".',
  noPrincipals: 'Name at least one principal, such as {"AWS": "arn:aws:iam::111122223333:root"}.',
  principal:
    'Name an account ("111122223333" or its root ARN), a user, a role or a session by its whole ARN under AWS, a service as name.amazonaws.com under Service, a provider under Federated; groups and wildcards within an ARN are no principals.',
  federatedPrincipal:
    'Name the ARN of a SAML or OIDC provider, or the domain of one that AWS knows, such as cognito-identity.amazonaws.com.',
  cognitoCondition:
    'Say in a Condition whose identity pool may come: "StringEquals": {"cognito-identity.amazonaws.com:aud": "the pool\'s id"}.',
  controlRule:
    'Write Deny: a resource control policy allows only by the one statement of RCPFullAWSAccess, Allow * on * for everyone.',
}
