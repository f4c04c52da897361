import type { Caller } from '../../identity/caller.ts'
import { limits, policySize } from '../../policy/index.ts'
import type { Reader, Store, Writer } from '../../store/contract.ts'
import { type EntityType, type InlinePolicyRow, inlinePolicies } from '../../store/tables.ts'
import { mustBePolicy, shownDocument } from './documents.ts'
import {
  boundaryContext,
  type Entity,
  type EntityInput,
  entityIn,
  entityKinds,
  entityMember,
  entityName,
  modifiableEntity,
} from './entities.ts'
import { nameKeyOf } from './lookup.ts'
import { iamError } from './operation.ts'
import { type PageInput, pageOf } from './paging.ts'

/**
 * Policies embedded in a user, group or role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html#inline-policies
 */

type Input = EntityInput & { readonly PolicyName: string }

interface Asked<Of> {
  readonly input: Of
  readonly caller: Caller
}

function acting(type: EntityType) {
  return {
    resource: (call: Asked<EntityInput> & { rows: Reader }) =>
      entityKinds[type].resource(call, entityName(type, call.input)),
  }
}

function changing(type: EntityType) {
  return {
    ...acting(type),
    context: ({ input, caller, store }: Asked<EntityInput> & { store: Store }) =>
      boundaryContext(store, caller.account, type, input),
  }
}

export function putting(type: EntityType) {
  return {
    ...changing(type),
    write: async ({ input, rows }: Asked<Input & { PolicyDocument: string }> & { rows: Writer }) => {
      const { PolicyName: policyName, PolicyDocument: text } = input
      mustBePolicy(text, 'identity')
      const entity = await modifiableEntity(rows, type, input)
      const row = { entityId: entity.id, nameKey: nameKeyOf(policyName), policyName, text }
      await mustFitBesideOthers(rows, type, entity, row)
      await rows.put(inlinePolicies, row)
      return {}
    },
  }
}

export function getting<Type extends EntityType>(type: Type) {
  return {
    ...acting(type),
    read: async ({ input, rows }: Asked<Input> & { rows: Reader }) => {
      const entity = await entityIn(rows, type, input)
      const policy = await rows.get(inlinePolicies, entity.id, nameKeyOf(input.PolicyName))
      if (!policy) throw inlinePolicyNotFound(type, input.PolicyName)
      return { ...entityMember(type, entity), ...shownInlinePolicy(policy) }
    },
  }
}

export function deleting(type: EntityType) {
  return {
    ...changing(type),
    write: async ({ input, rows }: Asked<Input> & { rows: Writer }) => {
      const { id } = await modifiableEntity(rows, type, input)
      const deleted = await rows.delete(inlinePolicies, id, nameKeyOf(input.PolicyName))
      if (!deleted) throw inlinePolicyNotFound(type, input.PolicyName)
      return {}
    },
  }
}

export function listing(type: EntityType) {
  return {
    ...acting(type),
    read: async ({ input, rows }: Asked<EntityInput & PageInput> & { rows: Reader }) => {
      const { id: entityId } = await entityIn(rows, type, input)
      const { items, ...page } = await pageOf(rows, inlinePolicies, input, { where: { entityId } })
      return { PolicyNames: items.map(policy => policy.policyName), ...page }
    },
  }
}

export function shownInlinePolicy({ policyName, text }: InlinePolicyRow) {
  return { PolicyName: policyName, PolicyDocument: shownDocument(text) }
}

/** An entity's inline policies have one limit together. */
export async function mustFitBesideOthers(
  rows: Reader,
  type: EntityType,
  entity: Pick<Entity, 'id' | 'name'>,
  added: InlinePolicyRow,
): Promise<void> {
  const present = await rows.list(inlinePolicies, { where: { entityId: entity.id } })
  const others = present.filter(policy => policy.nameKey !== added.nameKey)
  const size = [added, ...others].reduce((sum, policy) => sum + policySize(policy.text), 0)
  if (size <= limits[type]) return
  throw iamError(
    'LimitExceededException',
    `Maximum policy size of ${limits[type]} bytes exceeded for ${type} ${entity.name}`,
  )
}

function inlinePolicyNotFound(type: EntityType, policyName: string) {
  return iamError('NoSuchEntityException', `The ${type} policy with name ${policyName} cannot be found.`)
}
