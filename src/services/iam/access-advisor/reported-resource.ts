import { managedText } from '../../../authorize/policy-texts.ts'
import type { ManagedDocuments, Resource } from '../../../authorize/question.ts'
import { arn, parseIamArn } from '../../../identity/arn.ts'
import type { Caller } from '../../../identity/caller.ts'
import type { PolicyDocument } from '../../../policy/index.ts'
import type { Reader } from '../../../store/contract.ts'
import { attachments, type EntityType, memberships } from '../../../store/tables.ts'
import { type Entity, entityKinds } from '../entities.ts'
import {
  entityArnResource,
  entityTexts,
  entityWithArn,
  mustBeEntityArn,
  parseEntityArn,
} from '../entity-arns.ts'
import { policyNotFound } from '../managed-policies.ts'
import { policyResource } from '../resources.ts'
import { rowsAfter } from '../sections.ts'
import { storedDocument } from './services-granted.ts'

/** What a report is about: a user, group, role or managed policy. */

interface Asked {
  readonly caller: Caller
  readonly rows: Reader
}

function isPolicyArn(text: string): boolean {
  return parseIamArn(text)?.type === 'policy'
}

export function mustBeReportable(text: string): void {
  if (!isPolicyArn(text)) mustBeEntityArn(text)
}

export function reportedResource(asked: Asked, text: string): Promise<Resource> {
  return isPolicyArn(text) ? policyResource(asked, text) : entityArnResource(asked, text)
}

/** Somebody who may have used the permissions. */
export interface ReportedEntity {
  readonly id: string
  readonly arn: string
  readonly name: string
  readonly path: string
  readonly type: 'USER' | 'ROLE'
}

export interface Reported {
  readonly documents: readonly PolicyDocument[]
  readonly entities: readonly ReportedEntity[]
}

/** The policies that the report is about, and everybody they may have served. */
export async function reportedAt(
  asked: Asked & { readonly managed: ManagedDocuments },
  text: string,
): Promise<Reported> {
  if (!parseEntityArn(text)) return reportedPolicy(asked, text)
  const { type, entity } = await entityWithArn(asked.rows, text)
  const { identity } = await entityTexts(asked, type, entity.id)
  const entities =
    type === 'group'
      ? await members(asked, entity.id)
      : [reportedEntity(asked, type === 'user' ? 'user' : 'role', entity)]
  return { documents: identity.map(policy => storedDocument(policy.text, 'identity')), entities }
}

async function reportedPolicy(
  asked: Asked & { readonly managed: ManagedDocuments },
  policyArn: string,
): Promise<Reported> {
  const policy = await managedText(asked, policyArn)
  if (!policy) throw policyNotFound(policyArn)
  const found = new Map<string, ReportedEntity>()
  for (const type of ['user', 'role', 'group'] as const) {
    for (const entity of await attachedTo(asked, policyArn, type)) found.set(entity.id, entity)
  }
  return { documents: [storedDocument(policy.text, 'identity')], entities: [...found.values()] }
}

/** Those of a type that have the policy: of groups, their users. */
async function attachedTo(asked: Asked, policyArn: string, type: EntityType): Promise<ReportedEntity[]> {
  const found: ReportedEntity[] = []
  const query = { index: 'byPolicy', where: { policyArn, entityType: type } }
  for await (const { entityId } of rowsAfter(asked.rows, attachments, query, undefined)) {
    if (type === 'group') found.push(...(await members(asked, entityId)))
    else found.push(...(await withId(asked, type, entityId)))
  }
  return found
}

async function members(asked: Asked, groupId: string): Promise<ReportedEntity[]> {
  const found: ReportedEntity[] = []
  for await (const { userId } of rowsAfter(asked.rows, memberships, { where: { groupId } }, undefined)) {
    found.push(...(await withId(asked, 'user', userId)))
  }
  return found
}

async function withId(asked: Asked, type: 'user' | 'role', id: string): Promise<ReportedEntity[]> {
  const entity = await entityKinds[type].withId(asked.rows, id)
  return entity ? [reportedEntity(asked, type, entity)] : []
}

const entityTypes = { user: 'USER', role: 'ROLE' } as const

function reportedEntity({ caller }: Asked, type: 'user' | 'role', entity: Entity): ReportedEntity {
  const { id, name, path } = entity
  return { id, name, path, arn: arn[type](caller.account, path, name), type: entityTypes[type] }
}
