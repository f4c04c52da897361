import type * as sdk from '@aws-sdk/client-organizations'
import type { Resource } from '../../authorize/question.ts'
import type { AccountId } from '../../identity/account-id.ts'
import type { Context } from '../../policy/request.ts'
import type { Reader, Store, Writer } from '../../store/contract.ts'
import {
  delegatedAdministrators,
  type OrganizationRow,
  organizationResourcePolicies,
  organizations,
} from '../../store/organization-tables.ts'
import type { Call, Checks, InputOf, Operation, OperationName, OutputOf } from '../operation.ts'
import { operationsOf } from '../operation.ts'
import { letsIn } from './delegation-policy.ts'
import { refusal } from './errors.ts'
import { organizationOf } from './membership.ts'

/** Declares an operation that needs no organization. */
export const anywhere = operationsOf<typeof sdk>('organizations')

/**
 * Who of an organization may call, when policies allow it. `readers` are the management account and delegated
 * administrators; these two and `delegates` also stand for accounts that the organization's resource policy lets in.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
 */
export type Audience = 'members' | 'readers' | 'delegates' | 'management'

type InOrganization<Input> = Call<Input> & {
  /** As it is in this transaction. */
  readonly organization: OrganizationRow
}

interface Declared<Input> extends Checks<Input> {
  readonly for: Audience
  /** What is acted on: `*` when absent, or when it is not there. */
  readonly on?: (
    asked: InOrganization<Input> & { readonly rows: Reader },
  ) => Promise<Resource | undefined> | Resource | undefined
  /** What else the same must be allowed on: the target of what is attached, the parents of what is moved. */
  readonly alsoOn?: (
    asked: InOrganization<Input> & { readonly rows: Reader },
  ) => Promise<readonly (Resource | undefined)[]>
  readonly context?: (call: Call<Input> & { readonly resource: Resource }) => Context
  readonly alsoRequires?: (call: Call<Input>) => readonly string[]
}

/** The work: sees one state of the organization, is one transaction on it, or reaches beyond it. */
type Work<Input, Output> =
  | { readonly read: (call: InOrganization<Input> & { readonly rows: Reader }) => Promise<Output> }
  | { readonly write: (call: InOrganization<Input> & { readonly rows: Writer }) => Promise<Output> }
  | { readonly handle: (call: InOrganization<Input> & { readonly store: Store }) => Promise<Output> }

/** Declares an operation on the organization that the caller's account is in. */
export function inOrganization<const Name extends OperationName<typeof sdk>>(
  name: Name,
  declared: Declared<InputOf<typeof sdk, Name>> & Work<InputOf<typeof sdk, Name>, OutputOf<typeof sdk, Name>>,
): Operation {
  const { check, context, alsoRequires, alsoOn } = declared
  const judged = declared as Declared<unknown> & Work<unknown, unknown>
  const action = `organizations:${name}`
  return anywhere(name, {
    ...(check && { check }),
    ...(context && { context }),
    ...(alsoRequires && { alsoRequires }),
    ...(alsoOn && {
      alsoAsks: async (call: Asking) =>
        (await furtherOf(call, action, judged)).map(resource => ({
          action,
          resource,
          context: judged.context?.({ ...call, resource }) ?? {},
        })),
    }),
    resolve: (call: Asking) => resourceOf(call, action, judged),
    handle: (call: Asking & { readonly resource: Resource }) => work(call, judged),
  } as unknown as Parameters<typeof anywhere<Name>>[1])
}

type Asking = Call<unknown> & { readonly store: Store }

const everything: Resource = { arn: '*' }

async function resourceOf(call: Asking, action: string, declared: Declared<unknown>): Promise<Resource> {
  const found = await comeTo(call, action, declared, async asked => [await declared.on?.(asked)])
  return found[0] ?? everything
}

async function furtherOf(
  call: Asking,
  action: string,
  declared: Declared<unknown>,
): Promise<readonly Resource[]> {
  return comeTo(call, action, declared, async asked => (await declared.alsoOn?.(asked)) ?? [])
}

type Find = (
  asked: InOrganization<unknown> & { readonly rows: Reader },
) => Promise<readonly (Resource | undefined)[]>

/** Each as the caller's account may come to it: by its office, or by the organization's resource policy. */
async function comeTo(
  call: Asking,
  action: string,
  { for: audience }: Declared<unknown>,
  find: Find,
): Promise<readonly Resource[]> {
  const { account } = call.caller
  const organization = await organizationOf(call.store, account)
  if (!organization) return [everything]
  return call.store.read(organization.organizationId, async rows => {
    const isAdmitted = await isOfOffice(rows, organization, account, audience)
    const delegation =
      !isAdmitted && audience !== 'management' && (await rows.get(organizationResourcePolicies, 'policy'))
    // Whom nothing admits learns nothing by conditions of its own policies, not even what is there.
    const mayCome = isAdmitted || (delegation && letsIn(delegation.policy.text, account, action))
    const found = mayCome
      ? (await find({ ...call, rows, organization })).map(resource => resource ?? everything)
      : [everything]
    if (!delegation) return found
    const policy = { name: 'resource policy of the organization', ...delegation.policy }
    return found.map(resource => ({ ...resource, account: organization.managementAccount, policy }))
  })
}

async function work(
  call: Asking & { readonly resource: Resource },
  declared: Declared<unknown> & Work<unknown, unknown>,
): Promise<unknown> {
  const { store, caller, resource } = call
  const organization = await organizationOf(store, caller.account)
  if (!organization) throw refusal('AWSOrganizationsNotInUseException')
  const { organizationId } = organization
  const isLetIn = resource.policy !== undefined
  const admit = async (rows: Reader): Promise<OrganizationRow> => {
    const current = await rows.get(organizations, 'organization')
    if (!current) throw refusal('AWSOrganizationsNotInUseException')
    if (isLetIn || (await isOfOffice(rows, current, caller.account, declared.for))) return current
    throw refusal('AccessDeniedException')
  }
  if ('read' in declared) {
    return store.read(organizationId, async rows =>
      declared.read({ ...call, rows, organization: await admit(rows) }),
    )
  }
  if ('write' in declared) {
    return store.write(organizationId, async rows =>
      declared.write({ ...call, rows, organization: await admit(rows) }),
    )
  }
  return declared.handle({ ...call, organization: await store.read(organizationId, admit) })
}

async function isOfOffice(
  rows: Reader,
  { managementAccount }: OrganizationRow,
  account: AccountId,
  audience: Audience,
): Promise<boolean> {
  if (account === managementAccount || audience === 'members') return true
  return audience === 'readers' && (await isDelegated(rows, account))
}

/** For whichever service. */
export async function isDelegated(rows: Reader, accountId: AccountId): Promise<boolean> {
  return (await rows.count(delegatedAdministrators, { where: { accountId } })) > 0
}
