import type { AccountId } from '../../identity/account-id.ts'
import type { Caller } from '../../identity/caller.ts'
import type { Reader, Store, Writer } from '../../store/contract.ts'
import { type AttachmentRow, attachments, type EntityType } from '../../store/tables.ts'
import { awsManagedPolicies } from './aws-managed-policies.ts'
import {
  boundaryContext,
  type EntityInput,
  entityIn,
  entityKinds,
  entityName,
  modifiableEntity,
} from './entities.ts'
import {
  awsPolicyPrefix,
  managedPolicy,
  mustBePolicyArn,
  notAttachable,
  ownPolicyPrefix,
  policyNotFound,
} from './managed-policies.ts'
import { iamError } from './operation.ts'
import type { PageInput } from './paging.ts'
import { mustStayWithin } from './quotas.ts'
import { pageOfSections, type Section } from './sections.ts'

/**
 * Attaching managed policies, for each type of entity.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html
 */

type Input = EntityInput & { readonly PolicyArn: string }

interface Asked<Of> {
  readonly input: Of
  readonly caller: Caller
}

/** What a change of an entity's attachments acts on, and the condition keys that AWS gives it. */
function changing(type: EntityType) {
  return {
    resource: (call: Asked<Input> & { rows: Reader }) =>
      entityKinds[type].resource(call, entityName(type, call.input)),
    context: async ({ input, caller, store }: Asked<Input> & { store: Store }) => ({
      'iam:PolicyARN': input.PolicyArn,
      ...(await boundaryContext(store, caller.account, type, input)),
    }),
  }
}

/** Attaching what is attached already changes nothing and is no error. */
export function attaching(type: EntityType) {
  return {
    ...changing(type),
    write: async ({ input, rows }: Asked<Input> & { rows: Writer }) => {
      mustBePolicyArn(input.PolicyArn)
      const { id: entityId } = await modifiableEntity(rows, type, input)
      await mustBeAttachable(rows, type, input.PolicyArn)
      if (await rows.get(attachments, entityId, input.PolicyArn)) return {}
      mustStayWithin(entityKinds[type].quota, await rows.count(attachments, { where: { entityId } }))
      await rows.insert(attachments, { entityId, entityType: type, policyArn: input.PolicyArn })
      return {}
    },
  }
}

export function detaching(type: EntityType) {
  return {
    ...changing(type),
    write: async ({ input, rows }: Asked<Input> & { rows: Writer }) => {
      mustBePolicyArn(input.PolicyArn)
      const { id } = await modifiableEntity(rows, type, input)
      if (!(await rows.delete(attachments, id, input.PolicyArn))) throw policyNotFound(input.PolicyArn)
      return {}
    },
  }
}

type ListInput = EntityInput & PageInput & { readonly PathPrefix?: string | undefined }

/** The account's own policies in the order of their ARNs, then AWS's in the order in which it made them. */
export function listingAttached(type: EntityType) {
  return {
    resource: (call: Asked<ListInput> & { rows: Reader }) =>
      entityKinds[type].resource(call, entityName(type, call.input)),
    read: async ({ input, caller, rows }: Asked<ListInput> & { rows: Reader }) => {
      const { id } = await entityIn(rows, type, input)
      const sections = attachedTo(rows, caller.account, id, input.PathPrefix)
      const { items, ...page } = await pageOfSections('attachments', input, sections)
      return { AttachedPolicies: items.map(shownAttachment), ...page }
    },
  }
}

export function shownAttachment({ policyArn }: Pick<AttachmentRow, 'policyArn'>) {
  return { PolicyName: policyArn.slice(policyArn.lastIndexOf('/') + 1), PolicyArn: policyArn }
}

function attachedTo(
  rows: Reader,
  account: AccountId,
  entityId: string,
  pathPrefix: string | undefined,
): readonly Section<AttachmentRow>[] {
  const section = (name: string, startsWith: string, compare: Comparison): Section<AttachmentRow> => ({
    name,
    items: async function* (after) {
      const found = await rows.list(attachments, { where: { entityId }, startsWith })
      for (const item of found.sort((left, right) => compare(left.policyArn, right.policyArn))) {
        if (after === undefined || compare(item.policyArn, after) > 0) yield { key: item.policyArn, item }
      }
    },
  })
  return [
    section('own', ownPolicyPrefix(account, pathPrefix), byArn),
    section(
      'aws',
      awsPolicyPrefix(pathPrefix),
      (left, right) => awsManagedPolicies.compare(left, right) || byArn(left, right),
    ),
  ]
}

type Comparison = (left: string, right: string) => number

function byArn(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1
}

/**
 * Policies of service-linked roles are AWS's to attach: the recorded refusal of one on a role is this.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
 */
export async function mustBeAttachable(rows: Reader, type: EntityType, policyArn: string): Promise<void> {
  if (!(await managedPolicy(rows, policyArn))) throw notAttachable(policyArn)
  if (!awsManagedPolicies.get(policyArn)?.forServiceLinkedRoles) return
  const customer = `${type.charAt(0).toUpperCase()}${type.slice(1)}`
  throw iamError(
    'PolicyNotAttachableException',
    `Cannot attach a Service Role Policy to a Customer ${customer}.`,
  )
}
