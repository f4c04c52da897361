import { arnOfEvery } from '../../../authorize/every-resource.ts'
import type { Resource } from '../../../authorize/question.ts'
import type { SimulatedResource } from '../../../authorize/simulation.ts'
import { type AccountId, isAccountId } from '../../../identity/account-id.ts'
import { parseArn, parseIamArn } from '../../../identity/arn.ts'
import type { Caller, Identity } from '../../../identity/caller.ts'
import type { Reader, Store } from '../../../store/contract.ts'
import { type RoleRow, roles } from '../../../store/tables.ts'
import { nameKeyOf } from '../lookup.ts'
import {
  instanceProfileResource,
  mfaDeviceResource,
  policyResource,
  roleResource,
  serverCertificateResource,
  userResource,
} from '../resources.ts'
import { type TakingPart, trustPolicyOf } from './policies.ts'

/** A resource of a simulation, with the policy that hangs on it and what conditions may ask of it. */
export interface SimulatedTarget {
  readonly simulated: SimulatedResource
  readonly policy?: TakingPart
  /** As `foreseenContext` wants it. */
  readonly described: Resource
}

export interface TargetQuestion {
  readonly store: Store
  /** Who asks for the simulation. */
  readonly caller: Caller
  readonly simulatedCaller: Identity
  /** It is said whose policies they are: whether a resource is of another account can be told, and roles be asked. */
  readonly knowsCaller: boolean
  /** What the account knows of its own resources takes part. */
  readonly withTags: boolean
  readonly resourcePolicy?: TakingPart
  readonly resourceOwner?: string
}

/** What a role's trust policy decides on: who becomes the role, and under what name and tags. */
const trustActions: ReadonlySet<string> = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:setcontext',
  'sts:setsourceidentity',
  'sts:tagsession',
])

export async function targetOf(
  question: TargetQuestion,
  action: string,
  resourceArn: string,
): Promise<SimulatedTarget> {
  const account = accountOf(question, resourceArn)
  const named = parseIamArn(resourceArn)
  if (named?.type === 'role' && trustActions.has(action.toLowerCase())) {
    return roleTarget(question, resourceArn, account, named)
  }
  const { resourcePolicy: policy, withTags, store, caller } = question
  const tagged = withTags && account === caller.account
  const described = tagged
    ? await store.read(caller.account, rows => describedResource({ rows, caller }, resourceArn))
    : { arn: resourceArn }
  return {
    simulated: {
      arn: resourceArn === '*' ? arnOfEvery(action) : resourceArn,
      account,
      policyMustAllow: false,
      ...(policy && { policy: policy.policy }),
    },
    ...(policy && { policy }),
    described: { ...described, account },
  }
}

/**
 * The role's own trust policy, unless the request brings another one: AWS's simulator knows none. Of a role of
 * another account only the decision is told, and only to who may try it anyway: the account of the simulated caller.
 */
async function roleTarget(
  question: TargetQuestion,
  resourceArn: string,
  account: AccountId,
  named: { readonly path: string; readonly name: string },
): Promise<SimulatedTarget> {
  const { store, caller, simulatedCaller, resourcePolicy, knowsCaller } = question
  const isOwn = account === caller.account
  const mayAsk = knowsCaller && (isOwn || simulatedCaller.account === caller.account)
  const role = mayAsk && !resourcePolicy ? await store.read(account, rows => roleAt(rows, named)) : undefined
  const { text, principalIds } = role?.trustPolicy ?? {}
  const policy =
    resourcePolicy ??
    (role && text !== undefined ? trustPolicyOf(role.roleName, text, principalIds ?? {}) : undefined)
  return {
    simulated: {
      arn: resourceArn,
      account,
      // Without knowing of any trust policy, the identity's policies are all that can be simulated.
      policyMustAllow: knowsCaller || resourcePolicy !== undefined,
      ...(policy && { policy: policy.policy }),
      ...(!isOwn && !resourcePolicy && { policyIsHidden: true }),
    },
    ...(policy && { policy }),
    described: { arn: resourceArn, account, ...(role && { tags: role.tags }) },
  }
}

async function roleAt(
  rows: Reader,
  { path, name }: { readonly path: string; readonly name: string },
): Promise<RoleRow | undefined> {
  const role = await rows.get(roles, nameKeyOf(name))
  return role?.path === path && role.roleName === name ? role : undefined
}

/** Its own, by the ARN; that of an S3 bucket has none. */
function accountOf(question: TargetQuestion, resourceArn: string): AccountId {
  const { resourceOwner, simulatedCaller, knowsCaller } = question
  if (!knowsCaller) return simulatedCaller.account
  const written = parseArn(resourceArn)?.accountId ?? ''
  if (isAccountId(written)) return written
  return (resourceOwner as AccountId | undefined) ?? simulatedCaller.account
}

interface Asked {
  readonly caller: Caller
  readonly rows: Reader
}

/** Resources of IAM that have tags, by the types in their ARNs. */
const taggedTypes: Readonly<Record<string, (asked: Asked, name: string, arn: string) => Promise<Resource>>> =
  {
    user: userResource,
    role: roleResource,
    policy: (asked, _, policyArn) => policyResource(asked, policyArn),
    mfa: (asked, _, serialNumber) => mfaDeviceResource(asked, serialNumber),
    'instance-profile': instanceProfileResource,
    'server-certificate': serverCertificateResource,
  }

async function describedResource(asked: Asked, resourceArn: string): Promise<Resource> {
  const named = parseIamArn(resourceArn)
  const describe = named && Object.hasOwn(taggedTypes, named.type) ? taggedTypes[named.type] : undefined
  const found = named && (await describe?.(asked, named.name, resourceArn))
  return found?.arn === resourceArn ? found : { arn: resourceArn }
}
