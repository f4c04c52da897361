import type { ReactNode } from 'react'
import type { ConsoleSession } from '../../server/console/protocol.ts'
import { Copyable } from '../copy/copyable.tsx'
import { instant } from '../words/instant.ts'
import { shell } from '../words/shell.ts'

const { account: words } = shell

const kinds: Readonly<Record<ConsoleSession['identity']['kind'], string>> = {
  user: words.user,
  root: words.root,
  'role-session': words.roleSession,
  'federated-user': words.federatedUser,
}

/** "My account": the ids somebody else asks for, to be copied. In a switched role there are two of everything. */
export function AccountFacts({ session: { identity, role } }: { readonly session: ConsoleSession }) {
  return (
    <>
      {role && (
        <Facts title={words.activeAs}>
          <Fact name={words.role} value={role.roleName} />
          <Fact name={words.accountId} value={role.account} isCopyable />
          <Fact name={words.accountAlias} value={role.accountAlias} isCopyable />
          <Fact name={words.until} value={instant(role.expiresAt)} />
        </Facts>
      )}
      <Facts title={role ? words.signedInAs : words.myAccount}>
        <Fact name={kinds[identity.kind]} value={identity.kind === 'root' ? words.root : identity.name} />
        <Fact name={words.accountId} value={identity.account} isCopyable />
        <Fact name={words.accountAlias} value={identity.accountAlias} isCopyable />
        <Fact name={words.accountName} value={identity.accountName} />
      </Facts>
    </>
  )
}

function Facts({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="panel-part">
      <h2>{title}</h2>
      <dl className="facts">{children}</dl>
    </div>
  )
}

function Fact(props: {
  readonly name: string
  readonly value: string | undefined
  readonly isCopyable?: boolean
}) {
  const { name, value, isCopyable = false } = props
  if (!value) return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{isCopyable ? <Copyable what={name} text={value} /> : value}</dd>
    </>
  )
}
