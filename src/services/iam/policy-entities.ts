import { positionOf, type Reader } from '../../store/contract.ts'
import { type AttachmentRow, attachments, type EntityType, roles, users } from '../../store/tables.ts'
import { type Entity, entityKinds } from './entities.ts'
import { managedPolicy, mustBePolicyArn, notAttachable } from './managed-policies.ts'
import { iam } from './operation.ts'
import { policyResource } from './resources.ts'
import { pageOfSections, rowsAfter, type Section } from './sections.ts'

/**
 * Those the policy is attached to, and those whose permissions boundary it is, each named once.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html
 */
export const ListEntitiesForPolicy = iam('ListEntitiesForPolicy', {
  resource: call => policyResource(call, call.input.PolicyArn),
  read: async ({ input, rows }) => {
    mustBePolicyArn(input.PolicyArn)
    const policy = await managedPolicy(rows, input.PolicyArn)
    if (!policy) throw notAttachable(input.PolicyArn)
    const { items, ...page } = await pageOfSections('policy_entities', input, sections(rows, input))
    const of = (type: EntityType) => items.flatMap(found => (found.type === type ? [found.entity] : []))
    return {
      PolicyGroups: of('group').map(({ id, name }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: of('user').map(({ id, name }) => ({ UserName: name, UserId: id })),
      PolicyRoles: of('role').map(({ id, name }) => ({ RoleName: name, RoleId: id })),
      ...page,
    }
  },
})

interface Question {
  readonly PolicyArn: string
  readonly EntityFilter?: string | undefined
  readonly PathPrefix?: string | undefined
  readonly PolicyUsageFilter?: string | undefined
}

interface Found {
  readonly type: EntityType
  readonly entity: Entity
}

/** `EntityFilter` has values for policies too, which name no entity. */
const filterOf: Readonly<Record<EntityType, string>> = { group: 'Group', role: 'Role', user: 'User' }

function sections(rows: Reader, question: Question): readonly Section<Found>[] {
  const { EntityFilter, PolicyUsageFilter } = question
  const attached = (['group', 'role', 'user'] as const).map(type => attachedSection(rows, type, question))
  const bounded = (['role', 'user'] as const).map(type => boundedSection(rows, type, question))
  return [
    ...(PolicyUsageFilter === 'PermissionsBoundary' ? [] : attached),
    ...(PolicyUsageFilter === 'PermissionsPolicy' ? [] : bounded),
  ].filter(({ type }) => EntityFilter === undefined || EntityFilter === filterOf[type])
}

interface TypedSection extends Section<Found> {
  readonly type: EntityType
}

function attachedSection(rows: Reader, type: EntityType, question: Question): TypedSection {
  const where = { policyArn: question.PolicyArn, entityType: type }
  const at = (entityId: string): AttachmentRow => ({ ...where, entityId })
  return {
    type,
    name: `attached ${type}`,
    items: async function* (after) {
      const position = after === undefined ? undefined : positionOf(attachments, at(after), 'byPolicy')
      for await (const { entityId } of rowsAfter(rows, attachments, { index: 'byPolicy', where }, position)) {
        const entity = await entityKinds[type].withId(rows, entityId)
        if (entity && isUnder(entity, question)) yield { key: entityId, item: { type, entity } }
      }
    },
  }
}

function boundedSection(rows: Reader, type: 'role' | 'user', question: Question): TypedSection {
  const where = { boundaryArn: question.PolicyArn }
  const listed = question.PolicyUsageFilter === undefined
  return {
    type,
    name: `bounded ${type}`,
    items: async function* (after) {
      // The position in the index: the boundary, then the key of the table.
      const position = after === undefined ? undefined : [question.PolicyArn, after]
      const query = { index: 'byBoundary', where }
      const bounded =
        type === 'role' ? rowsAfter(rows, roles, query, position) : rowsAfter(rows, users, query, position)
      for await (const { nameKey } of bounded) {
        const entity = await entityKinds[type].find(rows, nameKey)
        if (!entity || !isUnder(entity, question)) continue
        if (listed && (await rows.get(attachments, entity.id, question.PolicyArn))) continue
        yield { key: nameKey, item: { type, entity } }
      }
    },
  }
}

function isUnder(entity: Entity, { PathPrefix }: Question): boolean {
  return entity.path.startsWith(PathPrefix ?? '/')
}
