import { isAccessKeyId } from '../../identity/access-key-id.ts'
import { type AccountId, isAccountId } from '../../identity/account-id.ts'
import { conforms } from '../../services/iam/password-policy.ts'
import { quotas } from '../../services/iam/quotas.ts'
import type { DeclaredAccount, DeclaredRoot, DeclaredUser } from './declaration.ts'
import { Forms } from './forms.ts'
import type { PlannedKey, PlannedRole } from './plan.ts'
import { readBucket } from './read-buckets.ts'
import { readOidcProvider } from './read-providers.ts'
import { checkTrust } from './trust.ts'
import { Unique } from './unique.ts'
import type { WrittenValue } from './written.ts'

/** What the whole file is read with. */
interface Reading {
  readonly forms: Forms
  readonly ids: Unique
  readonly names: Unique
  readonly aliases: Unique
  readonly emails: Unique
  readonly accessKeyIds: Unique
  readonly buckets: Unique
  /** Of the file itself: paths of others are relative to it. */
  readonly directory: string
  /** Where the trust policy of each role is written. */
  readonly trusts: Map<PlannedRole, WrittenValue>
}

/** Account names and e-mail addresses as Organizations takes them: CreateAccount has these limits. */
const maxAccountNameLength = 50
const emailForm = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const maxEmailLength = 64

/** Reads everything and notes every fault: what is returned is of use only when there is none. */
export function readAccounts(
  accounts: WrittenValue | undefined,
  directory: string,
): readonly DeclaredAccount[] {
  const items = accounts?.items(1) ?? []
  const reading: Reading = {
    forms: new Forms(),
    ids: new Unique(),
    names: new Unique(),
    aliases: new Unique(),
    emails: new Unique(),
    accessKeyIds: new Unique(),
    buckets: new Unique(),
    directory,
    trusts: new Map(),
  }
  const declared = items.map(item => readAccount(item, reading))
  checkTrust(declared, reading.trusts)
  return declared
}

function readAccount(written: WrittenValue, reading: Reading): DeclaredAccount {
  const members = written.members(
    ['id', 'name'],
    ['alias', 'root', 'users', 'roles', 'oidcProviders', 'buckets'],
  )
  const id = members.id ? readAccountId(members.id, reading) : ''
  const name = members.name?.text() ?? ''
  if (members.name && name.length > maxAccountNameLength) {
    members.name.fault(`must have at most ${maxAccountNameLength} characters`)
  }
  reading.names.check(members.name, name.toLowerCase())
  const alias = members.alias?.text()
  reading.forms.check(members.alias, 'CreateAccountAlias', { AccountAlias: alias })
  reading.aliases.check(members.alias, alias)
  const account = { id, name }
  const [userNames, roleNames, urls] = [new Unique(), new Unique(), new Unique()]
  return {
    id: id as AccountId,
    name,
    ...(alias !== undefined && { alias }),
    ...(members.root && { root: readRoot(members.root, account, reading) }),
    users: members.users?.items().map(item => readUser(item, { ...account, userNames }, reading)) ?? [],
    roles: members.roles?.items().map(item => readRole(item, roleNames, reading)) ?? [],
    oidcProviders:
      members.oidcProviders?.items().map(item => readOidcProvider(item, urls, reading.forms)) ?? [],
    buckets: members.buckets?.items().map(item => readBucket(item, reading.buckets, reading.directory)) ?? [],
  }
}

function readAccountId(written: WrittenValue, reading: Reading): string {
  const id = written.text()
  if (id !== '' && !isAccountId(id)) written.fault('must be 12 digits')
  reading.ids.check(written, id)
  return id
}

interface AccountFacts {
  readonly id: string
  readonly name: string
}

function readRoot(written: WrittenValue, account: AccountFacts, reading: Reading): DeclaredRoot {
  const members = written.members([], ['email', 'password', 'accessKeys'])
  const email = members.email?.text()
  if (members.email && email && (email.length > maxEmailLength || !emailForm.test(email))) {
    members.email.fault(`must be an e-mail address of at most ${maxEmailLength} characters`)
  }
  reading.emails.check(members.email, email?.toLowerCase())
  const password = readPassword(members.password, [account.id, account.name, email])
  return {
    ...(email !== undefined && { email }),
    ...(password !== undefined && { password }),
    accessKeys: members.accessKeys ? readKeys(members.accessKeys, reading) : [],
  }
}

function readUser(
  written: WrittenValue,
  account: AccountFacts & { readonly userNames: Unique },
  reading: Reading,
): DeclaredUser {
  const members = written.members(['name'], ['policies', 'password', 'accessKeys'])
  const name = members.name?.text() ?? ''
  reading.forms.check(members.name, 'CreateUser', { UserName: name })
  account.userNames.check(members.name, name.toLowerCase())
  const password = members.password?.isFalse()
    ? false
    : readPassword(members.password, [name, account.id, account.name])
  return {
    name,
    policies: members.policies ? readPolicies(members.policies, reading) : [],
    ...(password !== undefined && { password }),
    ...(members.accessKeys && { accessKeys: readKeys(members.accessKeys, reading) }),
  }
}

function readRole(written: WrittenValue, names: Unique, reading: Reading): PlannedRole {
  const members = written.members(['name', 'trust'], ['policies'])
  const name = members.name?.text() ?? ''
  reading.forms.check(members.name, 'CreateRole', { RoleName: name, AssumeRolePolicyDocument: '{}' })
  names.check(members.name, name.toLowerCase())
  const trust = members.trust?.json()
  const role = {
    name,
    trust: trust ?? '',
    policies: members.policies ? readPolicies(members.policies, reading) : [],
  }
  if (members.trust && trust !== undefined) reading.trusts.set(role, members.trust)
  return role
}

function readPassword(
  written: WrittenValue | undefined,
  forbidden: readonly (string | undefined)[],
): string | undefined {
  const password = written?.text()
  if (password && !conforms(password, forbidden)) {
    written?.fault(
      'must have 8 to 128 characters, of at least three kinds (upper case, lower case, digits, symbols), ' +
        "and not be a name, the account's id or its e-mail address",
    )
  }
  return password
}

function readPolicies(written: WrittenValue, reading: Reading): readonly string[] {
  const unique = new Unique()
  return written.items().map(item => {
    const policyArn = item.text()
    unique.check(item, policyArn)
    reading.forms.checkManagedPolicy(item, policyArn)
    return policyArn
  })
}

function readKeys(written: WrittenValue, reading: Reading): readonly PlannedKey[] {
  const items = written.items()
  if (items.length > quotas.AccessKeysPerUser) {
    written.fault(`must list at most ${quotas.AccessKeysPerUser} keys`)
  }
  return items.map(item => {
    const members = item.members(['id', 'secret'])
    const id = members.id?.text() ?? ''
    if (id !== '' && !isAccessKeyId(id)) {
      members.id?.fault('must be 16 to 128 letters, digits or underscores, e.g. AKIA and 16 more')
    }
    reading.accessKeyIds.check(members.id, id)
    return { id, secret: members.secret?.text() ?? '' }
  })
}
