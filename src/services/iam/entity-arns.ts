import { type EntityTexts, textsOfGroup, textsOfRole, textsOfUser } from '../../authorize/policy-texts.ts'
import type { ManagedDocuments, Resource } from '../../authorize/question.ts'
import { parseIamArn } from '../../identity/arn.ts'
import type { Caller } from '../../identity/caller.ts'
import type { Reader } from '../../store/contract.ts'
import type { EntityType } from '../../store/tables.ts'
import { type Entity, entityKinds } from './entities.ts'
import { iamError } from './operation.ts'

/** Users, groups and roles where operations name them by ARN. */
export interface NamedEntity {
  readonly type: EntityType
  readonly accountId: string
  readonly path: string
  readonly name: string
}

/** Undefined for the ARN of anything else: a session is no entity. */
export function parseEntityArn(text: string): NamedEntity | undefined {
  const parsed = parseIamArn(text)
  if (!parsed || !Object.hasOwn(entityKinds, parsed.type)) return undefined
  const { accountId, path, name } = parsed
  return { type: parsed.type as EntityType, accountId, path, name }
}

export function mustBeEntityArn(text: string): NamedEntity {
  const named = parseEntityArn(text)
  if (named) return named
  const message = `Invalid Entity Arn: ${text} does not clearly define entity type and name.`
  throw iamError('InvalidInputException', message)
}

interface Asked {
  readonly caller: Caller
  readonly rows: Reader
}

/** What permission is asked on. Of another account nothing is looked up: it is that account's to allow. */
export async function entityArnResource(asked: Asked, entityArn: string): Promise<Resource> {
  const { type, accountId, name } = mustBeEntityArn(entityArn)
  if (accountId !== asked.caller.account) return { arn: entityArn, account: accountId as Caller['account'] }
  return entityKinds[type].resource(asked, name)
}

/** The entity with just this ARN: a namesake under another path is another one. */
export async function entityWithArn(
  rows: Reader,
  entityArn: string,
): Promise<{ readonly type: EntityType; readonly entity: Entity }> {
  const { type, name, path } = mustBeEntityArn(entityArn)
  const entity = await entityKinds[type].find(rows, name)
  if (entity?.path === path && entity.name === name) return { type, entity }
  throw iamError('NoSuchEntityException', `The ${type} with name ${name} cannot be found.`)
}

const textsOf = { user: textsOfUser, group: textsOfGroup, role: textsOfRole } as const

/** All policies of an entity, those of a user's groups among them. */
export async function entityTexts(
  { rows, caller, managed }: Asked & { readonly managed: ManagedDocuments },
  type: EntityType,
  entityId: string,
): Promise<EntityTexts> {
  return (await textsOf[type]({ rows, managed, account: caller.account }, entityId)) ?? { identity: [] }
}
