import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useLocation } from 'react-router'
import { useSession } from '../session/session.tsx'
import { accountTyped } from '../shell/names.ts'
import { Page } from '../shell/page.tsx'
import { commandLine } from '../words/command-line.ts'
import { common } from '../words/common.ts'
import { switchRole as words } from '../words/switch-role.ts'
import { useSwitchForm } from './switch-form.ts'
import { SwitchRoleForm } from './switch-role-form.tsx'

const AccountsTable = lazy(() => import('../organizations/accounts-table.tsx'))
const CommandLineAccess = lazy(() => import('../command-line/command-line-access.tsx'))

/**
 * `/switchrole?account=…&roleName=…&displayName=…&color=…`, the links that administrators hand out, and the form they
 * fill in. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html
 */
export default function SwitchRolePage() {
  const { identity } = useSession().session
  // Another link, or a switch that was refused while one is here: the form begins anew.
  const { key } = useLocation()
  return (
    <Page title={words.title} description={words.description} contentType="form">
      {identity.kind === 'root' ? (
        <Alert type="info" header={words.rootTitle}>
          {words.root}
        </Alert>
      ) : (
        <WaysIn key={key} />
      )}
    </Page>
  )
}

/** By the form; and what is for some only, and read when it is opened. */
function WaysIn() {
  const { role } = useSession().session
  const form = useSwitchForm()
  const account = accountTyped(form.values.account)
  const { roleName } = form.values
  const isKnown = /^\d{12}$/.test(account) && roleName !== ''
  const roleArn = `arn:aws:iam::${account}:role/${roleName}`
  return (
    <SpaceBetween size="l">
      <SwitchRoleForm form={form} />
      {!role && (
        <Foldable title={words.accounts} hint={words.accountsHint}>
          <AccountsTable />
        </Foldable>
      )}
      <Foldable title={commandLine.title} hint={commandLine.hint}>
        {isKnown ? (
          <CommandLineAccess key={roleArn} roleArn={roleArn} />
        ) : (
          <Box color="text-body-secondary">{commandLine.needsAccountId}</Box>
        )}
      </Foldable>
    </SpaceBetween>
  )
}

function Foldable(props: { readonly title: string; readonly hint: string; readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <ExpandableSection
      variant="container"
      headerText={props.title}
      headerDescription={props.hint}
      expanded={isOpen}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {isOpen && <Suspense fallback={<Box>{common.loading}</Box>}>{props.children}</Suspense>}
    </ExpandableSection>
  )
}
