import type { Resource } from '../../authorize/question.ts'
import type { AccountId } from '../../identity/account-id.ts'
import { arn, parseIamArn } from '../../identity/arn.ts'
import type { Caller } from '../../identity/caller.ts'
import { instanceProfiles } from '../../store/account-tables.ts'
import type { Reader } from '../../store/contract.ts'
import { serverCertificates } from '../../store/credential-tables.ts'
import { groups, mfaDevices, roles, users } from '../../store/tables.ts'
import { nameKeyOf, policyWithArn } from './lookup.ts'

/**
 * What IAM's operations act on, as policies see it. An entity that exists is named with its real path and
 * brings its tags; one that does not is named with the root path, so that who may not look learns nothing.
 * Denials name existing entities as `user Alice`, as AWS's do.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
interface Asked {
  readonly caller: Caller
  readonly rows: Reader
}

/** The user named, or, where the operation's UserName is optional, the caller. */
export async function userResource({ caller, rows }: Asked, userName: string | undefined): Promise<Resource> {
  const name = userName ?? (caller.kind === 'user' ? caller.userName : undefined)
  if (name === undefined) return { arn: caller.kind === 'root' ? arn.root(caller.account) : caller.arn }
  const user = await rows.get(users, nameKeyOf(name))
  return named(
    caller.account,
    'user',
    name,
    user && { path: user.path, name: user.userName, tags: user.tags },
  )
}

/**
 * What a list acts on: the path it is narrowed to, as AWS's denials name it (`arn:aws:iam::…:user/`), though
 * the reference gives these actions no resource type.
 */
export function pathResource(
  caller: Caller,
  type: 'user' | 'group' | 'role' | 'mfaDevice' | 'instanceProfile' | 'serverCertificate',
  pathPrefix: string | undefined,
): Resource {
  return { arn: arn[type](caller.account, pathPrefix ?? '/', '') }
}

/** An MFA device by serial number: a virtual one's is its ARN. */
export async function mfaDeviceResource({ rows }: Asked, serialNumber: string): Promise<Resource> {
  const device = await rows.get(mfaDevices, serialNumber)
  return { arn: serialNumber, ...(device && { tags: device.tags }) }
}

export async function groupResource({ caller, rows }: Asked, groupName: string): Promise<Resource> {
  const group = await rows.get(groups, nameKeyOf(groupName))
  return named(caller.account, 'group', groupName, group && { path: group.path, name: group.groupName })
}

export async function roleResource({ caller, rows }: Asked, roleName: string): Promise<Resource> {
  const role = await rows.get(roles, nameKeyOf(roleName))
  return named(
    caller.account,
    'role',
    roleName,
    role && { path: role.path, name: role.roleName, tags: role.tags },
  )
}

export async function instanceProfileResource(
  { caller, rows }: Asked,
  profileName: string,
): Promise<Resource> {
  const profile = await rows.get(instanceProfiles, nameKeyOf(profileName))
  const found = profile && { path: profile.path, name: profile.instanceProfileName, tags: profile.tags }
  return named(caller.account, 'instanceProfile', profileName, found)
}

export async function serverCertificateResource(
  { caller, rows }: Asked,
  certificateName: string,
): Promise<Resource> {
  const certificate = await rows.get(serverCertificates, nameKeyOf(certificateName))
  const found = certificate && {
    path: certificate.path,
    name: certificate.serverCertificateName,
    tags: certificate.tags,
  }
  return named(caller.account, 'serverCertificate', certificateName, found)
}

/** A managed policy by ARN: the caller's own, another account's, or AWS's. */
export async function policyResource({ caller, rows }: Asked, policyArn: string): Promise<Resource> {
  const shownAs = `policy ${policyArn}`
  const parsed = parseIamArn(policyArn)
  if (parsed && parsed.accountId !== 'aws' && parsed.accountId !== caller.account) {
    return { arn: policyArn, account: parsed.accountId, shownAs }
  }
  const policy = await policyWithArn(rows, policyArn)
  return { arn: policyArn, shownAs, ...(policy && { tags: policy.tags }) }
}

interface Found {
  readonly path: string
  readonly name: string
  readonly tags?: Resource['tags']
}

/** How denials call what operations name. */
const nouns = {
  user: 'user',
  group: 'group',
  role: 'role',
  instanceProfile: 'instance profile',
  serverCertificate: 'server certificate',
} as const

function named(account: AccountId, type: keyof typeof nouns, asked: string, found?: Found): Resource {
  const resource = {
    arn: arn[type](account, found?.path ?? '/', found?.name ?? asked),
    shownAs: `${nouns[type]} ${asked}`,
  }
  return found?.tags ? { ...resource, tags: found.tags } : resource
}
