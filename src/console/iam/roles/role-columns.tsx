import type { Role } from '@aws-sdk/client-iam'
import { Copyable } from '../../copy/copyable.tsx'
import { decodedDocument } from '../../policies-picker/policy-document.ts'
import { PageLink } from '../../shell/link.tsx'
import type { Column } from '../../table/column.ts'
import { once } from '../../table/once.ts'
import { ReadCell } from '../../table/read-cell.tsx'
import { common } from '../../words/common.ts'
import { instant } from '../../words/instant.ts'
import { roles as words } from '../../words/roles.ts'
import { rolePath } from './role-paths.ts'
import { useRole } from './role-read.ts'
import { trustedSummary } from './trusted-entity-words.ts'

/** Whom the role trusts, read from its policy. */
export const trustedOf = once(({ AssumeRolePolicyDocument }: Role) =>
  trustedSummary(decodedDocument(AssumeRolePolicyDocument)),
)

export const roleColumns: readonly Column<Role>[] = [
  {
    id: 'name',
    header: words.name,
    cell: ({ RoleName = '' }) => <PageLink to={rolePath(RoleName)}>{RoleName}</PageLink>,
    value: ({ RoleName }) => RoleName,
    minWidth: 260,
  },
  { id: 'trusted', header: words.trustedEntities, cell: trustedOf, value: trustedOf, minWidth: 280 },
  {
    id: 'activity',
    header: words.lastActivity,
    cell: ({ RoleName = '' }) => <LastActivity name={RoleName} />,
    minWidth: 180,
  },
  {
    id: 'description',
    header: words.descriptionOf,
    cell: ({ Description }) => Description ?? common.none,
    value: ({ Description }) => Description,
    isHidden: true,
  },
  {
    id: 'created',
    header: words.created,
    cell: ({ CreateDate }) => instant(CreateDate),
    value: ({ CreateDate }) => CreateDate?.getTime(),
    isHidden: true,
  },
  {
    id: 'session',
    header: words.maxSession,
    cell: ({ MaxSessionDuration: seconds = 0 }) => words.duration(seconds),
    value: ({ MaxSessionDuration }) => MaxSessionDuration,
    isHidden: true,
  },
  { id: 'path', header: words.path, cell: ({ Path }) => Path, value: ({ Path }) => Path, isHidden: true },
  {
    id: 'id',
    header: words.id,
    cell: ({ RoleId }) => RoleId,
    value: ({ RoleId }) => RoleId,
    isHidden: true,
  },
  {
    id: 'arn',
    header: words.arn,
    cell: ({ Arn = '' }) => <Copyable what={words.arn} text={Arn} />,
    value: ({ Arn }) => Arn,
    isHidden: true,
  },
]

function LastActivity({ name }: { readonly name: string }) {
  return <ReadCell read={useRole(name)}>{lastActivityText}</ReadCell>
}

export function lastActivityText({ RoleLastUsed }: Role): string {
  const date = RoleLastUsed?.LastUsedDate
  return date ? instant(date) : words.neverUsed
}
