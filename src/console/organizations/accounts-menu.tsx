import { useState } from 'react'
import { apiFault } from '../api/fault.ts'
import { accountIdInGroups } from '../shell/names.ts'
import { common } from '../words/common.ts'
import { notice } from '../words/notice.ts'
import { memberAccounts as words } from '../words/organizations.ts'
import { accessRole, useAccess } from './access.ts'
import { type MemberAccount, useMemberAccounts } from './member-accounts.ts'

/** Who has more accounts than these finds one by typing. */
const mostShown = 50

/** In the account menu: the organization's accounts, one click each. */
export default function AccountsMenu(props: { readonly onSwitching: (doing: Promise<unknown>) => void }) {
  const { data, error } = useMemberAccounts()
  if (error) return <Note text={refusal(error)} />
  if (data === undefined) return <Note text={common.loading} />
  if (data === null) return <Note text={words.notInUse} />
  if (data.length === 0) return <Note text={words.none} />
  return <Accounts accounts={data} {...props} />
}

function Note({ text }: { readonly text: string }) {
  return (
    <p className="panel-note" role="status">
      {text}
    </p>
  )
}

function refusal(error: Error): string {
  const { denied, message } = apiFault(error)
  return denied ? notice.deniedTitle(denied.action) : message
}

function Accounts(props: {
  readonly accounts: readonly MemberAccount[]
  readonly onSwitching: (doing: Promise<unknown>) => void
}) {
  const { accounts, onSwitching } = props
  const { switchTo, isBusy } = useAccess()
  const [search, setSearch] = useState('')
  const found = accounts.filter(matches(search))
  return (
    <>
      <p className="panel-note">{words.hint(accessRole)}</p>
      <input
        type="search"
        className="panel-search"
        aria-label={words.find}
        placeholder={words.find}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <ul className="panel-list">
        {found.slice(0, mostShown).map(account => (
          <li key={account.id}>
            <button
              type="button"
              className="panel-item color-blue"
              disabled={isBusy}
              onClick={() => onSwitching(switchTo(account))}
            >
              <span className="dot" aria-hidden="true" />
              <span className="panel-item-text">
                {account.name}
                <span className="panel-item-quiet">{accountIdInGroups(account.id)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <Note text={words.noMatch} />}
      {found.length > mostShown && <Note text={words.more(found.length - mostShown)} />}
    </>
  )
}

/** By a part of the name or the address, or by the id as it is written anywhere. */
function matches(search: string): (account: MemberAccount) => boolean {
  const text = search.trim().toLowerCase()
  const digits = text.replaceAll(/[\s-]/g, '')
  return ({ id, name, email }) =>
    [name, email].some(field => field.toLowerCase().includes(text)) ||
    (/^\d+$/.test(digits) && id.includes(digits))
}
