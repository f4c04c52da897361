/** IAM's first page. */
export const dashboard = {
  title: 'IAM dashboard',
  recommendations: 'Security recommendations',
  allDone: 'Nothing to do: every recommendation is met.',
  toDo: (count: number) => (count === 1 ? '1 thing to do' : `${count} things to do`),
  resources: 'IAM resources',
  resourceNames: {
    Groups: 'User groups',
    Users: 'Users',
    Roles: 'Roles',
    Policies: 'Policies',
    Providers: 'Identity providers',
  },
  account: 'AWS account',
  accountId: 'Account ID',
  alias: 'Account alias',
  noAlias: 'None yet',
  createAlias: 'Create',
  editAlias: 'Edit',
  signInLink: 'Sign-in URL for IAM users in this account',
  aliasTitle: 'Account alias',
  aliasLabel: 'Alias',
  aliasHint: 'Lower-case letters, digits and single hyphens, 3 to 63 of them. Nobody else may have it.',
  aliasWrong:
    'An alias has 3 to 63 lower-case letters, digits and single hyphens, and begins and ends with a letter or digit.',
  aliasSaved: (alias: string) => `The account alias is ${alias}.`,
  aliasDeleted: 'The account has no alias any more.',
  deleteAlias: 'Delete alias',
  quickLinks: 'Quick links',
  links: [
    {
      text: 'Create role',
      href: '/console/iam/roles/create',
      hint: 'Let another account, a service or an identity provider in.',
    },
    {
      text: 'Create user',
      href: '/console/iam/users/create',
      hint: 'Somebody of this account who signs in.',
    },
    { text: 'Create policy', href: '/console/iam/policies/create', hint: 'Say who may do what.' },
    { text: 'Policy simulator', href: '/console/iam/simulator', hint: 'Ask what a policy would allow.' },
  ],
  recommendation: {
    rootMfa: {
      done: 'The root user has MFA',
      open: 'Add MFA for the root user',
      why: 'Who has the root user’s password could do everything. A second factor keeps them out.',
    },
    rootKeys: {
      done: 'The root user has no active access keys',
      open: 'Delete the root user’s access keys',
      why: 'Nothing limits them. Use keys of IAM users, or better temporary credentials of roles.',
    },
    passwordPolicy: {
      done: 'The account has a password policy of its own',
      open: 'Set a password policy',
      why: 'The default asks for eight characters of three kinds, and lets passwords live for ever.',
    },
    usersMfa: {
      done: 'Every user with a password has MFA',
      open: (names: readonly string[]) => `Add MFA for ${listed(names)}`,
      why: 'They sign in with a password only.',
    },
    oldKeys: {
      done: 'No active access key is older than 90 days',
      open: (names: readonly string[]) => `Rotate the access keys of ${listed(names)}`,
      why: 'Keys get lost. Those that were made long ago have had the most time for it.',
    },
    unused: {
      done: 'Every user with credentials has used them within 90 days',
      open: (names: readonly string[]) => `Take away the unused credentials of ${listed(names)}`,
      why: 'What nobody uses, nobody misses: and nobody notices who else uses it.',
    },
  },
} as const

const shownNames = 3

function listed(names: readonly string[]): string {
  const shown = names.slice(0, shownNames).join(', ')
  const more = names.length - shownNames
  return more > 0 ? `${shown} and ${more} more` : shown
}
