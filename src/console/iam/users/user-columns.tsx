import type { AccessKeyMetadata, User } from '@aws-sdk/client-iam'
import { Copyable } from '../../copy/copyable.tsx'
import { PageLink } from '../../shell/link.tsx'
import type { Column } from '../../table/column.ts'
import { ReadCell } from '../../table/read-cell.tsx'
import { instant } from '../../words/instant.ts'
import { users as words } from '../../words/users.ts'
import { useAccessKeys, useLoginProfile, useMfaDevices } from '../credentials/credential-owner.ts'
import { userPath } from './user-paths.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Whole days since. */
export function ageDays(date: Date, now = Date.now()): number {
  return Math.max(0, Math.floor((now - date.getTime()) / dayMs))
}

export const nameOf = ({ UserName = '' }: User) => UserName

export const userColumns: readonly Column<User>[] = [
  {
    id: 'name',
    header: words.name,
    cell: user => <PageLink to={userPath(nameOf(user))}>{nameOf(user)}</PageLink>,
    value: nameOf,
    width: 220,
  },
  { id: 'path', header: words.path, cell: ({ Path }) => Path, value: ({ Path }) => Path, width: 110 },
  {
    id: 'signed-in',
    header: words.passwordLastUsed,
    cell: ({ PasswordLastUsed }) => instant(PasswordLastUsed),
    value: ({ PasswordLastUsed }) => PasswordLastUsed?.getTime(),
    width: 210,
  },
  { id: 'mfa', header: words.mfa, cell: user => <Mfa name={nameOf(user)} />, width: 120 },
  {
    id: 'keys',
    header: words.keyAge,
    cell: user => <KeyAge name={nameOf(user)} />,
    width: 160,
  },
  {
    id: 'console',
    header: words.consoleAccess,
    cell: user => <ConsoleAccess name={nameOf(user)} />,
    isHidden: true,
    width: 150,
  },
  {
    id: 'created',
    header: words.created,
    cell: ({ CreateDate }) => instant(CreateDate),
    value: ({ CreateDate }) => CreateDate?.getTime(),
    isHidden: true,
  },
  { id: 'id', header: words.id, cell: ({ UserId }) => UserId, value: ({ UserId }) => UserId, isHidden: true },
  {
    id: 'arn',
    header: words.arn,
    cell: ({ Arn = '' }) => <Copyable what={words.arn} text={Arn} />,
    value: ({ Arn }) => Arn,
    isHidden: true,
  },
]

function Mfa({ name }: { readonly name: string }) {
  return (
    <ReadCell read={useMfaDevices({ userName: name })}>{devices => words.devices(devices.length)}</ReadCell>
  )
}

function KeyAge({ name }: { readonly name: string }) {
  return <ReadCell read={useAccessKeys({ userName: name })}>{keyAgeText}</ReadCell>
}

/** Of the oldest that works: the one that it is high time to replace. */
function keyAgeText(keys: readonly AccessKeyMetadata[]): string {
  const ages = keys.flatMap(({ Status, CreateDate }) =>
    Status === 'Active' && CreateDate ? [ageDays(CreateDate)] : [],
  )
  if (ages.length > 0) return words.days(Math.max(...ages))
  return keys.length > 0 ? words.keysInactive : words.noKeys
}

function ConsoleAccess({ name }: { readonly name: string }) {
  return (
    <ReadCell read={useLoginProfile(name)}>{profile => (profile ? words.enabled : words.disabled)}</ReadCell>
  )
}
