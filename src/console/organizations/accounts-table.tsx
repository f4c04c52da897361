import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import { Readable } from '../notice/readable.tsx'
import type { Column } from '../table/column.ts'
import { ResourceTable } from '../table/resource-table.tsx'
import { allOf } from '../table/rows.ts'
import { memberAccounts as words } from '../words/organizations.ts'
import { useAccess } from './access.ts'
import { type MemberAccount, useMemberAccounts } from './member-accounts.ts'

/** On the page for switching roles: the organization's accounts, one click each. */
export default function AccountsTable() {
  const accounts = useMemberAccounts()
  return (
    <Readable read={accounts}>
      {read => (read === null ? <Box>{words.notInUse}</Box> : <Table accounts={read} />)}
    </Readable>
  )
}

const columns: readonly Column<MemberAccount>[] = [
  { id: 'name', header: words.name, cell: ({ name }) => name, value: ({ name }) => name, minWidth: 180 },
  // Beside the name, so that it is in sight on narrow screens too.
  { id: 'switch', header: words.action, cell: account => <Switch account={account} />, width: 110 },
  { id: 'id', header: words.id, cell: ({ id }) => id, value: ({ id }) => id, width: 150 },
  { id: 'email', header: words.email, cell: ({ email }) => email, value: ({ email }) => email },
]

function Table({ accounts }: { readonly accounts: readonly MemberAccount[] }) {
  return (
    <ResourceTable
      id="member-accounts"
      variant="embedded"
      pages={allOf(accounts)}
      columns={columns}
      rowKey={({ id }) => id}
      words={{
        title: words.title,
        plural: words.plural,
        emptyTitle: words.noneTitle,
        empty: words.none,
      }}
    />
  )
}

function Switch({ account }: { readonly account: MemberAccount }) {
  const { switchTo, isBusy } = useAccess()
  return (
    <Button
      variant="inline-link"
      ariaLabel={words.switchTo(account.name)}
      disabled={isBusy}
      onClick={() => void switchTo(account)}
    >
      {words.switch}
    </Button>
  )
}
