import type { UserSection } from '../iam/users/user-paths.ts'

const sections: Readonly<Record<UserSection, string>> = {
  permissions: 'Permissions',
  groups: 'Groups',
  tags: 'Tags',
  security_credentials: 'Security credentials',
  last_accessed: 'Last Accessed',
}

const groupCount = (count: number) => (count === 1 ? '1 group' : `${count} groups`)

export const users = {
  title: 'Users',
  description: 'A user is a person or program of this account, with a password or keys of its own.',
  plural: 'users',
  kind: 'user',
  emptyTitle: 'No users',
  empty: 'Create a user for everybody who works in this account.',
  create: 'Create user',
  delete: 'Delete',
  name: 'User name',
  path: 'Path',
  arn: 'ARN',
  id: 'User ID',
  created: 'Created',
  passwordLastUsed: 'Last console sign-in',
  mfa: 'MFA',
  devices: (count: number) => {
    if (count === 0) return 'None'
    return count === 1 ? '1 device' : `${count} devices`
  },
  keyAge: 'Active key age',
  days: (days: number) => (days === 1 ? '1 day' : `${days} days`),
  keysInactive: 'Inactive',
  noKeys: 'None',
  consoleAccess: 'Console access',
  enabled: 'Enabled',
  disabled: 'Disabled',
  // Details
  tabs: 'User',
  sections,
  summary: 'Summary',
  accessKeys: 'Access keys',
  enabledWithMfa: 'Enabled with MFA',
  enabledWithoutMfa: 'Enabled without MFA',
  lastSignIn: 'Last console sign-in',
  neverSignedIn: 'Never',
  keyFact: (isActive: boolean, days: number) =>
    `${isActive ? 'Active' : 'Inactive'}, ${days === 1 ? '1 day' : `${days} days`} old`,
  goneTitle: (name: string) => `There is no user ${name}`,
  gone: 'It may have been deleted, or be in another account.',
  all: 'All users',
  attachedVia: 'Attached via',
  viaGroup: (name: string) => `Group ${name}`,
  fromGroups: {
    title: 'Permissions from groups',
    description: 'What the user may do by being in a group. It is changed there, for everybody in it.',
    plural: 'policies of groups',
    emptyTitle: 'No permissions from groups',
    empty: 'The user is in no group, or in none that has policies.',
  },
  memberships: {
    title: 'User groups membership',
    description: 'A group gives its policies to all users in it.',
    plural: 'groups',
    emptyTitle: 'In no group',
    empty: 'Add the user to groups, to give permissions that many users have.',
    name: 'Group name',
    add: 'Add user to groups',
    addTitle: (name: string) => `Add ${name} to groups`,
    addNothing: 'Select at least one group.',
    added: (name: string, count: number) => `${name} added to ${groupCount(count)}.`,
    remove: 'Remove',
    removeTitle: (name: string) => `Remove ${name} from these groups?`,
    removed: (name: string, count: number) => `${name} removed from ${groupCount(count)}.`,
  },
  // Deleting
  deletingAccess: 'Whoever works with it can neither sign in nor call anything any more, at once.',
  deleted: (name: string) => `User ${name} deleted.`,
  deletedMany: (count: number) => `${count} users deleted.`,
  steps: {
    password: 'Console password (deleted)',
    accessKey: (id: string) => `Access key ${id} (deleted)`,
    certificate: (id: string) => `Signing certificate ${id} (deleted)`,
    sshKey: (id: string) => `SSH public key ${id} (deleted)`,
    serviceCredential: (id: string, service: string) => `Credential ${id} for ${service} (deleted)`,
    deletePolicy: (name: string) => `Inline policy ${name} (deleted)`,
    detachPolicy: (name: string) => `Policy ${name} (detached)`,
    leaveGroup: (name: string) => `Group ${name} (user taken out)`,
  },
} as const
