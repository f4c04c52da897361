import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  ListEntitiesForPolicyCommand,
  ListGroupsCommand,
  ListRolesCommand,
  ListUsersCommand,
  type PolicyUsageType,
} from '@aws-sdk/client-iam'
import type { Clients } from '../../api/clients.ts'
import type { Page, PageWanted } from '../../api/pages.ts'
import type { EntityKind } from '../../words/policies.ts'

/** Whoever a managed policy can be attached to. */
export interface Entity {
  readonly kind: EntityKind
  readonly name: string
}

/** As the lists of the account tell of them. */
export interface ListedEntity extends Entity {
  readonly arn: string
}

type Iam = Clients['iam']

/** All that is done with an entity of each kind. */
const kinds: Readonly<
  Record<
    EntityKind,
    {
      readonly attach: (iam: Iam, PolicyArn: string, name: string) => Promise<unknown>
      readonly detach: (iam: Iam, PolicyArn: string, name: string) => Promise<unknown>
      readonly list: (iam: Iam, wanted: PageWanted) => Promise<Page<Omit<ListedEntity, 'kind'>>>
    }
  >
> = {
  user: {
    attach: (iam, PolicyArn, UserName) => iam.send(new AttachUserPolicyCommand({ PolicyArn, UserName })),
    detach: (iam, PolicyArn, UserName) => iam.send(new DetachUserPolicyCommand({ PolicyArn, UserName })),
    list: async (iam, { marker, maxItems }) => {
      const { Users = [], Marker } = await iam.send(
        new ListUsersCommand({ Marker: marker, MaxItems: maxItems }),
      )
      return { items: Users.map(({ UserName: name = '', Arn: arn = '' }) => ({ name, arn })), marker: Marker }
    },
  },
  group: {
    attach: (iam, PolicyArn, GroupName) => iam.send(new AttachGroupPolicyCommand({ PolicyArn, GroupName })),
    detach: (iam, PolicyArn, GroupName) => iam.send(new DetachGroupPolicyCommand({ PolicyArn, GroupName })),
    list: async (iam, { marker, maxItems }) => {
      const { Groups = [], Marker } = await iam.send(
        new ListGroupsCommand({ Marker: marker, MaxItems: maxItems }),
      )
      return {
        items: Groups.map(({ GroupName: name = '', Arn: arn = '' }) => ({ name, arn })),
        marker: Marker,
      }
    },
  },
  role: {
    attach: (iam, PolicyArn, RoleName) => iam.send(new AttachRolePolicyCommand({ PolicyArn, RoleName })),
    detach: (iam, PolicyArn, RoleName) => iam.send(new DetachRolePolicyCommand({ PolicyArn, RoleName })),
    list: async (iam, { marker, maxItems }) => {
      const { Roles = [], Marker } = await iam.send(
        new ListRolesCommand({ Marker: marker, MaxItems: maxItems }),
      )
      return { items: Roles.map(({ RoleName: name = '', Arn: arn = '' }) => ({ name, arn })), marker: Marker }
    },
  },
}

export function attach(iam: Iam, arn: string, { kind, name }: Entity): Promise<unknown> {
  return kinds[kind].attach(iam, arn, name)
}

export function detach(iam: Iam, arn: string, { kind, name }: Entity): Promise<unknown> {
  return kinds[kind].detach(iam, arn, name)
}

/** One page of everybody of a kind in the account. */
export async function entitiesOf(
  iam: Iam,
  kind: EntityKind,
  wanted: PageWanted,
): Promise<Page<ListedEntity>> {
  const { items, marker } = await kinds[kind].list(iam, wanted)
  return { items: items.map(entity => ({ kind, ...entity })), marker }
}

/** One page of those whose permissions the policy gives, or whose boundary it is. */
export async function entitiesWith(
  iam: Iam,
  arn: string,
  usage: PolicyUsageType,
  { marker, maxItems }: PageWanted,
): Promise<Page<Entity>> {
  const {
    PolicyGroups = [],
    PolicyUsers = [],
    PolicyRoles = [],
    Marker,
  } = await iam.send(
    new ListEntitiesForPolicyCommand({
      PolicyArn: arn,
      PolicyUsageFilter: usage,
      Marker: marker,
      MaxItems: maxItems,
    }),
  )
  const items: Entity[] = [
    ...PolicyGroups.map(({ GroupName: name = '' }) => ({ kind: 'group' as const, name })),
    ...PolicyRoles.map(({ RoleName: name = '' }) => ({ kind: 'role' as const, name })),
    ...PolicyUsers.map(({ UserName: name = '' }) => ({ kind: 'user' as const, name })),
  ]
  return { items, marker: Marker }
}

export async function allEntities(iam: Iam, arn: string, usage: PolicyUsageType): Promise<readonly Entity[]> {
  const found: Entity[] = []
  let marker: string | undefined
  do {
    const page = await entitiesWith(iam, arn, usage, { marker, maxItems: 1000 })
    found.push(...page.items)
    marker = page.marker
  } while (marker !== undefined)
  return found
}
