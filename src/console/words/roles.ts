import type { RoleSection } from '../iam/roles/role-paths.ts'
import type { TrustedKind } from '../iam/roles/trusted-entities.ts'

const trusted: Readonly<Record<TrustedKind, (name: string) => string>> = {
  everyone: () => 'Everyone (*)',
  account: name => `Account: ${name}`,
  user: name => `User: ${name}`,
  role: name => `Role: ${name}`,
  session: name => `Role session: ${name}`,
  'federated-user': name => `Federated user: ${name}`,
  service: name => `AWS Service: ${name}`,
  'oidc-provider': name => `Identity Provider: ${name}`,
  'saml-provider': name => `SAML Provider: ${name}`,
  federated: name => `Identity Provider: ${name}`,
  deleted: name => `Deleted user or role: ${name}`,
  'canonical-user': name => `Canonical user: ${name}`,
  other: name => `Other: ${name}`,
}

const sections: Readonly<Record<RoleSection, string>> = {
  permissions: 'Permissions',
  trust_relationships: 'Trust relationships',
  tags: 'Tags',
  last_accessed: 'Last Accessed',
  revoke_sessions: 'Revoke sessions',
}

export const roles = {
  title: 'Roles',
  description:
    'A role has permissions of its own, and lends them for a while to those whom it trusts: people of other accounts, services, federated users.',
  plural: 'roles',
  kind: 'role',
  emptyTitle: 'No roles',
  empty:
    'Create a role to let people of another account, a service or an identity provider act in this account.',
  create: 'Create role',
  delete: 'Delete',
  name: 'Role name',
  trustedEntities: 'Trusted entities',
  descriptionOf: 'Description',
  lastActivity: 'Last activity',
  neverUsed: 'Never used',
  created: 'Creation date',
  maxSession: 'Maximum session duration',
  path: 'Path',
  id: 'Role ID',
  arn: 'ARN',
  duration: (seconds: number) => {
    const hours = Math.floor(seconds / 3600)
    const minutes = Math.floor((seconds % 3600) / 60)
    const parts = [
      hours > 0 && (hours === 1 ? '1 hour' : `${hours} hours`),
      minutes > 0 && (minutes === 1 ? '1 minute' : `${minutes} minutes`),
      seconds % 60 > 0 && (seconds % 60 === 1 ? '1 second' : `${seconds % 60} seconds`),
    ]
    return parts.filter(Boolean).join(' ') || '–'
  },
  trusted,
  trustUnread: 'A policy that cannot be read',
  trustNobody: 'Nobody',
  trustNobodyHint: 'No statement of the trust policy allows anybody to take the role.',
  // Details
  tabs: 'Role',
  sections,
  summary: 'Summary',
  switchLink: 'Link to switch roles in console',
  switchLinkName: 'link to switch roles',
  instanceProfile: 'Instance profile ARN',
  goneTitle: (name: string) => `There is no role ${name}`,
  gone: 'It may have been deleted, or be in another account.',
  all: 'All roles',
  serviceLinked:
    'A service relies on this role as it is: of it only description and tags are yours to change, and it can be deleted when the service does not need it any more.',
  editTitle: (name: string) => `Edit role ${name}`,
  updated: (name: string) => `Role ${name} updated.`,
  descriptionHint: 'At most 1,000 characters.',
  maxSessionHint:
    'How long the credentials of a session can last at most. Sessions that are open keep theirs.',
  customDuration: 'Custom duration',
  seconds: 'Seconds',
  secondsForm: 'Enter 3600 to 43200 seconds: 1 to 12 hours.',
  // Trust
  trustedEntitiesHint: 'Who can take this role under which conditions.',
  trustedEntitiesPlural: 'trusted entities',
  trustedEntity: 'Trusted entity',
  account: 'Account',
  thisAccount: 'This account',
  otherAccount: (account: string) => `${account} (another account)`,
  conditions: 'Conditions',
  principal: 'Principal',
  trustPolicy: 'Trust policy',
  trustPolicyName: 'trust policy',
  editTrust: 'Edit trust policy',
  editTrustTitle: 'Edit trust policy',
  editTrustHint: (name: string) => `Who can take the role ${name}, under which conditions.`,
  updatePolicy: 'Update policy',
  trustUpdated: 'Trust policy updated.',
  policyFaults: 'IAM would not take this policy',
  faultAtLine: (line: number, message: string) => `Line ${line}: ${message}`,
  // Revoke sessions
  revoke: 'Revoke active sessions',
  revokeTitle: 'Revoke all active sessions',
  revokeHint:
    'Everybody who has taken this role so far loses what it gives at once. Who is trusted still can take it again, and is not held back then.',
  revokePolicy: (name: string) =>
    `An inline policy, ${name}, denies every action to sessions that were issued before now.`,
  neverRevoked: 'Sessions of this role have not been revoked.',
  revokedBefore: (at: string) => `Sessions that were issued before ${at} are revoked.`,
  revokeAsk: (name: string) => `Revoke all active sessions of ${name}?`,
  revokeConsequence: 'Whatever they are doing stops, whoever they are. This cannot be undone for them.',
  revokeOwn: 'You act with this role at the moment: your own session is among those.',
  revokeSure: 'I acknowledge that I am revoking all active sessions for this role.',
  revoked: (name: string) => `All active sessions of ${name} are revoked.`,
  // Deleting
  deletingSessions: 'Sessions stop working at once, and what uses the role will fail.',
  deletingServiceLinked: 'A role of a service is deleted only if the service does not need it any more.',
  boundaryGoes: (role: string, policy: string) =>
    `The permissions boundary ${policy} bounds ${role}; it stays in the account.`,
  stillNeeded: (reason: string) => `The service needs its role still. ${reason}`,
  deleted: (name: string) => `Role ${name} deleted.`,
  deletedMany: (count: number) => `${count} roles deleted.`,
  steps: {
    leaveProfile: (name: string) => `Instance profile ${name} (role taken out)`,
    deleteProfile: (name: string) => `Instance profile ${name} (deleted)`,
    detachPolicy: (name: string) => `Policy ${name} (detached)`,
    deletePolicy: (name: string) => `Inline policy ${name} (deleted)`,
  },
} as const
